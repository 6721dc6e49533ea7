"""The campus server: connections, rooms, classes and their store. The only place with websockets and SQL."""
