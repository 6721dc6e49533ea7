#version 150
// The shade where something meets the floor, dark in the middle.
in vec3 world;
in vec3 normal;
in vec2 uv;
out vec4 colour;

void main() {
    float away = length(uv - 0.5) * 2.0;
    float shade = 1.0 - smoothstep(0.0, 1.0, away);
    colour = vec4(0.0, 0.0, 0.0, 0.42 * shade * shade);
}
