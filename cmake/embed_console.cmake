# Builds the console and embeds its files in a target (pixiu_embed_console below). The build calls
# this file again, once the console's files exist, to write the C++ source that holds them:
#   cmake -DDIST=FOLDER -DOUTPUT=FILE.cc -P embed_console.cmake
# The bytes come in through the assembler (.incbin), which costs no compile time.

function(pixiu_embed_console target)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/console.cc)
  set(dist ${CMAKE_CURRENT_BINARY_DIR}/embedded/console)
  set(inputs ${CMAKE_SOURCE_DIR}/cmake/embed_console.cmake)
  set(build_console "")
  if(PIXIU_BUILD_CONSOLE)
    find_program(NPM npm REQUIRED)
    set(console ${CMAKE_SOURCE_DIR}/console)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${console}/src/* ${console}/public/*)
    # npm writes this file last; it is older than the lock file when packages are missing.
    set(installed ${console}/node_modules/.package-lock.json)
    add_custom_command(
      OUTPUT ${installed}
      COMMAND ${NPM} ci --no-audit --no-fund
      COMMAND ${CMAKE_COMMAND} -E touch ${installed}
      DEPENDS ${console}/package-lock.json
      WORKING_DIRECTORY ${console}
      COMMENT "Installing the console's packages"
      VERBATIM)
    list(APPEND inputs ${installed} ${sources} ${console}/index.html ${console}/package.json
         ${console}/tsconfig.json ${console}/vite.config.ts)
    set(build_console COMMAND ${NPM} --prefix ${console} run build --
        --outDir ${dist} --emptyOutDir)
  else()
    set(build_console COMMAND ${CMAKE_COMMAND} -E rm -rf ${dist})
  endif()
  add_custom_command(
    OUTPUT ${output}
    ${build_console}
    COMMAND ${CMAKE_COMMAND} -DDIST=${dist} -DOUTPUT=${output}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_console.cmake
    DEPENDS ${inputs}
    COMMENT "Embedding the console"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  set(blobs "")
  set(rows "")
  set(count 0)

  # Adds the bytes of a file as the symbols pixiu_console_N and pixiu_console_N_end.
  macro(add_blob file)
    string(APPEND blobs "PIXIU_BLOB(${count}, \"${file}\")\n")
    set(blob "blob(pixiu_console_${count}, pixiu_console_${count}_end)")
    math(EXPR count "${count} + 1")
  endmacro()

  # A span of the gzipped file, or {} where that saves less than a tenth.
  macro(add_compressed file)
    execute_process(COMMAND gzip -9 -n -c ${file} OUTPUT_FILE ${file}.gz COMMAND_ERROR_IS_FATAL ANY)
    file(SIZE ${file} plain_size)
    file(SIZE ${file}.gz compressed_size)
    math(EXPR worth_it_size "${plain_size} * 9 / 10")
    set(blob "{}")
    if(compressed_size LESS worth_it_size)
      add_blob(${file}.gz)
    endif()
  endmacro()

  file(GLOB_RECURSE files RELATIVE ${DIST} ${DIST}/*)
  list(FILTER files EXCLUDE REGEX "\\.gz$")
  list(SORT files)
  foreach(file ${files})
    add_blob(${DIST}/${file})
    set(bytes ${blob})
    set(blob "{}")
    if(NOT file STREQUAL "index.html")  # its bytes change with every response
      add_compressed(${DIST}/${file})
    endif()
    string(APPEND rows "      Asset{\"/${file}\", ${bytes},\n            ${blob}},\n")
  endforeach()
  list(LENGTH files file_count)

  file(WRITE ${OUTPUT}
"// Made by cmake/embed_console.cmake; do not edit.
#include \"http/console.h\"

#include <array>

#define PIXIU_SYMBOL(name) \".globl \" name \"\\n.hidden \" name \"\\n\" name \":\\n\"
#define PIXIU_BLOB(number, file)                                     \\
  asm(\".pushsection .rodata\\n.balign 16\\n\"                        \\
      PIXIU_SYMBOL(\"pixiu_console_\" #number)                       \\
      \".incbin \\\"\" file \"\\\"\\n\"                                \\
      PIXIU_SYMBOL(\"pixiu_console_\" #number \"_end\")              \\
      \".byte 0\\n.popsection\\n\");                                 \\
  extern \"C\" const std::byte pixiu_console_##number[];             \\
  extern \"C\" const std::byte pixiu_console_##number##_end[];

${blobs}
namespace pixiu::http {

std::span<const Asset> embedded_console() {
  [[maybe_unused]] const auto blob = [](const std::byte* begin, const std::byte* end) {
    return ByteView(begin, end);
  };
  static const std::array<Asset, ${file_count}> assets{
${rows}  };
  return assets;
}

}  // namespace pixiu::http
")
endif()
