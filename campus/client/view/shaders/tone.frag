#version 150
// From light to picture: edges smoothed where there is no multisampling, glow, exposure, a filmic curve, a fade.
uniform sampler2D scene;
uniform float exposure;
uniform float shown;          // 1 shows everything, 0 is dark
#ifdef BLOOM
uniform sampler2D glow;
#endif
#ifdef SMOOTH
uniform vec2 texel;
#endif
in vec2 uv;
out vec4 colour;

vec3 filmic(vec3 x) {
    // Narkowicz's fit of the ACES curve (2015).
    return clamp(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0);
}

#ifdef SMOOTH
float eye(vec3 c) {
    float l = dot(c, vec3(0.3, 0.6, 0.1)) * exposure;
    return l / (1.0 + l);
}

// After Lottes's FXAA (2009): where neighbours differ, a little blur along the edge.
vec3 smoothed() {
    vec3 here = texture(scene, uv).rgb;
    float m = eye(here);
    float nw = eye(texture(scene, uv + vec2(-1.0, 1.0) * texel).rgb);
    float ne = eye(texture(scene, uv + vec2(1.0, 1.0) * texel).rgb);
    float sw = eye(texture(scene, uv + vec2(-1.0, -1.0) * texel).rgb);
    float se = eye(texture(scene, uv + vec2(1.0, -1.0) * texel).rgb);
    float low = min(m, min(min(nw, ne), min(sw, se)));
    float high = max(m, max(max(nw, ne), max(sw, se)));
    if (high - low < max(0.03, high * 0.10)) return here;
    vec2 way = vec2(-((nw + ne) - (sw + se)), (nw + sw) - (ne + se));
    float least = 1.0 / (min(abs(way.x), abs(way.y)) + max((nw + ne + sw + se) * 0.03, 0.008));
    way = clamp(way * least, -6.0, 6.0) * texel;
    vec3 near = 0.5 * (texture(scene, uv - way * 0.17).rgb + texture(scene, uv + way * 0.17).rgb);
    vec3 far = 0.5 * near + 0.25 * (texture(scene, uv - way * 0.5).rgb + texture(scene, uv + way * 0.5).rgb);
    float l = eye(far);
    return l < low || l > high ? near : far;
}
#endif

void main() {
#ifdef SMOOTH
    vec3 light = smoothed() * exposure;
#else
    vec3 light = texture(scene, uv).rgb * exposure;
#endif
#ifdef BLOOM
    light += 0.35 * texture(glow, uv).rgb;
#endif
    colour = vec4(pow(filmic(light), vec3(1.0 / 2.2)) * shown, 1.0);
}
