#version 150
// Lambert and GGX under one sun with a shadow map, and under the light field of the space (see light.py).
uniform mat4 p3d_ViewMatrixInverse;
uniform vec3 sun_direction;   // towards the sun
uniform vec3 sun_light;       // irradiance of a surface that faces it
uniform mat4 sun_matrix;      // world to shadow map, 0..1
uniform sampler2DShadow sun_map;
uniform float sun_texel;
uniform mat4 moving_matrix;
uniform sampler2DShadow moving_map;
const float MOVING_TEXEL = 1.0 / 1024.0;  // as lighting.py has it
uniform sampler3D field_light;   // square root of mean radiance / field_scale; how much surface is near
uniform sampler3D field_slope;   // where it comes from, 0.5 is nowhere in particular; whether the sun is near
uniform vec3 field_low;
uniform vec3 field_per_metre;
uniform float field_scale;
#ifdef OCCLUDED
centroid in float free_here;
#endif
#ifdef BAKED
uniform sampler2D map_day;       // light on what stands still; where it is too fine for texels, of its corners
#ifdef LAMPS
uniform sampler2D map_lamps;     // no court has any
#endif
uniform vec2 map_shares;         // how much of each
uniform vec3 map_hour;           // what this hour makes of the day's
uniform float sun_as_baked;      // 1 where the sun stands as it did then
centroid in vec2 chart_inside;   // where on the lightmap, within the triangle, as far as the driver can tell
in vec2 chart_amid;             // and at the pixel's middle
centroid in vec3 day_here;
centroid in vec3 lamps_here;
centroid in float sun_here;
#endif
#ifdef OUTSIDE
uniform vec3 outside_sun;
uniform vec3 outside_sky;
uniform vec3 sky_light;
uniform sampler2D sky_picture;
#endif
#if defined(REFLECTIONS) && !defined(OUTSIDE)
#define THRESHOLD
#endif
#ifdef REFLECTIONS
#include "reflected.glsl"
#endif
#if !defined(OUTSIDE)
#include "threshold.glsl"
#endif
in vec2 uv;
uniform float glow;              // what shines, in units of white
#ifdef PAINTED
in vec4 painted;                 // what `surface` is, at this corner; `uv` is metalness and emission
#define surface painted
#define finish vec4(uv, 1.0, 0.0)
#else
uniform vec4 surface;            // linear albedo, roughness
uniform vec4 finish;             // metalness, emission, opacity, how much light comes through a leaf
#endif
#ifdef SKINNED
in vec3 tint;
uniform float presence;          // 1 is here, less is coming, going, or away
#endif
uniform sampler2D pattern;       // half of tint and gloss, under a square root, along axes of its own (see blocks.py)
uniform mat4 pattern_axes;
uniform vec4 pattern_base;
uniform vec2 repeats_per_metre;
uniform float rows_per_metre;    // of slats, or louvres, side by side along u; 0 where a pattern has none
uniform float pixels_for_one;    // so many are drawn for one of the window, each way; 1 at least
uniform float grain;             // how much of its own grain, finer, is on it up close
#if defined(RELIEF) && !defined(PAINTED) && !defined(SKINNED) && !defined(LETTERS) && !defined(OUTSIDE) && !defined(GROWN)
#define CARVED
uniform sampler2D relief;        // slopes along u and v, 128 is level
const float STEP_TURNS = 0.089;  // a step along both, from both neighbours, turns what is mirrored by so much, radians
#endif
#ifdef LETTERS
#include "letters.glsl"
#endif
in vec3 world;
centroid in vec3 normal;
#if !defined(OUTSIDE) && !defined(SKINNED) && !defined(GROWN) && !defined(LETTERS)
#define EDGES
in vec3 normal_amid;            // at the pixel's middle: how it bends there is told from that
#endif
out vec4 colour;

