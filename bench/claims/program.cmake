# A benchmark of pure functions needs no other module, and links in a second.
set(modules pixiu_cases)
