"""The campus: spaces read from YAML, people in them, classes that run in them."""

__version__ = "0.1.0"
