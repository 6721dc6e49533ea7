#version 150
// A streak of water: bright along its middle, gone at its rim.
#ifdef FINISHED
// For a processor that draws: the finished picture at once.
uniform float exposure;
#include "filmic.glsl"
#include "shown.glsl"
#endif
in vec2 along;
in vec3 lit;
in float solid;
out vec4 colour;

void main() {
    vec2 left = max(1.0 - along * along, 0.0);
    float cover = solid * left.x * sqrt(left.y);
#ifdef FINISHED
    colour = vec4(shown_as(filmic(lit * exposure)), cover);
#else
    colour = vec4(lit, cover);
#endif
}
