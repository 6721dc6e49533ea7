#version 150
// What is brighter than white paper in this light goes on to glow.
uniform sampler2D scene;
uniform float exposure;
in vec2 uv;
out vec4 colour;

void main() {
    vec3 light = min(texture(scene, uv).rgb * exposure, vec3(8.0));
    float most = max(light.r, max(light.g, light.b));
    colour = vec4(light * max(most - 1.2, 0.0) / max(most, 0.001), 1.0);
}
