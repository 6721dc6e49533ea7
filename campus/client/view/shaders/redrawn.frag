#version 150
// A picture of few pixels in the window, its lines where outline.frag found them: as sharp as if it had been drawn there.
uniform sampler2D picture;
uniform sampler2D outlines;
uniform vec2 texel;
uniform float shown;             // 1 shows everything, 0 is dark
uniform float scale;             // pixels of the picture for one of the window
in vec2 uv;
out vec4 colour;

const float SHARP = 1.4;         // pixels of the window for one of the picture, or hardly less

void main() {
    vec2 place = gl_FragCoord.xy * scale;
    vec2 border = floor(place + 0.5), at = floor(place);
    vec3 upright = texelFetch(outlines, ivec2(border.x, at.y), 0).rgb;
    vec3 level = texelFetch(outlines, ivec2(at.x, border.y), 0).rgb;
    vec2 beside = vec2(upright.r, level.g);
    vec2 runs = (beside - 0.5) / 0.98 + (vec2(upright.b, level.b) * 2.0 - 1.0) * (place - at - 0.5).yx;
    // Halfway into a pixel its other border is the nearer one: by there, no line may be left to cross.
    vec2 sharp = max(vec2(SHARP), 0.5 / max(0.5 - abs(runs), 0.02));
    vec2 between = border - 0.5 + clamp(0.5 + (place - border - runs) * sharp, 0.0, 1.0);
    place = mix(place, between, greaterThan(beside, vec2(0.0)));
    colour = vec4(texture(picture, place * texel).rgb * shown, 1.0);
}
