"""The desktop client. Panda3D lives only below this package."""
