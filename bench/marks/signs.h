#pragma once

#include "provenance/visible_mark/text_reader.h"

#include <filesystem>

#include <nlohmann/json.hpp>

namespace pixiu::bench {

// Stars, removed marks and screens drawn by draw_signs.py and draw_screens.py, and what is said of
// the same kinds on the honest photographs of `honest_list`. Prints shares and times.
nlohmann::json measure_signs(const std::filesystem::path& drawn,
                             const std::filesystem::path& honest_list,
                             provenance::visible_mark::TextReader& reader);

}  // namespace pixiu::bench
