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

vec3 filmic(vec3 x) {
    // Narkowicz's fit of the ACES curve (2015).
    return clamp(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0);
}

void main() {
    vec3 light = texture(scene, uv).rgb * exposure;
#ifdef BLOOM
    light += 0.35 * texture(glow, uv).rgb;
#endif
    vec3 picture = pow(filmic(light), vec3(1.0 / 2.2)) * shown;
#ifdef SMOOTHED_NEXT
    colour = vec4(picture, dot(picture, vec3(0.3, 0.6, 0.1)));  // brightness, for smooth.frag
#else
    colour = vec4(picture, 1.0);
#endif
}
