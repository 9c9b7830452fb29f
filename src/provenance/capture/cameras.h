#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "media/photo.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance {

// What files straight from one camera model look like, as measured from pictures we have
// (calibration/cameras.json, made by tools/measure_cameras.py).
struct Camera {
  std::string make;
  std::string model;
  bool has_maker_note = false;            // in every file
  std::string maker_note_signature;       // media::CaptureMetadata::maker_note_signature
  std::vector<std::string> quantisation;  // quantisation_fingerprint of the files
  int file_count = 0;

  // Some cameras choose their tables anew for every picture: that a file has others says something
  // only where several files had the same ones.
  bool has_fixed_tables() const { return file_count >= 2 && quantisation.size() == 1; }
};

// Errors: invalid_input when the text is no such file (at most 4 MiB).
Result<std::vector<Camera>> parse_cameras(std::string_view json_text);

// The cameras compiled in. The first call reads them; call it before the sandbox is locked.
const std::vector<Camera>& built_in_cameras();

// The row of a make and model as EXIF states them; null when it was not measured.
const Camera* find_camera(const std::vector<Camera>& cameras, std::string_view make,
                          std::string_view model);

// 16 hexadecimal digits that stand for a JPEG's quantisation tables and sampling, component by
// component; empty for other files and for broken ones.
// Cost: one walk over the segments in front of the first scan.
std::string quantisation_fingerprint(ByteView file);

}  // namespace pixiu::provenance
