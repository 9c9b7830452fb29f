# Every migrations/NNNN_NAME.sql is embedded, and listed in the order of its number.
include(${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)
file(GLOB migrations CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/migrations/*.sql)
list(SORT migrations)
list(LENGTH migrations count)
set(declarations "")
set(rows "")
foreach(migration ${migrations})
  cmake_path(GET migration STEM step)
  pixiu_embed_text(pixiu_storage ${migration} migration_${step})
  string(REGEX REPLACE "^0*([0-9]+)_.*" "\\1" number ${step})
  string(APPEND declarations "extern const std::string_view migration_${step};\n")
  string(APPEND rows "      {${number}, \"${step}\", embedded::migration_${step}},\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/embedded/migrations.cc CONTENT
"// Made by src/storage/module.cmake; do not edit.
#include \"storage/migration.h\"

#include <array>

namespace pixiu::embedded {
${declarations}}  // namespace pixiu::embedded

namespace pixiu::storage {

std::span<const Migration> embedded_migrations() {
  static const std::array<Migration, ${count}> migrations{{
${rows}  }};
  return migrations;
}

}  // namespace pixiu::storage
" @ONLY)
target_sources(pixiu_storage PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/embedded/migrations.cc)
# The library hides the type information of the class that session.cc casts to, without which the
# sanitizer's check of the cast does not link.
if(PIXIU_SANITIZE MATCHES "undefined" AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  set_source_files_properties(${CMAKE_CURRENT_LIST_DIR}/session.cc PROPERTIES
                              COMPILE_OPTIONS -fno-sanitize=vptr)
endif()
