"""A space on the graphics card: geometry, light, screens, words on walls."""
