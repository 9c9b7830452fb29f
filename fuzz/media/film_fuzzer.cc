// Films, decoded: of any bytes that begin as one.
#include "media/film/film.h"
#include "one_format.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto film = pixiu::media::read_film(pixiu::fuzz::view_of(data, size));
  if (!film) return 0;
  bool is_sound = !film->frames.empty();
  for (const auto& frame : film->frames) {
    is_sound = is_sound && frame.pixels.type() == CV_8UC3 &&
               frame.pixels.cols == film->size.width && frame.pixels.rows == film->size.height;
  }
  if (!is_sound) std::abort();
  return 0;
}
