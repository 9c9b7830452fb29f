#pragma once

#include "findings/finding.h"
#include "media/capture_metadata.h"
#include "provenance/capture/cameras.h"

#include <string>
#include <vector>

namespace pixiu::provenance {

// What there is to hold the stated camera against.
struct DeviceEvidence {
  media::CaptureMetadata capture;
  std::string quantisation;  // quantisation_fingerprint of the file
  media::Size stored_size;   // of the picture, before orientation; 0 when unknown
};

// The finding of examiner "capture_device": whether the file looks as the stated camera writes it.
//
// Contradicts, graded "moderate", only when the maker's own data are of another maker than the one
// the file names. All that saving again explains - maker's data gone, other tables, another size -
// is neutral and said as that; so is a file that names no camera, or one we never measured.
Finding capture_device_finding(const DeviceEvidence& evidence, const std::vector<Camera>& cameras);

}  // namespace pixiu::provenance
