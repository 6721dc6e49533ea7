#version 150
// Marks pixels that differ from the one on their left or below, and draws nothing: what follows is spared all others.
uniform sampler2D picture;
out vec4 colour;

float green(ivec2 at) { return texelFetch(picture, at, 0).g; }

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    float here = green(at);
    vec2 differ = abs(here - vec2(green(at - ivec2(1, 0)), green(at - ivec2(0, 1))));
    // Small differences are letters and stone, not edges.
    if (max(differ.x, differ.y) < max(0.06, here * 0.16)) discard;
    colour = vec4(0.0);
}