// By how much the plane that `n` stands on rises across a map and up it.
vec2 rising(mat4 map, vec3 n) {
    mat3 along = transpose(mat3(map));
    vec2 squared = vec2(dot(along[0], along[0]), dot(along[1], along[1]));
    return -vec2(dot(n, along[0]), dot(n, along[1])) / squared
        * dot(along[2], along[2]) / min(dot(n, along[2]), -0.1 * length(along[2]));
}

// A tap beside the point meets the surface itself at another depth: that of the plane that `n` stands on. So each tap
// asks at its own depth there, and only what one texel spans is forgiven: no stripes, and shadows stay at the feet.
// The neighbouring pixels lie `aside` and `down` from it, unless it is `bent` between them.
float sunlit(vec3 at, vec3 n, vec3 aside, vec3 down, float bent) {
    vec3 p = (sun_matrix * vec4(at + n * 0.01, 1.0)).xyz;
    vec2 rise = rising(sun_matrix, n);
    p.z -= sun_texel * dot(abs(rise), vec2(1.0));
#ifdef SOFT_SUN
    // A tent two texels wide to either side, of four taps that lie where its weights want them: along an edge aslant
    // to the map it leaves no teeth, and a penumbra of a few centimetres. Where a pixel is wider than that, the taps
    // move apart to its four quarters: what is thinner than a pixel is a faint line then, and no dashes.
    vec2 across = (mat3(sun_matrix) * aside).xy / sun_texel, up = (mat3(sun_matrix) * down).xy / sun_texel;
    float wide = smoothstep(0.7, 2.5, max(length(across), length(up)));
    vec2 texel_at = p.xy / sun_texel, corner = floor(texel_at + 0.5), part = texel_at + 0.5 - corner;
    vec2 near = 3.0 - 2.0 * part, far = 1.0 + 2.0 * part;
    vec4 taps = vec4((2.0 - part) / near - 1.0, part / far + 1.0) - 0.5 + corner.xyxy - texel_at.xyxy;
    vec2 one = 0.375 * across - 0.125 * up, other = 0.125 * across + 0.375 * up;
    vec2 a = (taps.xy - other) * sun_texel, b = (taps.zy + one) * sun_texel;
    vec2 c = (taps.xw - one) * sun_texel, d = (taps.zw + other) * sun_texel;
    vec4 weigh = mix(vec4(near.x * near.y, far.x * near.y, near.x * far.y, far.x * far.y) / 16.0, vec4(0.25), wide);
    float lit = weigh.x * texture(sun_map, p + vec3(a, dot(a, rise)))
        + weigh.y * texture(sun_map, p + vec3(b, dot(b, rise)))
        + weigh.z * texture(sun_map, p + vec3(c, dot(c, rise)))
        + weigh.w * texture(sun_map, p + vec3(d, dot(d, rise)));
#ifdef BARS_FAR
    // A pixel that lies much aslant is long: in it, bars a hand apart are half as far apart as its rows, or two rows,
    // and of four taps a mesh is left that nobody forged. As many taps as find each bar, three rows from end to end and
    // fewer at the ends, leave an even shade. Where they find but one edge, that stays as sharp as it is.
    float longer = max(length(aside), length(down));
    float aslant = wide * smoothstep(3.0, 6.0, longer / max(min(length(aside), length(down)), 1e-9));
    if (aslant > 0.0 && bent == 0.0 && abs(dot(n, aside)) + abs(dot(n, down)) < 0.05 * longer) {
        vec2 along = (length(aside) < longer ? up : across) * sun_texel;
        vec2 all = vec2(0.0);
        float before = 0.0, turns = 0.0;
        for (int tap = 0; tap < 16; tap++) {
            float off = (float(tap) - 7.5) / 8.0;
            vec2 e = along * (1.5 * off);
            float found = textureLod(sun_map, p + vec3(e, dot(e, rise)), 0.0);
            turns += tap == 0 ? 0.0 : abs(found - before);
            all += (1.0 - off * off) * vec2(found, 1.0);
            before = found;
        }
        lit = mix(lit, all.x / all.y, aslant * smoothstep(1.0, 1.2, turns));
    }
#endif
    lit = mix(lit, lit * lit, wide);  // half of it shown halfway: what is so much brighter swallows a thin shadow
#else
    float lit = texture(sun_map, p);
#endif
#if defined(MOVING_SHADOWS) && defined(SKINNED)
    // Clothes are round, and texels of that map as wide as a cuff: four taps a texel apart, clear of the cloth itself.
    vec3 q = (moving_matrix * vec4(at + n * 0.045, 1.0)).xyz;
    vec2 steep = rising(moving_matrix, n);
    float m = 0.75 * MOVING_TEXEL;
    q.z -= 1.5 * MOVING_TEXEL * dot(abs(steep), vec2(1.0));
    lit *= 0.25 * (texture(moving_map, q + vec3(m, m, 0.0)) + texture(moving_map, q + vec3(-m, m, 0.0))
        + texture(moving_map, q + vec3(m, -m, 0.0)) + texture(moving_map, q - vec3(m, m, 0.0)));
#elif defined(MOVING_SHADOWS)
    lit *= texture(moving_map, (moving_matrix * vec4(at + n * 0.02, 1.0)).xyz);
#endif
    return lit;
}

