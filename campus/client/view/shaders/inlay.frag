#version 150
// Metal let into a floor: a picture of how much of a place it covers, which darkens what lies below.
uniform sampler2D inlay;
in vec2 uv;
in float dark;
out vec4 colour;

void main() {
    float covers = texture(inlay, uv).r, light = 1.0 - dark * covers;
#if !defined(FINISHED)
    light *= light;  // as a screen has it; what is drawn here is light
#endif
    colour = vec4(0.0, 0.0, 0.0, 1.0 - light);
}
