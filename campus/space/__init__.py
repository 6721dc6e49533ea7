"""A scene compiled: meshes by material, colliders, seats, screens, portals, labels."""
