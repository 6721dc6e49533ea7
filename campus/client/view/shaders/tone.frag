#version 150
// From light to picture: glow, exposure, a filmic curve, a fade.
uniform sampler2D scene;
uniform float exposure;
uniform float shown;          // 1 shows everything, 0 is dark
#ifdef BLOOM
uniform sampler2D glow;
#endif
in vec2 uv;
out vec4 colour;

#include "filmic.glsl"

void main() {
    vec3 light = texture(scene, uv).rgb * exposure;
#ifdef BLOOM
    light += 0.16 * texture(glow, uv).rgb;
#endif
    vec3 picture = pow(filmic(light), vec3(1.0 / 2.2)) * shown;
#ifdef SMOOTHED_NEXT
    colour = vec4(picture, dot(picture, vec3(0.3, 0.6, 0.1)));  // brightness, for smooth.frag
#else
    colour = vec4(picture, 1.0);
#endif
}
