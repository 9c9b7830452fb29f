include(${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)
pixiu_embed_text(pixiu_law ${CMAKE_SOURCE_DIR}/policies/law/cn.toml statutes_cn_toml)
