include(${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)
pixiu_embed_text(pixiu_http ${CMAKE_SOURCE_DIR}/docs/api/openapi.json openapi_json)
include(${CMAKE_SOURCE_DIR}/cmake/embed_console.cmake)
pixiu_embed_console(pixiu_http)

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND PIXIU_SANITIZE MATCHES "undefined")
  # Clang 14 cannot assemble coroutines with this one check ("difference across sections").
  set_source_files_properties(${CMAKE_CURRENT_LIST_DIR}/connection.cc
                              ${CMAKE_CURRENT_LIST_DIR}/connection_upload.cc
                              ${CMAKE_CURRENT_LIST_DIR}/server.cc
                              PROPERTIES COMPILE_OPTIONS -fno-sanitize=function)
endif()
