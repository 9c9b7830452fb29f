include(${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)
pixiu_embed_text(pixiu_vault ${CMAKE_SOURCE_DIR}/policies/retention.toml retention_toml)
pixiu_embed_text(pixiu_vault ${CMAKE_SOURCE_DIR}/src/vault/verify.txt dossier_verify_txt)
# Not in the row: what uses vault needs none of their headers.
target_link_libraries(pixiu_vault PRIVATE PkgConfig::ARCHIVE PkgConfig::PANGOCAIRO)
