#version 150
// After Lottes's FXAA (2009): where neighbours differ, a little blur along the edge. Green is nearly all of brightness.
uniform sampler2D picture;
uniform vec2 texel;
uniform float shown;             // 1 shows everything, 0 is dark
uniform float scale;             // pixels of the picture for one of the window
in vec2 uv;
out vec4 colour;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy * scale);
    float nw = texelFetch(picture, at + ivec2(-1, 1), 0).g;
    float ne = texelFetch(picture, at + ivec2(1, 1), 0).g;
    float sw = texelFetch(picture, at + ivec2(-1, -1), 0).g;
    float se = texelFetch(picture, at + ivec2(1, -1), 0).g;
    float low = min(min(nw, ne), min(sw, se));
    float high = max(max(nw, ne), max(sw, se));
    vec2 way = vec2(-((nw + ne) - (sw + se)), (nw + sw) - (ne + se));
    float least = 1.0 / (min(abs(way.x), abs(way.y)) + max((nw + ne + sw + se) * 0.03, 0.008));
    // Small differences are letters and stone, not edges: there both places are this one.
    way = clamp(way * least, -6.0, 6.0) * texel * (high - low < max(0.06, high * 0.16) ? 0.0 : 0.17);
    colour = vec4((texture(picture, uv - way).rgb + texture(picture, uv + way).rgb) * (0.5 * shown), 1.0);
}
