uniform samplerCube mirror;
uniform vec3 mirror_low;         // the box whose walls are reflected
uniform vec3 mirror_high;
uniform vec3 mirror_at;          // from where they were seen
uniform vec2 mirror_levels;      // of a smooth surface, and how many more of the roughest
uniform vec4 mirror_shade;       // where light comes from in the space, as a slope; how much there is
uniform float mirror_on;
#ifdef THRESHOLD
uniform samplerCube before;      // the same of the space that lies before a threshold
uniform vec3 before_low;
uniform vec3 before_high;
uniform vec3 before_at;
uniform vec2 before_levels;
uniform vec4 before_shade;
uniform float before_on;
#endif
const float PIXELS_A_RADIAN = 81.0;  // of a cube 128 pixels wide
const float POLISHED = 1.0, SHADED = 3.0;  // levels: the sharpest of what is no glaze or glass, and of that in the shade

// The space along `way`, from `at`: seen once from its middle, shifted to where this ray meets its walls. What is near
// is reflected sharper than what is far, by as much as it fills more of the lobe of a polished surface. A rough one never
// is so smooth: it would glint with a lamp that hangs in the middle's sight of the wall beside it, and not in its own.
// Nor is it seen sharper than a pixel: where `way` turns by so much (`turns`, in radians) from one to the next, as over
// the waves of a glaze, each would show a lamp or not, and flicker under one's steps. `least` is its sharpest level.
// Gives where to look in a cube map that was seen from `middle` of a box, and at which of its `levels`.
vec4 met(vec3 at, vec3 way, float rough, float turns, float least, vec3 low, vec3 high, vec3 middle, vec2 levels) {
    at = clamp(at, low, high);
    vec3 walls = (mix(low, high, vec3(greaterThan(way, vec3(0.0)))) - at) / way;
    float reach = max(min(walls.x, min(walls.y, walls.z)), 0.0);
    vec3 there = at + way * reach - middle;
    float near = min(reach / max(length(there), 0.01), 1.0);
    float wide = rough * mix(near, 1.0, max(smoothstep(0.2, 0.4, rough), 1.0 - min(8.0 * reach, 1.0)));
    return vec4(there, max(levels.x + wide * levels.y, max(log2(turns * near * PIXELS_A_RADIAN + 1e-6), least)));
}

vec3 reflected_between(vec3 at, vec3 way, float rough, float turns, float least) {
    vec4 there = met(at, way, rough, turns, least, mirror_low, mirror_high, mirror_at, mirror_levels);
    return textureLod(mirror, there.xyz, there.w).rgb * mirror_on;
}

vec3 reflected(vec3 at, vec3 way, float rough) {
    return reflected_between(at, way, rough, 0.0, 0.0);
}

// What share of the light that fills a space of this `shade` gets here.
float open_to(vec3 light, vec3 n, vec4 shade) {
    float usual = shade.w * max(1.0 + dot(shade.xyz, n), 0.3);
    return clamp(dot(light, vec3(0.2126, 0.7152, 0.0722)) / usual, 0.0, 1.0);
}

// The sharpest that a polished surface shows, where so much of the light gets: what stands before the walls was seen from
// the middle in another place than from here, and would stand apart from itself as a cloud; and the shade of an arcade
// shows its own vault, not the edges of what the middle sees. Glazes and glass show all.
float sharpest(float open, float rough) {
    return smoothstep(0.1, 0.2, rough) * mix(SHADED, POLISHED, smoothstep(0.2, 0.7, open));
}

// How much of what is reflected gets here: what lies in the shade of things reflects them, not the lit room.
float unhidden(float share, float rough) {
    return mix(sqrt(share), share, rough);
}

#ifdef THRESHOLD
// What the space before a threshold throws back and as much of it as gets here: a floor that goes on through an arch
// mirrors behind it what it mirrored before it. `share` is of the light of that space.
vec3 reflected_before(vec3 at, vec3 way, float rough, float turns, float share) {
    vec4 there = met(at, way, rough, turns, sharpest(share, rough), before_low, before_high, before_at, before_levels);
    return textureLod(before, there.xyz, there.w).rgb * (before_on * unhidden(share, rough));
}
#endif
