uniform vec4 threshold[14];      // how far behind it, of where it ends; how far along it; by how many doublings there

// By how many doublings all is shown brighter at a threshold than further on, red, green and blue, and the sun.
vec4 at_threshold(vec3 at) {
    float along = clamp(dot(threshold[1], vec4(at, 1.0)), 0.0, 10.999);
    int place = 2 + int(along);
    return mix(threshold[place], threshold[place + 1], fract(along));
}

// How much brighter all is shown behind a threshold than further on, red, green and blue, and the sun: see lent.py.
// 1 where one stands.
vec4 behind_threshold(vec3 at) {
    float near = 1.0 - smoothstep(0.0, 1.0, dot(threshold[0], vec4(at, 1.0)));
    return exp2(near * at_threshold(at));
}
