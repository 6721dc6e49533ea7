#version 150
// A pane: thin, clear, reflecting where one looks along it. SILVERED, a looking-glass.
uniform mat4 p3d_ViewMatrixInverse;
uniform vec4 surface;            // linear colour, roughness
#include "reflected.glsl"
#ifdef FINISHED
// For a processor that draws: the finished picture at once, and nobody in the glass.
uniform float exposure;
#include "filmic.glsl"
#include "shown.glsl"
#else
uniform sampler3D field_light;   // as surface.frag has it
uniform vec3 map_hour;           // what this hour makes of the day's light: at night, lamps are seen in windows
uniform vec3 field_low;
uniform vec3 field_per_metre;
uniform float field_scale;
#include "pane.glsl"
#endif
in vec3 world;
centroid in vec3 normal;
in vec2 uv;
out vec4 colour;

const float TINT = 0.035;        // of the light through a clean pane that its glass keeps, seen straight on
const float DUST = 0.02;         // and that its dust throws back
const float SILVER = 0.92;
const float BY_DAY = 2.5;        // the most that windows give back by day, in units of white: as bright as it is shown

void main() {
    vec3 view = normalize(p3d_ViewMatrixInverse[3].xyz - world);
    vec3 n = normalize(normal);
    n *= sign(dot(n, view));
    float nv = dot(n, view);
#if defined(FINISHED)
    vec3 back = mix(surface.rgb, reflected(world, reflect(-view, n), surface.a), mirror_on);
#ifdef SILVERED
    colour = vec4(shown_as(filmic(back * (SILVER * exposure))), 1.0);
#else
    float once = 0.04 + 0.96 * pow(1.0 - nv, 5.0);
    colour = vec4(shown_as(filmic(back * exposure)), once + DUST + TINT);
#endif
#elif defined(SILVERED)
    vec3 back = with_people(reflected(world, reflect(-view, n), surface.a), world, vec2(0.0));
    colour = vec4(back * mix(surface.rgb, vec3(1.0), pow(1.0 - nv, 5.0)) * SILVER, 1.0);
#else
    // No old pane is quite even: what it reflects sways a little.
    vec3 sway = 0.006 * sin(world.yzx * vec3(3.1, 2.3, 2.7) + 1.7 * sin(world.zxy * 1.9));
    vec3 way = reflect(-view, normalize(n + sway));
    vec3 there = reflected_between(world, way, surface.a, 2.0 * length(fwidth(way)), 0.0);  // a bottle shows no lamp as a line
    // A lamp is dimmer than the sky by far, and the picture holds the sky back: before it, lamps would be pale clouds.
    if (clamp(world, mirror_low, mirror_high) != world)
        there *= min(BY_DAY / max(max(there.r, max(there.g, there.b)) * dot(map_hour, vec3(1.0 / 3.0)), 1e-3), 1.0);
    vec3 back = with_people(there, world, vec2(0.0));
    float once = 0.04 + 0.96 * pow(1.0 - nv, 5.0);
    float given_back = 2.0 * once / (1.0 + once);  // from both faces, again and again
    vec3 in_field = (world + n * 0.3 - field_low) * field_per_metre;
    vec3 root = texture(field_light, in_field).rgb;
    float kept = 1.0 - pow(1.0 - TINT, 1.0 / max(nv, 0.12));
    float veil = (1.0 - given_back) * (kept + DUST);
    vec3 own = surface.rgb * root * root * field_scale * DUST + back * given_back;
    float solid = given_back + veil;
    colour = vec4(own / solid, solid);
#endif
}
