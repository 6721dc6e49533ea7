"""Measurements: programs that print figures; no test asserts them."""
