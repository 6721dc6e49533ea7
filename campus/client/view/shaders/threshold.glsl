uniform vec4 threshold[3];       // how far behind it, of where it ends; by how many doublings all differs there; the sun

// How much brighter sun and shade are shown behind a threshold than further on: see lent.py. 1 where one stands.
vec2 behind_threshold(vec3 at) {
    float near = 1.0 - smoothstep(0.0, 1.0, dot(threshold[0], vec4(at, 1.0)));
    float all = clamp(dot(threshold[1], vec4(at, 1.0)), -threshold[2].y, threshold[2].y);
    return exp2(near * vec2(threshold[2].x, all));
}
