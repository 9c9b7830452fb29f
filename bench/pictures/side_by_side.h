#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace pixiu::bench {

// Runs `work` for 0 .. count-1 in `threads` threads, each index once. The first exception ends the
// run and is thrown again here. OpenCV's own threads are switched off for the whole program.
// `label` names the progress line on stderr.
void side_by_side(std::size_t count, int threads, const std::string& label,
                  const std::function<void(std::size_t)>& work);

}  // namespace pixiu::bench
