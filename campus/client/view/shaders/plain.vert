#version 150
// As surface.vert, for a processor that draws: what changes slowly is worked out at the corners of triangles. Only what
// is BEYOND an opening has a threshold before it.
#if defined(SUNLIT) || !(defined(BAKED) || defined(INSTANCED) || defined(SKINNED))
#define LOOKS_FOR_SUN
#endif
uniform mat4 p3d_ModelMatrix;
uniform mat4 p3d_ViewProjectionMatrix;
uniform mat4 sun_matrix;       // world to shadow map, 0..1
uniform vec3 sun_direction;    // towards the sun
#if !defined(LOOKS_FOR_SUN) && !defined(BAKED)
uniform vec3 sun_light;
uniform sampler2DShadow sun_map;
#endif
uniform sampler3D field_light; // as surface.frag has them
uniform sampler3D field_slope;
uniform vec3 field_low;
uniform vec3 field_per_metre;
uniform float field_scale;
in vec4 p3d_Vertex;
#ifdef SKINNED
in vec3 p3d_Normal;
#else
in vec2 folded;                // its normal
#include "unfolded.glsl"
#endif
in vec2 p3d_MultiTexCoord0;
out vec2 uv;
#ifdef LOOKS_FOR_SUN
out vec4 sun_at;               // on the shadow map, and how far the surface faces the sun
#endif
#ifdef OUTSIDE
uniform vec3 outside_sky;
out vec3 world;
#endif
out vec3 lit;                  // by all but the sun and the lightmap
#ifdef BEYOND
#include "threshold.glsl"
#endif
#ifdef PAINTED
in vec4 paint;                 // linear albedo, roughness: of 65535
out vec3 painted;
#endif
#ifdef LETTERS
in vec4 ink;                   // as letters.glsl has them
in vec4 ground;
out vec4 inked;
out vec4 plate;
#endif

#ifdef OCCLUDED
in float free;                 // how much of the light around gets past the thing itself
#endif
#ifdef BAKED
uniform vec2 map_shares;       // how much of each layer
uniform vec3 map_hour;         // what this hour makes of the day's
in vec2 chart;                 // where this corner lies on the lightmap: of 65535
in vec4 by_day;                // or its own light, where it is too fine for one: a root, and whether the sun may fall
in vec4 by_lamps;              // the fourth is what the roots are shares of
const float CORNER_MOST = 16.0; // as lightmapped.py has it
const float NO_SUN = 128.0;     // as lightmapped.py has it: flecks are below
out vec2 chart_at;
out float sun_here;
#ifdef BEYOND
out vec3 behind_here;          // how far behind a threshold, how far along it, and how much of a floor
#endif
#endif
#ifdef INSTANCED
uniform vec4 placements[256];  // x, y, z, tangent of half the heading
#endif
#ifdef SKINNED
uniform vec4 bones[54];        // three rows for each of 18 bones
uniform vec4 palette[13];
in vec4 carried;               // tone, two bones, weight of the first
out vec3 painted;
#endif

void main() {
    vec4 place = p3d_Vertex;
#ifdef SKINNED
    vec3 turned = p3d_Normal;
#else
    vec3 turned = unfolded(folded);
#endif
#ifdef INSTANCED
    vec4 stand = placements[gl_InstanceID];
    float per = 1.0 / (1.0 + stand.w * stand.w);
    vec2 way = vec2((1.0 - stand.w * stand.w) * per, 2.0 * stand.w * per);
    mat2 turn = mat2(way.x, way.y, -way.y, way.x);
    place.xy = turn * place.xy;
    turned.xy = turn * turned.xy;
    place.xyz += stand.xyz;
#endif
#ifdef SKINNED
    int a = int(carried.y) * 3, b = int(carried.z) * 3;
    vec4 r0 = mix(bones[b], bones[a], carried.w);
    vec4 r1 = mix(bones[b + 1], bones[a + 1], carried.w);
    vec4 r2 = mix(bones[b + 2], bones[a + 2], carried.w);
    place.xyz = vec3(dot(r0, place), dot(r1, place), dot(r2, place));
    turned = vec3(dot(r0.xyz, turned), dot(r1.xyz, turned), dot(r2.xyz, turned));
    painted = palette[int(carried.x)].rgb;
#endif
    vec4 in_world = p3d_ModelMatrix * place;
    vec3 n = normalize(mat3(p3d_ModelMatrix) * turned);
    uv = p3d_MultiTexCoord0;
#ifdef LETTERS
    inked = ink;
    plate = ground;
#endif
#ifdef PAINTED
    painted = paint.rgb / 65535.0;
#endif
    float facing = max(dot(n, sun_direction), 0.0);
#ifdef BEYOND
#if defined(BAKED)
    // This is right all along a triangle, what it makes of the light is not: walls are as long as a court.
    behind_here = so_far_behind(in_world.xyz, n);
#else
    vec4 behind = behind_so_far(so_far_behind(in_world.xyz, n));
    facing *= behind.w;
#endif
#else
    const vec4 behind = vec4(1.0);
#endif
#if defined(OUTSIDE)
    world = in_world.xyz;
    lit = outside_sky * mix(vec3(0.50, 0.44, 0.36), vec3(0.80, 0.92, 1.05), 0.5 + 0.5 * n.z);
#elif defined(BAKED)
    chart_at = chart / 65535.0;
    sun_here = (by_day.a * 255.0 - NO_SUN) / (255.0 - NO_SUN);
    lit = CORNER_MOST * by_lamps.a * by_lamps.a
        * (map_shares.x * map_hour * by_day.rgb * by_day.rgb + map_shares.y * by_lamps.rgb * by_lamps.rgb);
#else
    vec3 in_field = (in_world.xyz + n * 0.3 - field_low) * field_per_metre;
    vec4 mean = textureLod(field_light, in_field, 0.0);
    vec4 told = textureLod(field_slope, in_field, 0.0);
    vec3 slope = told.rgb * 2.0 - 1.0;
    facing *= smoothstep(0.02, 0.2, told.a);
    float open = 1.0 - 1.3 * max(mean.a - 0.20, 0.0);
    lit = mean.rgb * mean.rgb * (field_scale * behind.g) * max(1.0 + dot(slope, n), 0.08) * max(open, 0.25);
#ifdef OCCLUDED
    lit *= free;
#endif
#endif
#if defined(LOOKS_FOR_SUN)
    sun_at = vec4((sun_matrix * vec4(in_world.xyz + n * 0.025, 1.0)).xyz, facing);
#elif !defined(BAKED)
    lit += sun_light * facing * textureLod(sun_map, (sun_matrix * vec4(in_world.xyz + n * 0.025, 1.0)).xyz, 0.0);
#endif
    gl_Position = p3d_ViewProjectionMatrix * in_world;
}
