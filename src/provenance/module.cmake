include(${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)

pixiu_embed_text(pixiu_provenance ${CMAKE_SOURCE_DIR}/calibration/cameras.json cameras_json)

# Every traces/*.toml becomes part of the program: adding a file is all it takes.
pixiu_embed_folder(pixiu_provenance ${CMAKE_CURRENT_LIST_DIR}/traces trace_tables)
