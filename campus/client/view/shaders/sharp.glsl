uniform sampler2D scene_depth;   // of the picture that this is drawn over
uniform vec4 sharp_told[1];      // how much of it is shown; pixels of it for one of the window

// Whether something stands before this. A pixel of the window lies less than one from the one whose depth is known.
bool stands_behind() {
    float z = gl_FragCoord.z;
    float before = texelFetch(scene_depth, ivec2(gl_FragCoord.xy * sharp_told[0].y), 0).r;
    return before < z - 1.5 * fwidth(z) - 1e-6;
}
