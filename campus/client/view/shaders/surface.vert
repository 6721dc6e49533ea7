#version 150
// Everything with a surface: walls, copies of a prototype (INSTANCED), people (SKINNED).
uniform mat4 p3d_ModelMatrix;
uniform mat4 p3d_ViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec2 p3d_MultiTexCoord0;
out vec3 world;
out vec3 normal;
out vec2 uv;

#ifdef INSTANCED
uniform vec4 placements[256];  // x, y, z, heading in radians
#endif

void main() {
    vec4 place = p3d_Vertex;
    vec3 turned = p3d_Normal;
#ifdef INSTANCED
    vec4 stand = placements[gl_InstanceID];
    mat2 turn = mat2(cos(stand.w), sin(stand.w), -sin(stand.w), cos(stand.w));
    place.xy = turn * place.xy;
    turned.xy = turn * turned.xy;
    place.xyz += stand.xyz;
#endif
    vec4 in_world = p3d_ModelMatrix * place;
    world = in_world.xyz;
    normal = mat3(p3d_ModelMatrix) * turned;
    uv = p3d_MultiTexCoord0;
    gl_Position = p3d_ViewProjectionMatrix * in_world;
}
