#pragma once

#include <string_view>

namespace pixiu::provenance::c2pa {

// IPTC's digital source types and C2PA's own, as far as they differ for us.
enum class SourceType {
  not_stated,
  camera,             // digitalCapture, computationalCapture
  scan,               // negativeFilm, positiveFilm, print
  screen_capture,     // screenCapture, virtualRecording
  human_work,         // minorHumanEdits, humanEdits, softwareImage, digitalCreation, digitalArt,
                      // dataDrivenMedia, algorithmicMedia (no trained model), compositeCapture,
                      // composite, algorithmicallyEnhanced
  generated,          // trainedAlgorithmicMedia, trainedAlgorithmicData
  generated_in_part,  // compositeWithTrainedAlgorithmicMedia, compositeSynthetic
  other,              // stated, but in no list known here
};

// "camera", "generated_in_part", ...
std::string_view source_type_name(SourceType type);

// From the URI, blanks around it cut off; a bare last part is taken too.
// Source: http://cv.iptc.org/newscodes/digitalsourcetype/ and C2PA 2.1, 18.14
SourceType source_type_of(std::string_view uri);

}  // namespace pixiu::provenance::c2pa
