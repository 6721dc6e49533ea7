vec3 filmic(vec3 x) {
    // Narkowicz's fit of the ACES curve (2015), its shoulder a little longer: stone in the sun keeps its courses.
    x /= 1.0 + 0.03 * x;
    return clamp(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0);
}
