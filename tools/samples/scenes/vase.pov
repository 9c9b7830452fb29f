// Reactive-glaze vase with dry stems on a woven cloth, with two stones and a bowl.
#include "common.inc"
Table(0.0)
Shelf(34)

#declare Glazed = finish { diffuse 0.72 ambient Fill specular 0.6 roughness 0.008 reflection { 0.02, 0.28 fresnel off } }
union {
  sor { 13, <2.5, -0.5>, <2.7, 0.0>, <3.2, 0.3>, <4.6, 2.5>, <5.6, 6.0>, <5.2, 10.0>, <3.4, 13.2>, <2.1, 15.2>, <2.0, 17.0>,
    <2.45, 18.3>, <2.6, 18.6>, <2.65, 18.7>, <2.7, 18.8> open }
  torus { 2.5, 0.14 translate y * 18.66 }
  cone { <0, 18.66, 0>, 2.38, <0, 16.5, 0>, 1.8 open }
  cylinder { <0, 16.4, 0>, <0, 16.5, 0>, 1.9 }
  texture { pigment { image_map { png Print_map map_type 2 interpolate 2 } scale <1, 18.9, 1> }
    normal { average normal_map { [1 bumps 0.18 scale 1.3] [1 gradient y 0.12 sine_wave scale 0.55] } } finish { Glazed } }
  rotate y * Yaw
}
// stems with seed heads
#local I = 0;
#while (I < 9)
  #local A = Between(0, 360); #local L = Between(9, 17); #local Bend = Between(1.5, 6);
  #local Tip = vrotate(<Bend, 15 + L, 0>, y * A);
  #local Mid = vrotate(<Bend * 0.45, 16 + L * 0.5, 0>, y * A);
  union {
    cylinder { <0, 14, 0>, vrotate(<0.7, 18, 0>, y * A), 0.11 }
    cylinder { vrotate(<0.7, 18, 0>, y * A), Mid, 0.10 } sphere { Mid, 0.10 }
    cylinder { Mid, Tip, 0.08 }
    pigment { color srgb <0.62, 0.50, 0.30> } finish { Matte }
  }
  #local K = 0;
  #while (K < 14)
    sphere { vrotate(<Bend * 0.55, 16 + L * 0.5, 0>, y * A) + <Between(-0.5, 0.5), K * 0.22 - 1.2, Between(-0.5, 0.5)>, Between(0.14, 0.3)
      pigment { color srgb <Between(0.55, 0.85), Between(0.36, 0.5), Between(0.2, 0.34)> } finish { Matte } }
    #local K = K + 1;
  #end
  #local I = I + 1;
#end
// bowl
difference {
  sphere { <0, 4, 0>, 4 } sphere { <0, 4.1, 0>, 3.7 } box { <-5, 3.6, -5>, <5, 9, 5> }
  texture { pigment { granite scale 0.8 color_map { [0 color srgb <0.80, 0.74, 0.62>] [0.7 color srgb <0.90, 0.86, 0.76>] [1 color srgb <0.42, 0.32, 0.22>] } } finish { Glazed } }
  translate <13 + Between(-1, 1), 0, -2 + Between(-2, 2)>
}
// stones
#local I = 0;
#while (I < 4)
  sphere { 0, 1 scale <Between(1.3, 2.4), Between(0.8, 1.3), Between(1.1, 1.9)>
    texture { pigment { granite scale Between(0.4, 1.5) color_map { [0 color srgb <0.28, 0.28, 0.30>] [0.6 color srgb <0.55, 0.53, 0.50>] [1 color srgb <0.86, 0.84, 0.80>] } }
      normal { granite 0.12 scale 0.5 } finish { Satin } }
    rotate y * Between(0, 180) translate <-10 - 2.5 * I + 5 * (I > 1), 0.9, -5 + 3 * I> }
  #local I = I + 1;
#end
