#pragma once

#include "findings/finding.h"
#include "media/metadata_blocks.h"
#include "provenance/capture/claim_facts.h"
#include "provenance/capture/screen_look.h"
#include "provenance/traces/field.h"

#include <vector>

namespace pixiu::provenance {

struct CaptureContext {
  std::vector<Finding> findings;
  Bytes thumbnail;  // EXIF's, as stored; empty when none
};

struct CaptureOptions {
  bool may_use_location = false;
  ScreenLook screen;  // what the picture's pixels have of a screen; nothing when not looked at
};

// What the file's metadata say about how it was taken, held against the claim: time, camera, screen
// copy, the programs it went through and, only when it may be used, the place. Absence is
// neutral and says so; nothing states a likelihood ratio.
// Cost: one pass over the EXIF fields and over a JPEG's tables, below 1 ms.
CaptureContext examine_capture(ByteView file, const std::vector<media::MetadataBlock>& blocks,
                               const std::vector<FileField>& fields, const ClaimFacts& claim,
                               const CaptureOptions& options);

// The programs a file names, in the order of its fields, each once, at most 16.
std::vector<std::string> software_chain(const std::vector<FileField>& fields);

}  // namespace pixiu::provenance
