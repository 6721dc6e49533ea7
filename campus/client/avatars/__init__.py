"""People as they are drawn."""
