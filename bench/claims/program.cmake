# A benchmark of pure functions needs none of the picture libraries, and links in a second.
set_target_properties(bench_claims PROPERTIES LINK_LIBRARIES pixiu_cases)
