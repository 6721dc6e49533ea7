#version 150
// Flat soft spots where things meet the floor. ROWS: two rows of `spots` for each instance; else each corner has its own.
uniform mat4 p3d_ModelMatrix;
uniform mat4 p3d_ViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec3 p3d_Normal;            // z is how dark
in vec2 p3d_MultiTexCoord0;
out vec2 uv;
out float dark;

#ifdef ROWS
uniform vec4 spots[256];       // x, y, z, heading in radians; half width, half length, how dark, 0
#endif

void main() {
    vec4 place = p3d_Vertex;
    dark = p3d_Normal.z;
#ifdef ROWS
    vec4 stand = spots[2 * gl_InstanceID], spot = spots[2 * gl_InstanceID + 1];
    place.xy *= spot.xy;
    float s = sin(stand.w), c = cos(stand.w);
    place.xyz = vec3(c * place.x - s * place.y, s * place.x + c * place.y, 0.0) + stand.xyz;
    dark = spot.z;
#endif
    uv = p3d_MultiTexCoord0;
    gl_Position = p3d_ViewProjectionMatrix * (p3d_ModelMatrix * place);
}