#ifdef OUTSIDE
// Waves that bend one another: no grid is seen in them.
vec3 swayed(vec3 at) {
    return sin(at.yzx + 1.6 * sin(at.zxy * 0.73));
}
#endif

#ifdef GRAIN
// How much finer grain there is: where a texel is wider than a pixel, one would see how soft its picture is.
const float FINER = 4.3;
float magnified() {
    vec2 size = vec2(textureSize(pattern, 0)) * repeats_per_metre;
    return grain * smoothstep(1.1, 0.4, max(length(dFdx(uv) * size), length(dFdy(uv) * size)));
}
#endif

// Where rows are as close as the window's pixels, they would be waves that nobody built, and run another way than they.
// From three pixels a row to two, all of them become what they are on an average: so many smaller pictures are skipped.
float merged() {
    float rows = max(max(abs(dFdx(uv.x)), abs(dFdy(uv.x))) * rows_per_metre, 1e-6);
    return smoothstep(0.33, 0.5, rows * pixels_for_one) * max(-log2(rows), 0.0);
}

#ifdef CARVED
// The normal of a surface that rises by `slope` a metre along u and along v. Which way u and v run is seen from the
// pixels around: the gradient of each, in the plane (the frame of Schueler, Normal Mapping Without Precomputed
// Tangents, 2006), so no mesh carries tangents.
vec3 carved(vec3 n) {
    vec2 slope = (texture(relief, uv * repeats_per_metre, merged()).rg - 0.50196) * 4.0157;
#ifdef GRAIN
    slope += magnified() * ((texture(relief, uv * repeats_per_metre * FINER).rg - 0.50196) * 4.0157);
#endif
    vec3 across = dFdx(world), down = dFdy(world);
    vec2 u_v_across = dFdx(uv), u_v_down = dFdy(uv);
    vec3 one = cross(down, n), other = cross(n, across);
    float area = dot(across, one);
    // What looks along its own plane, as the rim of a path does that is lit as its top, has no slopes in that frame.
    float facing = abs(area) / max(length(cross(across, down)), 1e-12);
    if (facing < 0.1) return n;
    slope *= smoothstep(0.1, 0.6, facing);
    vec3 along_u = one * u_v_across.x + other * u_v_down.x, along_v = one * u_v_across.y + other * u_v_down.y;
    return normalize(n - (along_u * slope.x + along_v * slope.y) / area);
}
#endif

