// What shown_as(filmic(light)) gives, to six tenths of a byte: one root and one quotient, where they take two of each.
vec3 picture_of(vec3 light) {
    vec3 r = sqrt(light);
    return min(r * (0.7173 + r * (0.5764 + r * 16.9153)) / (1.0 + r * (1.5502 + r * (0.9108 + r * 16.714))), 1.0);
}
