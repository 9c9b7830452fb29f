# Warnings are errors in our own code; third-party headers are system headers and stay silent.
# Designated initialisers leave fields at their defaults on purpose.
add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum -Werror
                    -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees overlaps in its own std::string operator+ that are not there (GCC bug 105651).
  add_compile_options(-Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # Boost.Asio 1.74 knows clang's coroutines only under these names.
  add_compile_definitions(__cpp_impl_coroutine=201902L BOOST_ASIO_HAS_CO_AWAIT
                          BOOST_ASIO_HAS_STD_COROUTINE)
  add_compile_options(-Wno-builtin-macro-redefined)
endif()
