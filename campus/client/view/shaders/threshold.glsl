uniform vec4 threshold[26];      // how far behind it, of where it ends; how far along it; by how many doublings there
uniform float threshold_floor;   // its height
const float STANDING = 0.15;    // of those doublings: what is no floor has another one's light on it all the same

// How much of the threshold's light is told of a place that looks this way: floors meet, what stands on one meets nothing.
float of_floor(vec3 at, vec3 n) {
    return smoothstep(0.5, 0.9, n.z) * (1.0 - smoothstep(0.1, 0.3, at.z - threshold_floor));
}

// How much brighter all is shown so far behind a threshold and along it than further on, red, green and blue, and the
// sun: see lent.py. 1 where one stands. The third is `of_floor`.
vec4 behind_so_far(vec3 there) {
    float along = clamp(there.y, 0.0, 22.999);
    int place = 2 + int(along);
    vec4 doublings = mix(threshold[place], threshold[place + 1], fract(along));
    doublings.rgb *= mix(STANDING, 1.0, there.z);
    return exp2((1.0 - smoothstep(0.0, 1.0, there.x)) * doublings);
}

vec3 so_far_behind(vec3 at, vec3 n) {
    return vec3(dot(threshold[0], vec4(at, 1.0)), dot(threshold[1], vec4(at, 1.0)), of_floor(at, n));
}

// How much of what a floor reflects is still what it reflects before the threshold: the floor is one.
float mirrors_before(vec3 there) {
    return (1.0 - smoothstep(0.0, 1.0, there.x)) * there.z;
}
