#version 150
// Water in a basin: the sky on it, ripples from its jet, and the basin's floor through it.
uniform mat4 p3d_ViewMatrixInverse;
uniform vec3 sun_direction;      // as surface.frag has them
uniform vec3 sun_light;
uniform mat4 sun_matrix;
uniform sampler2DShadow sun_map;
uniform sampler3D field_light;
uniform vec3 field_low;
uniform vec3 field_per_metre;
uniform float field_scale;
uniform vec4 surface;            // linear colour of deep water, roughness
uniform sampler2D pattern;       // in green, the net of light that ripples throw, as other patterns are kept
uniform mat4 pattern_axes;
uniform vec4 pattern_base;
uniform mat4 p3d_ModelMatrix;
uniform vec4 middle;             // of the basin, where the jet falls, in its own frame; whether anything stirs it
#include "reflected.glsl"
#include "pane.glsl"
#ifdef FINISHED
// For a processor that draws: the finished picture at once; no people and no net of light in the water.
uniform float exposure;
#include "filmic.glsl"
#include "shown.glsl"
#endif
in vec3 world;
centroid in vec3 normal;
in vec2 uv;
out vec4 colour;

const float DEEP = 0.3;          // metres; a basin that one sits on
const float CLOUDS = 0.75;       // of the light is lost in a metre
const vec3 NET = vec3(0.34, 0.40, 0.42);  // of that light, what comes back from the floor
const float RINGS = 0.16, SWELL = 0.028;  // how steep

// Slopes of a wave of some length along a unit vector, gone where it is finer than a pixel. Deep water: w^2 = g k.
vec2 wave(vec2 at, vec2 along, float length_m, float steep, float fine) {
    float k = 6.2832 / length_m;
    return along * (steep * smoothstep(0.6, 0.2, fine / length_m) * cos(k * dot(at, along) - sqrt(9.81 * k) * pane_told[3].y));
}

vec2 rings(vec2 at, float length_m, float steep, float fine) {
    float far = max(length(at), 0.05), k = 6.2832 / length_m;
    float dies = exp(-1.1 * far) / sqrt(far);
    return at / far * (steep * dies * smoothstep(0.6, 0.2, fine / length_m) * cos(k * far - sqrt(9.81 * k) * pane_told[3].y));
}

float net(vec2 at) {
    return (pattern_base + pattern_axes * texture(pattern, at)).g;
}

// Light that ripples gather on the floor: where two nets meet that drift through one another.
float gathered(vec2 at, float seconds) {
    float one = net(at / 2.4 + seconds * vec2(0.021, 0.013));
    float other = net(at.yx / -1.9 + seconds * vec2(0.017, -0.019));
    float both = min(one, other);
    return max(2.0 * both * both - 0.86, 0.0);
}

void main() {
    vec3 eye = p3d_ViewMatrixInverse[3].xyz - world;
    vec3 view = normalize(eye);
    vec2 at = world.xy - (p3d_ModelMatrix * vec4(middle.xyz, 1.0)).xy;
    float fine = length(fwidth(world.xy));
    vec2 slope = rings(at, 0.21, RINGS, fine) + rings(at + vec2(0.05, 0.03), 0.13, 0.6 * RINGS, fine);
    at += 0.11 * sin(at.yx * vec2(2.3, 1.9) + vec2(0.0, 1.3));
    slope += wave(at, vec2(0.83, 0.56), 0.62, SWELL, fine) + wave(at, vec2(-0.31, 0.95), 0.41, 0.9 * SWELL, fine)
        + wave(at, vec2(-0.92, 0.39), 0.27, 0.8 * SWELL, fine) + wave(at, vec2(0.48, -0.88), 0.17, 0.7 * SWELL, fine)
        + wave(at, vec2(0.99, -0.14), 0.11, 0.6 * SWELL, fine);
#if !defined(FINISHED)
    slope *= middle.w;
#endif
    float level = step(0.5, normal.z);
    vec3 n = normalize(normalize(normal) - vec3(slope * level, 0.0));
    float nv = max(dot(n, view), 0.02);

    // What is not thrown back goes down to the floor and up again, and some is lost on the way.
    float given_back = 0.02 + 0.98 * pow(1.0 - nv, 5.0);
    float down = sqrt(1.0 - (1.0 - nv * nv) / 1.77);
    float lost = 1.0 - exp(-2.0 * CLOUDS * DEEP / down);
    vec3 way = reflect(-view, n);
#ifdef FINISHED
    way.z = abs(way.z);
    vec3 back = mix(vec3(0.9), reflected(world, way, surface.a), mirror_on);
    float solid = 1.0 - (1.0 - given_back) * (1.0 - lost) * (1.0 - clamp(1.1 * dot(slope, view.xy) + 0.06, 0.0, 0.35));
    vec3 seen = back * given_back + surface.rgb * (0.6 * (1.0 - given_back) * lost);
    colour = vec4(shown_as(filmic(seen / solid * exposure)), solid);
#else
    vec3 in_field = (world + vec3(0.0, 0.0, 0.3) - field_low) * field_per_metre;
    vec3 root = texture(field_light, in_field).rgb;
    vec3 light = root * root * field_scale;
    float lit = texture(sun_map, (sun_matrix * vec4(world + vec3(0.0, 0.0, 0.03), 1.0)).xyz);
    light += sun_light * (max(sun_direction.z, 0.0) * (0.35 + 0.35 * lit));  // what sways in it is lit from all about

    way.z = mix(way.z, abs(way.z), level);  // only what lies level sees nothing under itself
    float turns = 2.0 * (1.0 - middle.w) * length(fwidth(way));  // of what is bent; ripples glint
    vec3 there = reflected_between(world, way, surface.a, turns, 0.0);
    vec3 back = with_people(there, world, vec2(dot(pane_told[0].xy, n.xy), dot(pane_told[1].xy, n.xy)) * 0.8);
    vec3 halfway = normalize(view + sun_direction);
    float a2 = 0.00012;  // the sun's disc on a nearly still surface, a little wider than it is
    float nh = dot(n, halfway), d = nh * nh * (a2 - 1.0) + 1.0;
    vec3 glint = sun_light * (lit * min(a2 / (d * d), 60.0) * 0.25);

    vec3 floor_at = world - view * (DEEP / max(down, 0.3));
    float bright = gathered(floor_at.xy, pane_told[3].y);
    vec3 net = sun_light * max(sun_direction.z, 0.0) * (lit * bright) * NET;
    // The light that is gathered is missing between; and a slope that leans away shows less of the floor.
    float leaning = clamp(1.1 * dot(slope, view.xy) + 0.06, 0.0, 0.35);
    float dim = 1.0 - (1.0 - leaning) * (1.0 - 0.26 * lit * clamp(1.0 - 3.0 * bright, 0.0, 1.0));
    float through = (1.0 - given_back) * (1.0 - lost) * (1.0 - dim);
    float solid = 1.0 - through;
    vec3 seen = net * through + (back + glint) * given_back + surface.rgb * light * ((1.0 - given_back) * lost);
    colour = vec4(seen / solid, solid);
#endif
}
