#version 150
// The shade where something meets the floor, dark in the middle.
in vec2 uv;
in float dark;
out vec4 colour;

void main() {
    float away = length(uv - 0.5) * 2.0;
    float shade = 1.0 - smoothstep(0.0, 1.0, away);
    colour = vec4(0.0, 0.0, 0.0, dark * shade * (0.4 + 0.6 * shade));
}
