#version 150
// As surface.frag, for a processor that draws: few texels, and the finished picture at once.
// What is baked and not SUNLIT lies in shade; of copies and people, corners look for the sun.
#if defined(SUNLIT) || !(defined(BAKED) || defined(INSTANCED) || defined(SKINNED))
#define LOOKS_FOR_SUN
#endif
uniform vec3 sun_light;        // irradiance of a surface that faces it
uniform sampler2DShadow sun_map;
uniform float sun_texel;
uniform float exposure;
uniform float glow;            // what shines, in units of white
in vec2 uv;
#ifdef LOOKS_FOR_SUN
in vec4 sun_at;
#endif
in vec3 lit;
#ifdef BAKED
uniform sampler2D map_day;     // square roots of light over `map_most`; where the sun may fall at all
#ifdef LAMPS
uniform sampler2D map_lamps;
#endif
uniform vec2 map_shares;
uniform float map_most;
uniform vec3 map_hour;         // what this hour makes of the day's
uniform float sun_as_baked;    // 1 where the sun stands as it did then
in vec2 chart_at;
in float sun_here;
#ifdef BEYOND
in vec3 behind_here;
#include "threshold.glsl"
#endif
#endif
#ifdef OUTSIDE
uniform mat4 p3d_ViewMatrixInverse;
uniform vec3 outside_sun;
uniform vec3 sky_light;
uniform sampler2D sky_picture;
in vec3 world;
#endif
#ifdef PAINTED
in vec3 painted;
#else
uniform vec4 surface;          // linear albedo, roughness
uniform vec4 finish;           // metalness, emission, opacity, how much light comes through a leaf
#endif
#ifdef SKINNED
in vec3 painted;
uniform float presence;        // 1 is here, less is coming, going, or away
#endif
#ifdef LETTERS
#include "letters.glsl"
#endif
uniform sampler2D pattern;     // half of tint and gloss, under a square root
uniform vec2 repeats_per_metre;
out vec4 colour;

#include "picture.glsl"
#ifdef SHARP
#include "sharp.glsl"
#endif

#if defined(LOOKS_FOR_SUN) && defined(BAKED)
// How much of a pixel the sun finds. Along its edge that is asked four times in the plane of the surface: as wide as
// the pixel, so that what is thinner is a faint line and no dashes, and over a few texels, which else are stairs.
float sun_found(bool edge) {
    vec3 across = dFdx(sun_at.xyz), up = dFdy(sun_at.xyz);
    float squared = dot(across.xy, across.xy) + 1e-14;
    up -= across * (dot(up.xy, across.xy) / squared);  // seen aslant, both may go one way else
    across *= max(2.5 * sun_texel * inversesqrt(squared), 1.0);
    up *= max(2.5 * sun_texel * inversesqrt(dot(up.xy, up.xy) + 1e-14), 1.0);
    vec2 aside = edge ? vec2(0.48, -0.16) : vec2(0.0);
    float found = 0.0, asked = 0.0, times = edge ? 4.0 : 1.0;
    do {  // a processor draws eight pixels at once: it skips what none of them loops for, but no branch
        found += textureLod(sun_map, sun_at.xyz + aside.x * across + aside.y * up, 0.0);
        aside = vec2(-aside.y, aside.x);
        asked += 1.0;
    } while (asked < times);
    found /= times;
    return found * found;  // half of it is shown halfway: what is so much brighter would swallow a thin shadow
}
#endif

void main() {
#ifdef SHARP
    if (stands_behind()) discard;
#endif
    float opacity = 1.0;
    vec3 shining = vec3(0.0);
    float dull = 1.0;
#if defined(SKINNED)
    // A person who is away or only just coming is seen through a fine screen: no sorting, no blending.
    if (presence < 0.99 && fract(dot(floor(gl_FragCoord.xy), vec2(0.7548, 0.5698))) > presence) discard;
    vec3 albedo = painted;
#elif defined(LETTERS)
    vec4 ink = written(uv);
    vec3 albedo = ink.rgb * ink.rgb;
    opacity = ink.a;
#elif defined(PAINTED)
    vec3 albedo = painted;
    dull -= 0.4 * uv.x;
    shining = painted * (uv.y * glow);
#else
    vec3 varied = texture(pattern, uv * repeats_per_metre).rgb;
    vec3 albedo = surface.rgb * varied * varied * 2.0;
    dull -= 0.4 * finish.x;
    opacity = finish.z;
    shining = surface.rgb * (finish.y * glow);
#endif
    vec3 light = lit;
#if defined(LOOKS_FOR_SUN) && !defined(BAKED)
    float sunlit = sun_at.w * texture(sun_map, sun_at.xyz);
#endif
#ifdef BAKED
    vec4 by_day = texture(map_day, chart_at);
    light += by_day.rgb * by_day.rgb * (map_hour * (map_shares.x * map_most));
    float flecked = 0.0;           // under leaves far away: as soft as the sun is wide
#ifdef LAMPS
    vec4 by_lamps = texture(map_lamps, chart_at);
    light += by_lamps.rgb * by_lamps.rgb * (map_shares.y * map_most);
    flecked = by_lamps.a * sun_as_baked;
#endif
#ifdef BEYOND
    vec4 behind = behind_so_far(behind_here);
    light *= behind.rgb;
#else
    const vec4 behind = vec4(1.0);
#endif
#ifdef LOOKS_FOR_SUN
    // What shades a space from outside is not on its shadow map.
    float may_be = min(by_day.a * 10.0 + max(sun_here, 0.0) * 5.0 + 1.0 - sun_as_baked, 1.0);
    float sunlit = sun_at.w * behind.w * mix(may_be * sun_found(by_day.a > 0.6), 1.0, flecked);
#endif
#endif
#ifdef OUTSIDE
    light += outside_sun * sunlit;
    vec3 way = world - p3d_ViewMatrixInverse[3].xyz;
    vec3 haze = sky_light * texture(sky_picture, normalize(way.xy + 1e-6) * (0.5 / 1.04 * 0.97) + 0.5).rgb;
    vec3 clear = exp(-length(way) * vec3(0.0009, 0.00102, 0.0013));
    colour = vec4(picture_of(mix(haze, albedo * light, clear) * exposure), 1.0);
#else
#ifdef LOOKS_FOR_SUN
    light += sun_light * sunlit;
#endif
    colour = vec4(picture_of((albedo * light * dull + shining) * exposure), opacity);
#ifdef SHARP
    colour.rgb *= sharp_told[0].x;
#endif
#endif
}
