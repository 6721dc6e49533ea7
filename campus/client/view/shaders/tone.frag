#version 150
// From light to picture: glow, exposure, a filmic curve, a fade, and half a step of grain.
uniform sampler2D scene;
uniform float exposure;
uniform float shown;          // 1 shows everything, 0 is dark
uniform float scale;          // pixels of the scene for one of the window
#ifdef BLOOM
uniform sampler2D glow;
#endif
in vec2 uv;
out vec4 colour;

#include "filmic.glsl"

// A byte has steps, and red, green and blue take them at different places: stripes of faint pink and green on a bare
// screen. Half a step of grain, the same in every frame, leaves none (Jimenez's interleaved gradient noise, 2014).
float grain(vec2 at) {
    return (fract(52.9829189 * fract(dot(floor(at), vec2(0.06711056, 0.00583715)))) - 0.5) / 255.0;
}

vec3 seen(vec3 light, vec3 bloom) {
    return pow(filmic(light * exposure + bloom), vec3(1.0 / 2.2));
}

void main() {
    vec3 bloom = vec3(0.0);
#ifdef BLOOM
    // An eye's glare is wide and faint. Twice as much, and dark slats under a lit cove looked as if light leaked past it.
    bloom = 0.08 * texture(glow, uv).rgb;
#endif
    vec3 picture;
    if (scale > 1.5) {
        // Four for one, each as the eye sees it: mixed as light, the edge of what is bright would keep its teeth.
        ivec2 at = 2 * ivec2(gl_FragCoord.xy);
        picture = 0.25 * (seen(texelFetch(scene, at, 0).rgb, bloom) + seen(texelFetch(scene, at + ivec2(1, 0), 0).rgb, bloom)
            + seen(texelFetch(scene, at + ivec2(0, 1), 0).rgb, bloom) + seen(texelFetch(scene, at + ivec2(1, 1), 0).rgb, bloom));
    } else {
        picture = seen(texture(scene, uv).rgb, bloom);
    }
    picture = picture * shown + grain(gl_FragCoord.xy);
#ifdef SMOOTHED_NEXT
    colour = vec4(picture, dot(picture, vec3(0.3, 0.6, 0.1)));  // brightness, for smooth.frag
#else
    colour = vec4(picture, 1.0);
#endif
}
