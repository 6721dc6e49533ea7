uniform sampler2D pane;          // what the pane before the eye reflects: light, and where there is any
uniform vec4 pane_told[4];       // world to its 0..1 across and up; the plane it hangs in; whether there is any, seconds

const vec2 RIM = vec2(0.01);      // pixels half on a pane ask beside it; what hangs in its plane is further away

// What a pane's own picture adds to what it reflects of the space: people; in a looking-glass, everything.
vec3 with_people(vec3 far, vec3 at, vec2 aside) {
    vec4 place = vec4(at, 1.0);
    vec2 on = vec2(dot(pane_told[0], place), dot(pane_told[1], place));
    vec2 inside = step(-RIM, on) * step(on, 1.0 + RIM);
    vec4 seen = texture(pane, on + aside);
    float here = pane_told[3].x * inside.x * inside.y * step(abs(dot(pane_told[2], place)), 0.03);
    return mix(far, seen.rgb, seen.a * here);
}
