#version 150
// Half of a Gaussian blur: along one axis, thirteen texels wide, two at a time.
uniform sampler2D scene;
uniform vec2 along;
in vec2 uv;
out vec4 colour;

void main() {
    vec3 sum = texture(scene, uv).rgb * 0.1593;
    sum += (texture(scene, uv + along * 1.46).rgb + texture(scene, uv - along * 1.46).rgb) * 0.2657;
    sum += (texture(scene, uv + along * 3.41).rgb + texture(scene, uv - along * 3.41).rgb) * 0.1190;
    sum += (texture(scene, uv + along * 5.37).rgb + texture(scene, uv - along * 5.37).rgb) * 0.0356;
    colour = vec4(sum, 1.0);
}
