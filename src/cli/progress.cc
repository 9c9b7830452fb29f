#include "cli/progress.h"

#include <algorithm>
#include <cstdio>
#include <ostream>
#include <string>

namespace pixiu::cli {
namespace {

constexpr std::size_t bar_chars = 30;
constexpr std::chrono::milliseconds redraw_interval{100};

std::string bar(std::size_t done, std::size_t total) {
  const std::size_t filled = std::min(bar_chars, done * bar_chars / total);
  return "[" + std::string(filled, '#') + std::string(bar_chars - filled, '.') + "] ";
}

std::string minutes(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  char text[48];
  std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  return text;
}

}  // namespace

Progress::Progress(std::ostream& err, bool is_enabled, std::size_t total, Now now)
    : err_(err), is_enabled_(is_enabled), total_(total), now_(now), start_(now()), drawn_(start_) {}

void Progress::advance(bool is_error) {
  ++done_;
  if (is_error) ++errors_;
  if (!is_enabled_ || now_() - drawn_ < redraw_interval) return;
  drawn_ = now_();
  draw();
}

void Progress::finish() {
  if (!is_enabled_) return;
  draw();
  err_ << '\n' << std::flush;
}

void Progress::draw() const {
  const double seconds = std::chrono::duration<double>(now_() - start_).count();
  const double a_second = seconds > 0 ? static_cast<double>(done_) / seconds : 0;
  std::string line = total_ > 0 ? bar(done_, total_) : std::string();
  line += std::to_string(done_);
  if (total_ > 0) line += "/" + std::to_string(total_);
  char rate[48];
  std::snprintf(rate, sizeof rate, "  %.1f/s", a_second);
  line += rate;
  if (total_ > done_ && a_second > 0) {
    line += "  " + minutes(static_cast<double>(total_ - done_) / a_second);
  }
  if (errors_ > 0) line += "  errors: " + std::to_string(errors_);
  err_ << '\r' << line << "\033[K" << std::flush;
}

}  // namespace pixiu::cli
