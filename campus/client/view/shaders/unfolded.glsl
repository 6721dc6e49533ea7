// A normal from the square that geometry.py folded it into.
vec3 unfolded(vec2 folded) {
    vec2 at = (folded - 32760.0) / 32760.0;
    float up = 1.0 - abs(at.x) - abs(at.y);
    float over = max(-up, 0.0);
    return normalize(vec3(at.x + (at.x < 0.0 ? over : -over), at.y + (at.y < 0.0 ? over : -over), up));
}
