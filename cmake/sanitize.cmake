# PIXIU_SANITIZE holds what -fsanitize= takes, e.g. "address,undefined"; empty builds without.
# A report ends the process, so that a test that meets one fails.
set(PIXIU_SANITIZE "" CACHE STRING "Sanitizers to build with (comma separated); empty for none")

if(PIXIU_SANITIZE)
  add_compile_options(-fsanitize=${PIXIU_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PIXIU_SANITIZE})
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=lld)
endif()

# What a test process gets in its environment, so that every way of running ctest sees the same.
set(PIXIU_TEST_ENVIRONMENT "")
if(PIXIU_SANITIZE)
  set(folder ${CMAKE_SOURCE_DIR}/tests/sanitizers)
  set(PIXIU_TEST_ENVIRONMENT
      "ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1"
      "LSAN_OPTIONS=suppressions=${folder}/leak.supp:print_suppressions=0"
      "TSAN_OPTIONS=suppressions=${folder}/thread.supp:second_deadlock_stack=1"
      "UBSAN_OPTIONS=suppressions=${folder}/undefined.supp:print_stacktrace=1")
endif()

# pixiu_test(NAME COMMAND...) is add_test in the root of the project (../shared is looked for beside
# it), with that environment and a time limit: a test that hangs is a failed test.
function(pixiu_test name)
  add_test(NAME ${name} COMMAND ${ARGN} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${PIXIU_TEST_ENVIRONMENT}" TIMEOUT 600)
endfunction()