#ifdef EDGES
// Edges are rounded by bending normals from one face to the next. Where such an edge is narrower than a pixel, one
// place of it would stand for all of it: now and then the side that the sun gilds, and a moulding in the shade ends in
// a line of white dashes. There it is as flat as its triangles, and the sun on it is the mean over what is seen of its
// bend: about 45 degrees to either side of `middle`, whose normals turn by `across` and `up` to the next pixels.
float mean_facing(vec3 middle, vec3 across, vec3 up, vec3 view) {
    vec3 bend = dot(across, across) > dot(up, up) ? across : up;
    bend -= dot(bend, middle) * middle;
    bend *= 0.7 / max(length(bend), 1e-6);
    float seen = min(0.9 * abs(dot(middle, view)) / max(abs(dot(bend, view)), 1e-6), 1.0);
    vec2 part = dot(bend, view) > 0.0 ? vec2(-seen, 1.0) : vec2(-1.0, seen);
    vec2 ends = 0.9 * dot(middle, sun_direction) + dot(bend, sun_direction) * part;
    vec2 lit = max(ends, 0.0);
    return abs(ends.y - ends.x) < 1e-3 ? lit.x : (lit.y * lit.y - lit.x * lit.x) / (2.0 * (ends.y - ends.x));
}
#endif

