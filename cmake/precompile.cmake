# The third-party headers that most files include, compiled once for modules, once for programs and
# once for tests. Off by default, since without it a file must include what it uses; script/build
# and script/test turn it on, and the nightly coverage build stays without.
option(PIXIU_PRECOMPILE "Compile common headers once" OFF)

if(PIXIU_PRECOMPILE)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # The first lets ccache see which header was used. The others follow values through inlined
    # code; from a precompiled header g++ 12 takes std::string's own operator+ for ours and finds
    # overruns that are not there (GCC bug 105329). Builds without precompiled headers keep them.
    add_compile_options(-fpch-preprocess -Wno-array-bounds -Wno-stringop-overflow
                        -Wno-stringop-overread)
  else()
    add_compile_options(-Xclang -fno-pch-timestamp)
  endif()
endif()

# pixiu_precompile_headers(OWNER KIND HEADER...) makes OWNER: an object library, a program, or a
# program that is a test. The compiler takes such a header only with the flags it was made with.
function(pixiu_precompile_headers owner kind)
  if(NOT PIXIU_PRECOMPILE)
    return()
  endif()
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${owner}.cc CONTENT "int main() { return 0; }\n")
  if(kind STREQUAL "library")
    add_library(${owner} OBJECT ${CMAKE_BINARY_DIR}/${owner}.cc)
  else()
    add_executable(${owner} ${CMAKE_BINARY_DIR}/${owner}.cc)
  endif()
  if(kind STREQUAL "test")
    target_link_libraries(${owner} PRIVATE GTest::gmock_main)
    pixiu_optimise_for_tests(${owner})
  endif()
  target_include_directories(${owner} SYSTEM PRIVATE ${OpenCV_INCLUDE_DIRS})
  target_precompile_headers(${owner} PRIVATE ${ARGN})
endfunction()

# What the checks themselves cost at run time is little beside what compiling them costs.
function(pixiu_optimise_for_tests target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

function(pixiu_precompiled target owner)
  if(PIXIU_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
endfunction()
