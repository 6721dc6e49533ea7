uniform sampler2D letters;       // how much ink there is; of carved letters also how much light their edges catch
in vec4 inked;                   // the colour of the ink, sRGB
in vec4 plate;                   // of what it stands on, and whether that is a plate of its own or the wall

// What a sign shows here, sRGB, and how much of the wall it covers.
vec4 written(vec2 at) {
    vec2 marks = texture(letters, at).rg;
    float bare = plate.a * (1.0 - marks.r - marks.g);
    float covered = marks.r + marks.g + bare;
    vec3 shown = inked.rgb * marks.r + vec3(1.0, 0.965, 0.886) * marks.g + plate.rgb * bare;
    return vec4(shown / max(covered, 0.004), covered);
}
