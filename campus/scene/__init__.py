"""What a space is: YAML in, a frozen `Scene` out, or every mistake at once with its place."""
