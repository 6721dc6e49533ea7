"""Keys by their place on the keyboard, the mouse, and the body that walks."""
