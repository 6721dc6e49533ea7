"""The interface: panels, the theme, and Dear ImGui's own thin backend."""
