#version 150
// Metal let into a floor: a picture of how much of a place it covers, which darkens what lies below.
uniform sampler2D inlay;
in vec2 uv;
in float dark;
out vec4 colour;

#ifdef FINISHED
// What a card does by itself for a picture that is seen aslant takes a processor as long as a fifth of a court's stone.
// Here it is asked at four places along the longer side of the pixel, so that no smaller one is taken too soon.
float covered() {
    vec2 longer = dFdx(uv), shorter = dFdy(uv);
    if (dot(longer, longer) < dot(shorter, shorter)) {
        vec2 other = longer;
        longer = shorter;
        shorter = other;
    }
    float wide = max(dot(shorter, shorter), dot(longer, longer) / 16.0);
    float level = 0.5 * log2(wide) + log2(float(textureSize(inlay, 0).x));
    vec2 near = longer * 0.125, far = longer * 0.375;
    return 0.25 * (textureLod(inlay, uv - far, level).r + textureLod(inlay, uv - near, level).r
        + textureLod(inlay, uv + near, level).r + textureLod(inlay, uv + far, level).r);
}
#else
float covered() {
    return texture(inlay, uv).r;
}
#endif

void main() {
    float light = 1.0 - dark * covered();
#if !defined(FINISHED)
    light *= light;  // as a screen has it; what is drawn here is light
#endif
    colour = vec4(0.0, 0.0, 0.0, 1.0 - light);
}
