#version 150
// Streaks of water that rise in a stem and fall around it, each as long as it flies while an eye looks.
uniform mat4 p3d_ModelMatrix;
uniform mat4 p3d_ViewProjectionMatrix;
uniform mat4 p3d_ViewMatrixInverse;
uniform mat4 sun_matrix;         // as surface.frag has them
uniform vec3 sun_direction;
uniform vec3 sun_light;
uniform sampler2DShadow sun_map;
uniform sampler3D field_light;
uniform vec3 field_low;
uniform vec3 field_per_metre;
uniform float field_scale;
uniform vec4 pane_told[4];       // in the last row, seconds and whether anything moves by itself
in vec4 p3d_Vertex;              // where it leaves the water
in vec3 p3d_Normal;              // turn, reach, phase
in vec2 p3d_MultiTexCoord0;      // across and along a streak, -1 to 1
in vec4 drop;                    // height, half width, 1 where it falls and 0 where it rises, how much it glints
out vec2 along;
out vec3 lit;
out float solid;

const float LEAST = 0.0008;      // of its distance, half a pixel of what the low tier computes
const float LOOKS_S = 0.011;     // half the time in which a streak is drawn out

void main() {
    float falling_s = sqrt(2.0 * drop.x / 9.81);
    float t = fract(p3d_Normal.z + pane_told[3].y * pane_told[3].z / falling_s);
    vec2 out_ = vec2(cos(p3d_Normal.x), sin(p3d_Normal.x));
    // Up it slows down and spreads a little, down it goes ever faster.
    float way = mix(0.4 + 0.6 * t * t, 0.06 / max(p3d_Normal.y, 0.06) * 0.15 + t, drop.z);
    float high = mix(1.0 - (1.0 - t) * (1.0 - t), 1.0 - t * t, drop.z) * drop.x;
    vec3 at = (p3d_ModelMatrix * vec4(p3d_Vertex.xyz + vec3(out_ * p3d_Normal.y * way, high), 1.0)).xyz;
    vec3 speed = vec3(out_ * p3d_Normal.y * drop.z, mix(2.0 * (1.0 - t), -2.0 * t, drop.z) * drop.x) / falling_s;
    speed.z += 0.001;
    vec3 eye = p3d_ViewMatrixInverse[3].xyz - at;
    vec3 ahead = normalize(speed), view = normalize(eye);
    vec3 side = normalize(cross(ahead, view));
    // Less than a pixel is as wide as one, and fainter: nothing flickers from afar.
    float own = drop.y * mix(1.0 + 1.2 * t, 1.0, drop.z), wide = max(own, LEAST * length(eye));
    vec3 corner = at + side * (wide * p3d_MultiTexCoord0.x)
        + ahead * ((drop.y + length(speed) * LOOKS_S) * p3d_MultiTexCoord0.y);

    vec3 root = textureLod(field_light, (at - field_low) * field_per_metre, 0.0).rgb;
    float sunny = textureLod(sun_map, (sun_matrix * vec4(at + 0.05 * sun_direction, 1.0)).xyz, 0.0);
    // A drop is a lens: most of the sun goes on through it, some is thrown back to all sides.
    float through = pow(max(-dot(view, sun_direction), 0.0), 6.0);
    lit = root * root * field_scale * 1.05 + sun_light * (sunny * drop.w * (0.36 + 0.9 * through));
    // What is drawn out long is thin.
    solid = mix(0.34, 0.75 * sqrt(drop.y / (drop.y + length(speed) * LOOKS_S)) + 0.2, drop.z)
        * drop.w * sqrt(own / wide);
    along = p3d_MultiTexCoord0;
    gl_Position = p3d_ViewProjectionMatrix * vec4(corner, 1.0);
}
