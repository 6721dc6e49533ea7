#version 150
#ifdef GROWN
uniform sampler2D pattern;     // of leaves on a card, where there are any
in vec2 uv;

void main() {
    if (texture(pattern, uv).a < 0.5) discard;
}
#else
void main() {}
#endif
