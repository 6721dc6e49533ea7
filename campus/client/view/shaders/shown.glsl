vec3 shown_as(vec3 light) {
    // pow(light, 1/2.2) to half a step of a byte, by roots, which cost a processor next to nothing.
    vec3 root = sqrt(light);
    return 1.00819 * root + 0.06973 * sqrt(root) - 0.07982 * light;
}
