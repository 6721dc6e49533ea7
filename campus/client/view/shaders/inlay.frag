#version 150
// Metal let into a floor: a picture of how much of a place it covers, which darkens what lies below.
uniform sampler2D inlay;
in vec2 uv;
in float dark;
out vec4 colour;

void main() {
    colour = vec4(0.0, 0.0, 0.0, dark * texture(inlay, uv).r);
}
