#version 150
// What is taught, in its own colours: light that the tone curve of tone.frag turns back into the page.
uniform sampler2D page;
uniform vec2 stretch;
uniform float exposure;
#ifdef SHARP
#include "sharp.glsl"
#endif
in vec2 uv;
out vec4 colour;

void main() {
    vec2 at = (uv - 0.5) * stretch + 0.5;
#ifdef SHARP
    if (stands_behind()) discard;
#endif
#ifdef FINISHED
    vec3 shown = vec3(0.03);
    if (all(lessThan(abs(at - 0.5), vec2(0.5)))) shown = texture(page, at).rgb * 0.94;
#ifdef SHARP
    shown *= sharp_told[0].x;
#endif
    colour = vec4(shown, 1.0);
#else
    vec3 shown = vec3(0.03);
    if (all(lessThan(abs(at - 0.5), vec2(0.5)))) shown = pow(texture(page, at).rgb, vec3(2.2));
    vec3 y = shown * 0.88;  // paper white stays below the limit of the picture
    vec3 a = 2.51 - 2.43 * y;
    vec3 b = 0.03 - 0.59 * y;
    vec3 x = (-b + sqrt(b * b + 4.0 * a * 0.14 * y)) / (2.0 * a);
    colour = vec4(x / (1.0 - 0.03 * x) / exposure, 1.0);
#endif
}
