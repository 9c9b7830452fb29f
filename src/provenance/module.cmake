include(${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)

pixiu_embed_text(pixiu_provenance ${CMAKE_SOURCE_DIR}/calibration/cameras.json cameras_json)

# Every traces/*.toml becomes part of the program: adding a file is all it takes.
file(GLOB trace_tables CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/traces/*.toml)
list(SORT trace_tables)
set(trace_table_declarations "")
set(trace_table_places "")
foreach(table ${trace_tables})
  cmake_path(GET table STEM stem)
  pixiu_embed_text(pixiu_provenance ${table} trace_table_${stem})
  string(APPEND trace_table_declarations "extern const std::string_view trace_table_${stem};\n")
  string(APPEND trace_table_places "    &trace_table_${stem},\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/embedded/trace_tables.cc @ONLY CONTENT
"// Made by src/provenance/module.cmake; do not edit.
#include <span>
#include <string_view>

namespace pixiu::embedded {
@trace_table_declarations@
namespace {
constexpr const std::string_view* places[] = {
@trace_table_places@};
}  // namespace

extern const std::span<const std::string_view* const> trace_tables;
constinit const std::span<const std::string_view* const> trace_tables(places);
}  // namespace pixiu::embedded
")
target_sources(pixiu_provenance PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/embedded/trace_tables.cc)
