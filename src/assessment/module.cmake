include(${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)
pixiu_embed_text(pixiu_assessment ${CMAKE_SOURCE_DIR}/calibration/default.toml
                 default_calibration_toml)
set_source_files_properties(${CMAKE_CURRENT_LIST_DIR}/version.cc PROPERTIES
                            COMPILE_DEFINITIONS PIXIU_VERSION="${PROJECT_VERSION}")
