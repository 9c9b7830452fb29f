include(${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)
pixiu_embed_text(pixiu_vault ${CMAKE_SOURCE_DIR}/policies/retention.toml retention_toml)
