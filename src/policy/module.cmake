include(${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)

# Every file of policies/rules/ becomes part of the program.
pixiu_embed_folder(pixiu_policy ${CMAKE_SOURCE_DIR}/policies/rules rule_files)
