# A finding must be the same everywhere: no multiply-add in one rounding where a processor has it
# (ARM64). On x86-64 the code is the same with and without.
target_compile_options(pixiu_matching PRIVATE -ffp-contract=off)
