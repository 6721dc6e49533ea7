#version 150
// Upright bars that are never less than a pixel wide; what they cover of it makes them faint.
uniform mat4 p3d_ModelMatrix;
uniform mat4 p3d_ViewProjectionMatrix;
uniform mat4 p3d_ViewMatrixInverse;
uniform sampler3D field_light;   // as surface.frag has them
uniform vec3 field_low;
uniform vec3 field_per_metre;
uniform float field_scale;
uniform vec4 surface;            // linear albedo, roughness
in vec4 p3d_Vertex;
in vec3 p3d_Normal;              // how far it lies from the middle of its bar
out vec2 along;
out vec3 lit;
out float solid;

const float LEAST = 0.0009;      // of its distance, half a pixel of what the low tier computes

void main() {
    vec3 middle = (p3d_ModelMatrix * vec4(p3d_Vertex.xyz - p3d_Normal, 1.0)).xyz;
    // A square bar is seen as wide as its sides or a little more.
    float half_m = 0.8 * length(p3d_Normal);
    float wider = max(LEAST * distance(p3d_ViewMatrixInverse[3].xyz, middle) / max(half_m, 1e-4), 1.0);
    vec3 at = middle + mat3(p3d_ModelMatrix) * p3d_Normal * wider;
    vec3 root = textureLod(field_light, (at - field_low) * field_per_metre, 0.0).rgb;
    lit = surface.rgb * root * root * field_scale;
    solid = 1.0 / wider;
    along = vec2(0.0);
    gl_Position = p3d_ViewProjectionMatrix * vec4(at, 1.0);
}
