include(${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)
pixiu_embed_text(pixiu_http ${CMAKE_SOURCE_DIR}/docs/api/openapi.json openapi_json)
include(${CMAKE_SOURCE_DIR}/cmake/embed_console.cmake)
pixiu_embed_console(pixiu_http)
