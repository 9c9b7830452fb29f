// A thin book lying flat on a wooden table, seen from above: a flat good on a textured plane.
#include "common.inc"
Table(0.04)

#declare W = 14.8; #declare H = 21; #declare T = 1.1;
#declare Cloth = finish { diffuse 0.78 ambient Fill specular 0.10 roughness 0.05 }
union {
  box { <0.25, 0.12, 0.2>, <W - 0.25, T - 0.12, H - 0.2>
    texture { pigment { gradient y scale 0.05 color_map { [0 color srgb <0.80, 0.76, 0.66>] [1 color srgb <0.94, 0.91, 0.82>] } } finish { Matte } } }
  box { <0, 0, 0>, <W, 0.12, H> pigment { color srgb <0.16, 0.20, 0.26> } finish { Cloth } }
  box { <0, 0.02, 0>, <0.15, T - 0.02, H> pigment { color srgb <0.16, 0.20, 0.26> } finish { Cloth } }
  box { <0, 0, 0>, <1, 1, 0.12> texture { pigment { image_map { png Print_map interpolate 2 once } } normal { quilted 0.12 scale 0.01 } finish { Cloth } }
    scale <W, H, 1> rotate x * 90 translate y * T }
  translate <-W / 2, 0, -H / 2> rotate y * Yaw
}
