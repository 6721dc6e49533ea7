"""What a space sounds like: beds, steps, doors, and how the room answers. Numbers in, numbers out; plays nothing.

Every sound is a `(n,)` or `(n, 2)` float64 array at `RATE` samples a second, full scale 1.
"""

RATE = 48_000
"""Samples a second, of everything."""
