// Printed lamp carton standing on a granite counter, with a tape roll and keys' worth of small things.
#include "functions.inc"
#include "common.inc"
Table(0.16)
Shelf(30)

#declare Printed = finish { diffuse 0.78 ambient Fill specular 0.20 roughness 0.02 reflection { 0.0, 0.10 fresnel off } }
#macro Face(Map) texture { pigment { image_map { png Map interpolate 2 once } } normal { granite 0.04 scale 0.15 } finish { Printed } } #end
#declare W = 14; #declare H = 18; #declare D = 10;
#declare Board = texture { pigment { color srgb <0.70, 0.54, 0.38> } finish { Matte } }

union {
  box { <0.04, 0, 0.04>, <W - 0.04, H - 0.04, D - 0.04> texture { Board } }
  box { <0, 0, 0>, <1, 1, 0.001> Face(Print_map) scale <W, H, 1> }
  box { <0, 0, -0.001>, <1, 1, 0> Face(Side_map) scale <D, H, 1> rotate y * -90 translate x * W }
  box { <0, 0, -0.001>, <1, 1, 0> Face(Side_map) scale <D, H, 1> rotate y * 90 translate z * D }
  box { <0, 0, 0>, <1, 1, 0.001> Face(Top_map) scale <W, D, 1> rotate x * 90 translate y * H }
  translate <-W / 2, 0, -D / 2> rotate y * Yaw
}
// tape roll
difference {
  cylinder { <0, 0, 0>, <0, 2.4, 0>, 4.2 } cylinder { <0, -1, 0>, <0, 3, 0>, 3.0 }
  texture { pigment { radial frequency 3 color_map { [0 color srgb <0.72, 0.56, 0.30>] [1 color srgb <0.80, 0.65, 0.38>] } }
    finish { diffuse 0.7 ambient Fill specular 0.5 roughness 0.01 reflection 0.06 } }
  translate <13 + Between(-2, 2), 0, -4>
}
// pencils
#local I = 0;
#while (I < 3)
  union {
    cylinder { <-8, 0, 0>, <7, 0, 0>, 0.38 pigment { color srgb <Between(0.2, 0.9), Between(0.2, 0.7), Between(0.1, 0.6)> } }
    cone { <7, 0, 0>, 0.38, <8.6, 0, 0>, 0.05 pigment { color srgb <0.85, 0.70, 0.50> } }
    finish { Satin } translate y * 0.38 rotate y * (18 * I + Between(-20, 20)) translate <-14, 0, -6 + 2.5 * I>
  }
  #local I = I + 1;
#end
// crumpled paper balls
#local I = 0;
#while (I < 2)
  isosurface { function { x*x + y*y + z*z - 1 + 0.55 * f_noise3d(x * 2.2 + I * 9, y * 2.2, z * 2.2) } threshold 0 max_gradient 4.2
    contained_by { sphere { 0, 1.2 } } texture { pigment { color srgb <0.86, 0.84, 0.78> } finish { Matte } }
    scale 2.6 translate <13 - 29 * I, 2.0, 8> }
  #local I = I + 1;
#end
