# shellcheck shell=bash
# What the scripts in this folder share; sourced from the root of the project.

# Prints to stderr what is being done, so that stdout stays for results.
step() { printf '\n==> %s\n' "$*" >&2; }

# The compilers' output is colourless and English wherever it is read.
export LC_ALL=C.UTF-8

# What ccache needs to reuse files that use a precompiled header.
export CCACHE_SLOPPINESS=pch_defines,time_macros

# configure PRESET [CMAKE_OPTION...] - build/PRESET is made, or brought up to date.
configure() {
  local preset=$1
  shift
  local launcher=()
  local precompile=ON
  # This one proves that every file includes what it uses.
  if [ "$preset" = coverage ]; then precompile=OFF; fi
  if command -v ccache >/dev/null; then
    launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  local log=build/$preset.configure.log
  cmake --preset "$preset" -DPIXIU_PRECOMPILE=$precompile "${launcher[@]}" "$@" >"$log" 2>&1 || {
    cat "$log" >&2
    return 1
  }
}

mkdir -p build
