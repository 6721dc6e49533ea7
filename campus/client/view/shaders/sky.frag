#version 150
// A clear southern afternoon: deep above, pale and a little warm at the horizon, brighter towards the sun.
uniform mat4 p3d_ViewMatrixInverse;
uniform vec3 sun_direction;
uniform vec3 sky_light;
in vec3 world;
in vec3 normal;
in vec2 uv;
out vec4 colour;

void main() {
    vec3 way = normalize(world - p3d_ViewMatrixInverse[3].xyz);
    float up = clamp(way.z, 0.0, 1.0);
    vec3 zenith = vec3(0.20, 0.40, 0.74);
    vec3 low = vec3(0.80, 0.87, 0.93);
    vec3 c = mix(low, zenith, 1.0 - pow(1.0 - up, 2.6));
    float near = max(dot(way, sun_direction), 0.0);
    c += vec3(1.0, 0.88, 0.66) * (0.16 * pow(near, 6.0) + 0.5 * pow(near, 90.0));
    colour = vec4(c * sky_light, 1.0);
}
