uniform vec4 threshold[26];      // how far behind it, of where it ends; how far along it; by how many doublings there
uniform vec4 threshold_gloss;   // the same of what is reflected

// How much brighter all is shown so far behind a threshold and along it than further on, red, green and blue, and the
// sun: see lent.py. 1 where one stands.
vec4 behind_so_far(vec2 there) {
    float along = clamp(there.y, 0.0, 22.999);
    int place = 2 + int(along);
    return exp2((1.0 - smoothstep(0.0, 1.0, there.x)) * mix(threshold[place], threshold[place + 1], fract(along)));
}

vec4 behind_threshold(vec3 at) {
    return behind_so_far(vec2(dot(threshold[0], vec4(at, 1.0)), dot(threshold[1], vec4(at, 1.0))));
}

// The same of what is reflected: the floor is one, and begins with what is reflected before it.
vec3 gloss_behind(vec3 at) {
    return exp2(threshold_gloss.rgb - threshold_gloss.rgb * smoothstep(0.0, 1.0, dot(threshold[0], vec4(at, 1.0))));
}
