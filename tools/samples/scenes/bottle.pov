// Syrup bottle with a paper label on a board, with a linen cloth and kumquats.
#include "common.inc"
Table(0)
Shelf(26)

#declare Outline = sor { 12,
  <3.0, -0.5>, <3.3, 0.0>, <3.75, 0.5>, <3.8, 1.5>, <3.8, 9.0>, <3.8, 12.4>, <3.2, 14.4>, <1.7, 16.4>, <1.4, 17.6>, <1.4, 21.0>, <1.35, 21.4>, <1.3, 21.5> }
#declare Syrup = texture { pigment { gradient y scale 22 color_map {
    [0 color srgb <0.34, 0.14, 0.02>] [0.45 color srgb <0.62, 0.30, 0.05>] [0.68 color srgb <0.72, 0.40, 0.08>] [0.70 color srgb <0.50, 0.36, 0.20>] [1 color srgb <0.42, 0.34, 0.22>] } }
  finish { diffuse 0.42 ambient Fill specular 0.9 roughness 0.002 reflection { 0.04, 0.55 fresnel off } } }
#declare Paper = texture { pigment { image_map { png Print_map map_type 2 interpolate 2 once } scale <1, 8.2, 1> translate y * 2.4 }
  normal { granite 0.05 scale 0.25 } finish { diffuse 0.80 ambient Fill specular 0.08 roughness 0.05 } }
union {
  object { Outline texture { Syrup } }
  intersection { cylinder { <0, 2.4, 0>, <0, 10.6, 0>, 3.86 } cylinder { <0, 2, 0>, <0, 11, 0>, 3.87 } texture { Paper } }
  torus { 1.42, 0.16 translate y * 17.7 texture { Syrup } }
  cylinder { <0, 19.0, 0>, <0, 21.9, 0>, 1.62 texture { pigment { wood scale 0.35 turbulence 0.4 color_map { [0 color srgb <0.62, 0.46, 0.28>] [1 color srgb <0.78, 0.62, 0.42>] } }
    normal { granite 0.25 scale 0.4 } finish { Matte } } }
  // string and paper tag
  torus { 1.5, 0.13 translate y * 16.9 pigment { color srgb <0.78, 0.68, 0.48> } finish { Matte } }
  box { <-1.6, -2.2, -0.03>, <1.6, 2.2, 0.03> texture { pigment { image_map { png Tag_map interpolate 2 } scale 6 } finish { Matte } } rotate z * -14 rotate x * -12 translate <2.2, 13.9, -3.7> }
  rotate y * Yaw
}
// cutting board
box { <-13, 0, -8>, <13, 1.6, 8> texture { pigment { image_map { png Board_map interpolate 2 } rotate x * 90 scale 30 } normal { granite 0.05 } finish { Satin } }
  translate <16, -0.01, 9> rotate y * (-18 + Between(-6, 6)) }
// kumquats with leaves
#local I = 0;
#while (I < 7)
  sphere { 0, 1 scale <1.5, 1.75, 1.5> * Between(0.85, 1.15)
    texture { pigment { bozo scale 0.9 color_map { [0 color srgb <0.93, 0.50, 0.06>] [1 color srgb <0.97, 0.64, 0.12>] } }
      normal { bumps 0.35 scale 0.14 } finish { diffuse 0.75 ambient Fill specular 0.35 roughness 0.03 } }
    rotate <Between(40, 90), Between(0, 180), 0> translate <-9 - 3.4 * mod(I, 3) + Between(-0.5, 0.5), 1.5, -5 + 3.4 * int(I / 3) + Between(-0.5, 0.5)> }
  #local I = I + 1;
#end
#local I = 0;
#while (I < 4)
  sphere { 0, 1 scale <3.0, 0.12, 1.1> texture { pigment { gradient z scale 0.35 color_map { [0 color srgb <0.16, 0.34, 0.12>] [1 color srgb <0.26, 0.46, 0.18>] } }
      normal { wrinkles 0.3 scale 0.6 } finish { Satin } }
    rotate <Between(-15, 15), Between(0, 180), Between(-12, 12)> translate <-12 + Between(-3, 3), 0.5, 6 + Between(-3, 3)> }
  #local I = I + 1;
#end
