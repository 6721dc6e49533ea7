"""What travels on the wire, sans I/O: bytes in, events out, bytes out."""