void main() {
    vec3 view = normalize(p3d_ViewMatrixInverse[3].xyz - world);
    vec3 n = normalize(normal);
    vec3 aside = dFdx(world), down = dFdy(world);
    float narrow = 0.0;
#ifdef EDGES
    vec3 turns_aside = dFdx(normal_amid), turns_down = dFdy(normal_amid);
    narrow = smoothstep(0.4, 1.0, length(abs(turns_aside) + abs(turns_down)));  // than a pixel
    narrow *= step(finish.w, 0.0);  // leaves are lit on both sides
    if (narrow > 0.0) {
        vec3 middle = normalize(cross(aside, down));
        n = normalize(mix(n, dot(middle, n) < 0.0 ? -middle : middle, narrow));
    }
#endif
    float opacity = finish.z;
#if defined(SKINNED)
    // A person who is away or only just coming is seen through a fine screen: no sorting, no blending.
    if (presence < 0.99 && fract(dot(floor(gl_FragCoord.xy), vec2(0.7548, 0.5698))) > presence) discard;
    vec3 albedo = tint;
    vec4 varied = vec4(1.0);
#elif defined(LETTERS)
    vec4 ink = written(uv);
    vec3 albedo = pow(ink.rgb, vec3(2.2));
    opacity = ink.a;
    vec4 varied = vec4(1.0);
#elif defined(PAINTED)
    vec4 varied = vec4(1.0);
    vec3 albedo = surface.rgb;
#elif defined(GROWN)
    // A card of leaves: as many samples of a pixel are drawn as its leaves cover.
    vec4 varied = texture(pattern, uv);
    opacity = clamp((varied.a - 0.5) / max(fwidth(varied.a), 0.1) + 0.5, 0.0, 1.0);
    if (opacity < 0.2) discard;
    varied = vec4(varied.rgb * varied.rgb * 2.0, 1.0);
    vec3 albedo = surface.rgb * varied.rgb;
#else
    vec4 varied = clamp(pattern_base + pattern_axes * texture(pattern, uv * repeats_per_metre, merged()), 0.0, 1.0);
    varied *= varied * 2.0;
#ifdef GRAIN
    // Its pores and grains, without the clouds of its stone: those are there already, as large as they are.
    vec2 nearer = uv * repeats_per_metre * FINER;
    vec4 finer = clamp(pattern_base + pattern_axes * texture(pattern, nearer), 0.05, 1.0);
    vec4 clouds = clamp(pattern_base + pattern_axes * texture(pattern, nearer, 4.0), 0.05, 1.0);
    varied *= mix(vec4(1.0), pow(finer / clouds, vec4(4.0)), magnified());
#endif
    vec3 albedo = surface.rgb * varied.rgb;
#endif
    float rough = clamp(surface.a * varied.a, 0.05, 1.0);

#ifdef OUTSIDE
    float far = length(p3d_ViewMatrixInverse[3].xyz - world);
    // What is green is leaves: clumps of them turn to the light and hide it, as long as a clump is more than a pixel.
    float leafy = step(albedo.r, albedo.g) * step(1.2 * albedo.b, albedo.g) * smoothstep(260.0, 40.0, far);
    // A mountain has beds of stone, nearly level, and cracks across them, as large to the eye wherever it stands.
    float rocky = smoothstep(280.0, 300.0, far) * step(n.z, 0.93);
    vec3 near = far < 280.0 ? world : world * vec3(0.42, 0.42, 1.2) * (far > 560.0 ? 0.34 : 1.0);
    vec3 large = swayed(near * 1.7), small = swayed(near * 4.6 + large);
    float bed = clamp(large.y + 0.7 * small.y, -1.0, 1.0) * (0.55 + 0.45 * large.x);
    n = normalize(n + leafy * (0.42 * large + 0.34 * small) + rocky * vec3(0.07 * small.xz, 0.15 * bed));
    albedo *= 1.0 + leafy * (0.22 * large.x * large.z + 0.26 * small.x + 0.16 * small.y * small.z)
        + rocky * (0.10 * bed + 0.07 * large.z * small.y);
    float above = 0.5 + 0.5 * n.z;
    vec3 light = outside_sky * mix(vec3(0.50, 0.44, 0.36), vec3(0.80, 0.92, 1.05), above);
    float facing = dot(n, sun_direction);
    if (facing > 0.0) light += outside_sun * facing * sunlit(world, n, aside, down, 0.0);
    vec3 seen = albedo * light;
    // The air between takes the colour of the sky behind it, so that the horizon never shows an edge.
    vec3 haze = sky_light * texture(sky_picture, normalize(-view.xy + 1e-6) * (0.5 / 1.04 * 0.97) + 0.5).rgb;
    colour = vec4(mix(seen, haze, 1.0 - exp(-far * vec3(0.0009, 0.00102, 0.0013))), 1.0);
#else
    vec3 flat_n = n;
    vec3 in_field = (world + n * 0.3 - field_low) * field_per_metre;
#ifdef CARVED
    n = carved(n);
#endif
#ifdef BAKED
    // Some drivers look for the inside of a triangle far out: it never is more than half a pixel from the middle.
    vec2 half_a_pixel = 0.5 * fwidth(chart_amid);
    vec2 chart_at = chart_amid + clamp(chart_inside - chart_amid, -half_a_pixel, half_a_pixel);
    vec4 by_day = texture(map_day, chart_at);
    float told_of_sun = by_day.a + sun_here;  // either is of a triangle
    float may_be_sunlit = max(smoothstep(0.1, 0.9, told_of_sun), 1.0 - sun_as_baked);
    float flecked = max(-told_of_sun, 0.0) * sun_as_baked;  // under leaves far away: as soft as the sun is wide
    vec3 light = map_shares.x * map_hour * (by_day.rgb + day_here) + map_shares.y * lamps_here;
#ifdef LAMPS
    light += map_shares.y * texture(map_lamps, chart_at).rgb;
#endif
#ifdef CARVED
    // What is carved turns to the light that comes here, or away from it. None comes through the wall itself: beside a
    // window the air is lit from there, and of what little that leaves its face every grain would be a bump.
    vec3 slope = texture(field_slope, in_field).rgb * 2.0 - 1.0;
    slope -= flat_n * min(dot(slope, flat_n), 0.0);
    light *= max(1.0 + dot(slope, n), 0.2) / max(1.0 + dot(slope, flat_n), 0.2);
#endif
#else
    vec4 mean = texture(field_light, in_field);
    vec4 told = texture(field_slope, in_field);
    vec3 slope = told.rgb * 2.0 - 1.0;
    float near_sun = told.a;
    float open = 1.0 - 1.3 * max(mean.a - 0.20, 0.0);
    vec3 light = mean.rgb * mean.rgb * field_scale * max(1.0 + dot(slope, n), 0.08) * max(open, 0.25);
#ifdef OCCLUDED
    light *= free_here;
#endif
#endif

#ifdef REFLECTIONS
    float least = sharpest(open_to(light, flat_n, mirror_shade), rough);  // before light is lent to it
#endif
    vec3 so_far = so_far_behind(world, flat_n);
    vec4 behind = behind_so_far(so_far);
    vec3 sun = sun_light * behind.w;
    light *= behind.rgb;
#ifdef REFLECTIONS
    float arrives = unhidden(open_to(light, flat_n, mirror_shade), rough);
    float open_before = open_to(light, flat_n, before_shade);
#endif
    float facing = dot(n, sun_direction);
#ifdef EDGES
    if (narrow > 0.0) facing = mix(facing, mean_facing(flat_n, turns_aside, turns_down, view), narrow);
#endif
    float gleam = 0.0;
    float shines = 0.0;
    if (facing > 0.0 || finish.w > 0.0) shines = sunlit(world, facing > 0.0 ? flat_n : -flat_n, aside, down, narrow);
#if !defined(BAKED)
    // Nor does that map keep the sun out of a door's grooves: here the bake says whether it comes anywhere near.
    shines *= smoothstep(0.02, 0.2, near_sun);
#endif
    if (facing > 0.0) {
#ifdef BAKED
        shines = mix(shines * may_be_sunlit, 1.0, flecked);  // what shades from outside is not on its shadow map
#endif
        float lit = facing * shines;
        light += sun * lit;
#ifdef REFLECTIONS
        // GGX with Schlick's visibility, one lobe.
        vec3 halfway = normalize(view + sun_direction);
        float a2 = rough * rough * rough * rough;
        float nh = dot(n, halfway);
        float d = nh * nh * (a2 - 1.0) + 1.0;
        gleam = lit * min(a2 / (d * d), 40.0) * 0.25;
#endif
    }
    // Leaves let light through, and what came through them is yellower.
    light *= 1.0 + finish.w;
    if (finish.w > 0.0 && facing < 0.0)
        light += sun * vec3(1.10, 1.15, 0.50) * (-facing * finish.w * shines);
    vec3 seen = albedo * light * (1.0 - finish.x);
#ifdef REFLECTIONS
    // All that GGX gives back of even light, as Karis fits it (Physically Based Shading on Mobile, 2014).
    float nv = max(dot(n, view), 0.0);
    vec3 f0 = mix(vec3(0.04), albedo, finish.x);
    vec4 fit = rough * vec4(-1.0, -0.0275, -0.572, 0.022) + vec4(1.0, 0.0425, 1.04, -0.04);
    float rim = min(fit.x * fit.x, exp2(-9.28 * nv)) * fit.x + fit.y;
    vec3 given_back = f0 * (fit.z - 1.04 * rim) + (fit.w + 1.04 * rim);
    // A rough surface's lobe leans from the mirror's way towards the normal.
    vec3 way = mix(reflect(-view, n), n, rough * rough * rough);
#ifdef CARVED
    // Two neighbours tell half. Of what relief adds, a step of the bytes that its slopes are kept in is no wave: far away,
    // the joints of a floor are such steps, and every other pair of pixels along them would be a blur of its own.
    float turns = 2.0 * max(length(fwidth(way)) - STEP_TURNS, length(fwidth(reflect(-view, flat_n))));
#else
    const float turns = 0.0;
#endif
    vec3 seen_there = reflected_between(world, way, rough, turns, least);
    vec3 thrown_back = seen_there * arrives;
    float still = mirrors_before(so_far);
    if (still > 0.0) thrown_back = mix(thrown_back, reflected_before(world, way, rough, turns, open_before), still);
    seen += (thrown_back + sun * gleam) * given_back;
#if !defined(GROWN) && !defined(LETTERS)
    opacity = mix(opacity, 1.0, given_back.g * step(opacity, 0.99));
#endif
#else
    seen += albedo * light * finish.x * 0.6;
#endif
    colour = vec4(seen + surface.rgb * finish.y * glow, opacity);
#endif
}
