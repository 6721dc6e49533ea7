#version 150
// Only where it is, for shadow maps.
uniform mat4 p3d_ModelMatrix;
uniform mat4 p3d_ViewProjectionMatrix;
in vec4 p3d_Vertex;

#ifdef INSTANCED
uniform vec4 placements[256];
#endif

void main() {
    vec4 place = p3d_Vertex;
#ifdef INSTANCED
    vec4 stand = placements[gl_InstanceID];
    place.xy = mat2(cos(stand.w), sin(stand.w), -sin(stand.w), cos(stand.w)) * place.xy;
    place.xyz += stand.xyz;
#endif
    gl_Position = p3d_ViewProjectionMatrix * (p3d_ModelMatrix * place);
}
