#version 150
// Where a line that was drawn in steps truly runs (after Reshetov, Morphological Antialiasing, 2009). A border between
// two rows of pixels is followed both ways to where it steps into the next row: halfway between two steps it lies where
// it was drawn, at a step half a pixel beside that. Green is nearly all of brightness.
uniform sampler2D picture;
out vec4 colour;               // beside the left or the lower border of this pixel, and how much that changes along it

const float TIMES = 14.0;      // that one looks on, pixel by pixel at first: some forty pixels

float green(ivec2 at) { return texelFetch(picture, at, 0).g; }

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    float here = green(at), left = green(at - ivec2(1, 0)), below = green(at - ivec2(0, 1));
    bool level = abs(here - below) >= abs(here - left);
    float there = level ? below : left;
    ivec2 over = level ? ivec2(0, -1) : ivec2(-1, 0);
    ivec2 along = level ? ivec2(1, 0) : ivec2(0, 1);
    float differ = here - there, least = 0.5 * differ * differ;
    float asked = 0.0, reach = 1.0;
    vec2 ends = vec2(0.0);       // how far it is to them; 0 is not found
    vec4 seen_there = vec4(0.0); // this side of the border and the other, at the one end and at the other
    do {
        ivec2 by = along * int(reach);
        vec4 seen = vec4(green(at - by), green(at - by + over), green(at + by), green(at + by + over));
        bvec2 ended = lessThan((seen.xz - seen.yw) * differ, vec2(least));
        if (ended.x && ends.x == 0.0) { ends.x = reach; seen_there.xy = seen.xy; }
        if (ended.y && ends.y == 0.0) { ends.y = reach; seen_there.zw = seen.zw; }
        asked += ends.x * ends.y > 0.0 ? TIMES : 1.0;
        reach += asked < 5.0 ? 1.0 : asked < 9.0 ? 2.0 : 6.0;
    } while (asked < TIMES);
    vec2 far = mix(vec2(reach), ends, greaterThan(ends, vec2(0.0)));
    bool first = far.x < far.y;
    float found = first ? -ends.x : ends.y, near = first ? far.x : far.y, all = far.x + far.y - 1.0;
    vec2 pair = first ? seen_there.xy : seen_there.zw;
    float middle = 0.5 * (here + there);
    bvec2 kept = greaterThan((pair - middle) * vec2(differ, -differ), vec2(0.0));
    // What ends with the row behind it is a corner, and no step.
    ivec2 behind = at + along * int(found) + (kept.x ? 2 : -1) * over;
    bool steps = (green(behind) - middle) * differ * (kept.x ? -1.0 : 1.0) > 0.0;
    float into = kept.x == kept.y ? (kept.x ? 0.0 : -1.0) : !steps ? 0.0 : kept.x ? -1.0 : 1.0;
    into = found == 0.0 ? 0.0 : into;
    float beside = 0.5 + 0.98 * into * max(0.5 - (near - 0.5) / all, 0.0);  // 0 is no border
    float slope = 0.5 + into / all * (first ? -0.5 : 0.5);
    colour = level ? vec4(0.0, beside, slope, 1.0) : vec4(beside, 0.0, slope, 1.0);
}
