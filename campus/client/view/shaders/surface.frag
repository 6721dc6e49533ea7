#version 150
// Lambert and GGX under one sun with a shadow map, and under the light field of the space (see light.py).
uniform mat4 p3d_ViewMatrixInverse;
uniform vec3 sun_direction;   // towards the sun
uniform vec3 sun_light;       // irradiance of a surface that faces it
uniform mat4 sun_matrix;      // world to shadow map, 0..1
uniform sampler2DShadow sun_map;
uniform sampler3D field_light;   // square root of mean irradiance / field_scale
uniform sampler3D field_slope;   // where it comes from, 0.5 is nowhere in particular
uniform vec3 field_low;
uniform vec3 field_per_metre;
uniform float field_step;
uniform float field_scale;
uniform vec4 surface;            // linear albedo, roughness
uniform vec4 finish;             // metalness, emission, opacity, 0
in vec3 world;
in vec3 normal;
in vec2 uv;
out vec4 colour;

float sunlit(vec3 at, vec3 n) {
    vec4 p = sun_matrix * vec4(at + n * 0.03, 1.0);
    return texture(sun_map, p.xyz);
}

void main() {
    vec3 view = normalize(p3d_ViewMatrixInverse[3].xyz - world);
    vec3 n = normalize(normal);
    vec3 albedo = surface.rgb;

    vec3 in_field = (world + n * field_step - field_low) * field_per_metre;
    vec3 mean = texture(field_light, in_field).rgb;
    vec3 slope = texture(field_slope, in_field).rgb * 2.0 - 1.0;
    vec3 light = mean * mean * field_scale * max(1.0 + dot(slope, n), 0.0);

    float facing = dot(n, sun_direction);
    if (facing > 0.0) light += sun_light * facing * sunlit(world, n);

    colour = vec4(albedo * light + surface.rgb * finish.y, finish.z);
}
