#pragma once

#include "base/bytes.h"
#include "base/timestamp.h"
#include "findings/finding.h"
#include "provenance/ai_declaration.h"
#include "provenance/c2pa/report.h"
#include "provenance/c2pa/signature_check.h"

#include <optional>

// C2PA manifests ("Content Credentials"): what is signed about a file, whether the file is still
// what was signed, and what the signer states of how it came about. The one entry to this folder.
//
// Reads within limits, opens no file and asks no network; needs crypto::warm_up before a lock-down.
namespace pixiu::provenance::c2pa {

// Finds, reads and validates the manifest store of a JPEG, PNG, WebP, HEIF, AVIF, MP4, GIF, TIFF or
// MP3 file. Never fails: what is broken is in the report. `now` stands for the time of signing when
// no trusted time stamp says it.
//
// Cost: without a store one walk over the file's structure; with one, a digest over the file and
// some milliseconds of signature checks for each manifest.
// Source: C2PA 2.1; docs/methods/c2pa.md
C2paReport examine_c2pa(ByteView file, const C2paTrust& trust, Timestamp now);

// The report as a finding: neutral in itself (a signature that does not hold shows a change after
// signing, not who made it, and no store shows nothing), but a file that states its AI origin
// contradicts, and one that a known signer's camera made and nothing changed supports.
// `details` holds the manifest tree.
Finding finding_of(const C2paReport& report);

// What the manifests state of AI origin; empty when there is no store that could be read or it
// states nothing of it.
std::optional<AiDeclaration> ai_declaration_of(const C2paReport& report);

}  // namespace pixiu::provenance::c2pa
