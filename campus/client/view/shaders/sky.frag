#version 150
// A clear sky (sky_picture.py), the sun's disc or the moon's, and a few clouds of fair weather.
uniform mat4 p3d_ViewMatrixInverse;
uniform vec3 sun_direction;    // of what shines: the moon, at night
uniform vec3 sky_light;
uniform vec3 disc_light;
uniform sampler2D sky_picture;
#ifdef CLOUDS
uniform sampler2D cloud_noise;
uniform vec3 cloud_sunny;
uniform vec3 cloud_shade;
#endif
in vec3 world;
centroid in vec3 normal;
in vec2 uv;
out vec4 colour;
#ifdef FINISHED
uniform float exposure;

#include "filmic.glsl"
#include "shown.glsl"
#endif

void main() {
    vec3 way = normalize(world - p3d_ViewMatrixInverse[3].xyz);
    float up = max(way.z, 0.0);
    vec3 c = texture(sky_picture, way.xy / (1.0 + up) * (0.5 / 1.04) + 0.5).rgb;
    float near = dot(way, sun_direction);
    // Half a degree wide, with a soft edge.
    float disc = smoothstep(0.999985, 0.999992, near) * step(0.0, way.z);
#ifdef CLOUDS
    // A layer overhead: far clouds are flat and close together, as perspective has them.
    vec2 at = way.xy / (up + 0.16) * 0.11 + vec2(0.31, 0.62);
    float here = texture(cloud_noise, at).r * 0.72 + texture(cloud_noise, at * 3.7).r * 0.28;
    float to_sun = texture(cloud_noise, at + sun_direction.xy * 0.014).r * 0.72
        + texture(cloud_noise, at * 3.7 + sun_direction.xy * 0.03).r * 0.28;
    float thick = smoothstep(0.60, 0.80, here) * smoothstep(0.015, 0.16, up);
    float lit = clamp(0.62 + (here - to_sun) * 4.5 - 0.35 * smoothstep(0.66, 0.9, here), 0.0, 1.0);
    vec3 cloud = mix(cloud_shade, cloud_sunny, lit);
    c = mix(c, cloud, 0.82 * thick);
    disc *= 1.0 - thick;
#endif
    c = c * sky_light + disc_light * disc;
#ifdef FINISHED
    c = shown_as(filmic(c * exposure));
#endif
    colour = vec4(c, 1.0);
}
