"""The rules of presence: poses, ground, movement, seats, doors, zones. Pure: time is an argument."""
