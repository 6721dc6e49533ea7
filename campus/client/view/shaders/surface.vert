#version 150
// Everything with a surface: walls, copies of a prototype (INSTANCED), people (SKINNED), leaves and grass (GROWN).
uniform mat4 p3d_ModelMatrix;
uniform mat4 p3d_ViewProjectionMatrix;
in vec4 p3d_Vertex;
#ifdef SKINNED
in vec3 p3d_Normal;
#else
in vec2 folded;                // its normal
#include "unfolded.glsl"
#endif
in vec2 p3d_MultiTexCoord0;
out vec3 world;
centroid out vec3 normal;      // a pixel's middle may lie beside the edge that it shows: what is read there may be wild
out vec3 normal_amid;          // at its middle all the same: how the normal turns from pixel to pixel
out vec2 uv;
#ifdef PAINTED
in vec4 paint;                 // linear albedo, roughness: of 65535
out vec4 painted;
#endif

#ifdef LETTERS
in vec4 ink;                   // as letters.glsl has them
in vec4 ground;
out vec4 inked;
out vec4 plate;
#endif

#ifdef OCCLUDED
in float free;                 // how much of the light around gets past the thing itself
centroid out float free_here;
#endif

#ifdef BAKED
in vec2 chart;                 // where this corner lies on the lightmap: of 65535
in vec4 by_day;                // or its own light, where it is too fine for one: a root, and whether the sun may fall
in vec4 by_lamps;              // the fourth is what the roots are shares of
const float CORNER_MOST = 16.0; // as lightmapped.py has it
const float NO_SUN = 128.0;     // as lightmapped.py has it: flecks are below
centroid out vec2 chart_inside;
out vec2 chart_amid;
centroid out float sun_here;
centroid out vec3 day_here;
centroid out vec3 lamps_here;
#endif

#ifdef INSTANCED
uniform vec4 placements[256];  // x, y, z, tangent of half the heading
#endif

#ifdef SKINNED
uniform vec4 bones[54];        // three rows for each of 18 bones
uniform vec4 palette[13];
in vec4 carried;               // tone, two bones, weight of the first
out vec3 tint;
#endif

#ifdef GROWN
uniform vec4 pane_told[4];     // in the last row, seconds and how much wind there is

// A breeze: boughs sway together, and each leaf flutters at its tip.
vec3 blown(vec3 at, float tip) {
    float t = pane_told[3].y;
    vec2 slow = sin(vec2(0.9, 0.7) * t + at.xy * 0.35 + at.z * 0.2);
    vec2 quick = sin(vec2(5.3, 4.1) * t + at.yx * vec2(9.0, 11.0) + at.z * 7.0);
    float high = clamp((at.z - 0.6) * 0.2, 0.0, 1.0);
    return pane_told[3].z * vec3(slow * 0.022 * high + quick * 0.006 * tip, quick.x * 0.004 * high * tip);
}
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
    tint = palette[int(carried.x)].rgb;
#endif
    vec4 in_world = p3d_ModelMatrix * place;
#ifdef GROWN
    in_world.xyz += blown(in_world.xyz, fract(p3d_MultiTexCoord0.y * 4.0));
#endif
    world = in_world.xyz;
    normal = mat3(p3d_ModelMatrix) * turned;
    normal_amid = normal;
    uv = p3d_MultiTexCoord0;
#ifdef LETTERS
    inked = ink;
    plate = ground;
#endif
#ifdef PAINTED
    painted = paint / 65535.0;
#endif
#ifdef OCCLUDED
    free_here = free;
#endif
#ifdef BAKED
    chart_inside = chart / 65535.0;
    chart_amid = chart_inside;
    float most = CORNER_MOST * by_lamps.a * by_lamps.a;
    day_here = most * by_day.rgb * by_day.rgb;
    lamps_here = most * by_lamps.rgb * by_lamps.rgb;
    sun_here = (by_day.a * 255.0 - NO_SUN) / (255.0 - NO_SUN);
#endif
    gl_Position = p3d_ViewProjectionMatrix * in_world;
}
