"""A connection to a campus server: connect, come back, fetch. Shared by the client and the bots."""
