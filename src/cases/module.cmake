include(${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)

# Every file of policies/calendars/ becomes part of the program.
pixiu_embed_folder(pixiu_cases ${CMAKE_SOURCE_DIR}/policies/calendars calendar_files)
