// Printed stoneware mug with spoon, sugar cubes and a linen napkin on a wooden table.
#include "common.inc"
Table(0)
Shelf(22)

#declare Glazed = finish { diffuse 0.80 ambient Fill specular 0.55 roughness 0.006 reflection { 0.01, 0.22 fresnel off } }
#declare Wrap = texture { pigment { image_map { png Print_map map_type 2 interpolate 2 once } scale <1, 7.4, 1> translate y * 1.1 }
  normal { bumps 0.03 scale 0.7 } finish { Glazed } }
#declare Bare = texture { pigment { color srgb <0.93, 0.915, 0.875> } normal { bumps 0.03 scale 0.7 } finish { Glazed } }
#declare Clay = texture { pigment { granite scale 0.4 color_map { [0 color srgb <0.62, 0.44, 0.30>] [1 color srgb <0.80, 0.64, 0.48>] } } finish { Matte } }

union {
  // outside: foot, printed wall, rim; inside: a narrower open cylinder
  cone { <0, 0.0, 0>, 3.5, <0, 0.6, 0>, 4.0 open texture { Clay } }
  cone { <0, 0.6, 0>, 4.0, <0, 1.1, 0>, 4.2 open texture { Bare } }
  cylinder { <0, 1.1, 0>, <0, 8.5, 0>, 4.2 open texture { Wrap } }
  cylinder { <0, 8.5, 0>, <0, 9.3, 0>, 4.2 open texture { Bare } }
  torus { 4.03, 0.17 translate y * 9.3 texture { Bare } }
  cylinder { <0, 1, 0>, <0, 9.3, 0>, 3.86 open texture { Bare } }
  cylinder { <0, 1, 0>, <0, 1.01, 0>, 4.0 texture { Bare } }
  difference {
    torus { 2.5, 0.52 rotate x * 90 scale <0.95, 1.12, 1.15> translate <4.9, 5.0, 0> }
    cylinder { <0, 0, 0>, <0, 12, 0>, 4.0 }
    texture { Bare }
  }
  cylinder { <0, 7.9, 0>, <0, 7.95, 0>, 3.86 pigment { color srgb <0.24, 0.12, 0.06> }
    finish { diffuse 0.6 ambient Fill reflection { 0.03, 0.3 fresnel off } specular 0.4 roughness 0.003 } }
  rotate y * Yaw
}

// napkin
box { <-9, 0, -6>, <9, 0.35, 7> texture { pigment { image_map { png Cloth_map interpolate 2 } rotate x * 90 scale 40 }
  normal { bumps 0.15 scale 1.6 } finish { Matte } } rotate y * (28 + Between(-20, 20)) translate <15 + Between(-2, 2), 0, -1> }
// spoon
#declare Steel = texture { pigment { color srgb 0.55 } normal { bumps 0.02 scale <2, 1, 0.2> } finish { diffuse 0.25 ambient Fill specular 0.8 roughness 0.01 reflection 0.55 } }
union {
  difference { sphere { 0, 1 scale <2.2, 0.7, 1.5> } sphere { <0, 0.25, 0>, 1 scale <2.1, 0.7, 1.4> } box { <-3, 0.15, -3>, <3, 3, 3> } }
  cone { <1.2, 0.0, 0>, 0.22, <2.4, 0.2, 0>, 0.28 } sphere { <2.4, 0.2, 0>, 0.28 }
  cone { <2.4, 0.2, 0>, 0.28, <6, 0.6, 0>, 0.22 } sphere { <6, 0.6, 0>, 0.22 }
  cone { <6, 0.6, 0>, 0.22, <13, 0.2, 0>, 0.42 } sphere { <13, 0.2, 0>, 0.42 }
  texture { Steel } translate y * 0.75 rotate y * (-24 + Between(-15, 15)) translate <10, 0.2, -5>
}
// sugar cubes and biscuits
#local I = 0;
#while (I < 5)
  box { -0.75, 0.75 texture { pigment { color srgb <0.96, 0.95, 0.92> } normal { granite 0.5 scale 0.3 } finish { Matte } }
    rotate y * Between(0, 90) translate <-11 + 2.6 * I - 3.5 * (I > 2), 0.75 + 1.5 * (I = 4), -5.5 + 2.2 * mod(I, 2)> }
  #local I = I + 1;
#end
#local I = 0;
#while (I < 3)
  cylinder { <0, 0, 0>, <0, 0.8, 0>, 2.9 texture { pigment { granite scale 1.2 color_map { [0 color srgb <0.52, 0.32, 0.15>] [0.5 color srgb <0.76, 0.53, 0.28>] [1 color srgb <0.86, 0.68, 0.42>] } }
    normal { wrinkles 0.6 scale 0.6 } finish { Matte } } translate <-13 + Between(-1, 1), 0.8 * I, 8 + Between(-1, 1)> }
  #local I = I + 1;
#end
