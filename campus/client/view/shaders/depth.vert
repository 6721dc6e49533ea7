#version 150
// Only where it is, for shadow maps.
uniform mat4 p3d_ModelMatrix;
uniform mat4 p3d_ViewProjectionMatrix;
in vec4 p3d_Vertex;

#ifdef INSTANCED
uniform vec4 placements[256];
#endif

#ifdef SKINNED
uniform vec4 bones[54];
in vec4 carried;
#endif

#ifdef GROWN
in vec2 p3d_MultiTexCoord0;
out vec2 uv;
#endif

void main() {
    vec4 place = p3d_Vertex;
#ifdef INSTANCED
    vec4 stand = placements[gl_InstanceID];
    float per = 1.0 / (1.0 + stand.w * stand.w);
    vec2 way = vec2((1.0 - stand.w * stand.w) * per, 2.0 * stand.w * per);
    place.xy = mat2(way.x, way.y, -way.y, way.x) * place.xy;
    place.xyz += stand.xyz;
#endif
#ifdef SKINNED
    int a = int(carried.y) * 3, b = int(carried.z) * 3;
    place.xyz = vec3(
        dot(mix(bones[b], bones[a], carried.w), place),
        dot(mix(bones[b + 1], bones[a + 1], carried.w), place),
        dot(mix(bones[b + 2], bones[a + 2], carried.w), place));
#endif
#ifdef GROWN
    uv = p3d_MultiTexCoord0;
#endif
    gl_Position = p3d_ViewProjectionMatrix * (p3d_ModelMatrix * place);
}
