# Writes a C++ source that holds a file's bytes, for the functions below. Run by the build as
#   cmake -DINPUT=FILE -DOUTPUT=FILE.cc -DSYMBOL=NAME -P embed_text.cmake
# and included by a module.cmake for the functions.

function(pixiu_embed_text target input symbol)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${symbol}.cc)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${input} -DOUTPUT=${output} -DSYMBOL=${symbol}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake
    DEPENDS ${input} ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# Every *.toml of `folder` becomes a text of `pixiu::embedded::LIST`, in the order of the names: a
# span of pointers, because the texts are defined in sources of their own.
function(pixiu_embed_folder target folder list)
  file(GLOB inputs CONFIGURE_DEPENDS ${folder}/*.toml)
  list(SORT inputs)
  set(declarations "")
  set(places "")
  foreach(input ${inputs})
    cmake_path(GET input STEM stem)
    string(MAKE_C_IDENTIFIER "${list}_${stem}" symbol)
    pixiu_embed_text(${target} ${input} ${symbol})
    string(APPEND declarations "extern const std::string_view ${symbol};\n")
    string(APPEND places "    &${symbol},\n")
  endforeach()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${list}.cc)
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT
"// Made by cmake/embed_text.cmake; do not edit.
#include <span>
#include <string_view>

namespace pixiu::embedded {
@declarations@
namespace {
constexpr const std::string_view* places[] = {
@places@};
}  // namespace

extern const std::span<const std::string_view* const> @list@;
constinit const std::span<const std::string_view* const> @list@(places);
}  // namespace pixiu::embedded
")
  target_sources(${target} PRIVATE ${output})
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  file(READ ${INPUT} hex HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" rows "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" rows "${rows}")
  string(REGEX REPLACE "([^\n]+)" "    \"\\1\"" rows "${rows}")
  file(WRITE ${OUTPUT}
"// Made by cmake/embed_text.cmake; do not edit.
#include <string_view>

namespace pixiu::embedded {
namespace {
constexpr char bytes[] =
${rows};
}  // namespace

extern const std::string_view ${SYMBOL};
constinit const std::string_view ${SYMBOL}(bytes, sizeof bytes - 1);
}  // namespace pixiu::embedded
")
endif()
