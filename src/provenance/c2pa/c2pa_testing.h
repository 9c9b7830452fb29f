#pragma once

#include "base/bytes.h"
#include "base/check.h"
#include "crypto/certificate_chain.h"
#include "provenance/c2pa/c2pa.h"
#include "provenance/c2pa/claim.h"
#include "provenance/c2pa/cose.h"
#include "provenance/c2pa/embedded_store.h"
#include "provenance/c2pa/file_parts.h"
#include "provenance/c2pa/jumbf.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// What tests and the benchmark of this folder share. Test code only.
namespace pixiu::provenance::c2pa::test {

inline Bytes bytes_of_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const ByteView view = bytes_of(text);
  return {view.begin(), view.end()};
}

inline Timestamp at(std::string_view text) {
  const auto time = parse_timestamp(text);
  PIXIU_CHECK(time.has_value());
  return *time;
}

inline crypto::TrustList trusting(ByteView anchor_der) {
  return crypto::TrustList(
      {.anchors = {*crypto::Certificate::parse(anchor_der)}, .allowed_end_entities = {}});
}

// The codes of these kinds over all manifests that were reached.
inline std::set<std::string> codes_of(const C2paReport& report, std::set<StatusKind> kinds) {
  std::set<std::string> codes;
  for (const ManifestReport& manifest : report.manifests) {
    if (!manifest.is_reached) continue;
    for (const ValidationStatus& one : manifest.statuses) {
      if (kinds.contains(one.code.kind)) codes.emplace(one.code.name);
    }
  }
  return codes;
}
inline std::set<std::string> failures_of(const C2paReport& report) {
  return codes_of(report, {StatusKind::failure});
}

inline bool is_accepted(const C2paReport& report) {
  return report.outcome == C2paOutcome::unchanged_known_signer ||
         report.outcome == C2paOutcome::unchanged_unknown_signer ||
         report.outcome == C2paOutcome::unchanged_certificate_aged;
}

// Where a JPEG's store, whole in one segment, holds bytes that a hash or the signature covers: the
// contents of all assertions, the claim, and in the COSE_Sign1 the protected header and the
// signature.
inline std::vector<FileRange> covered_in_store(ByteView file) {
  const EmbeddedStore embedded = find_store(file);
  PIXIU_CHECK(embedded.container == Container::jpeg && embedded.ranges.size() == 1);
  const std::size_t base = embedded.ranges[0].offset_bytes + 12;  // marker, length, CI, En, Z
  const auto store = parse_jumbf(embedded.store);
  PIXIU_CHECK(store.has_value());
  std::vector<FileRange> covered;
  const auto add = [&](ByteView bytes) {
    const auto offset = static_cast<std::size_t>(bytes.data() - embedded.store.data());
    covered.push_back({base + offset, bytes.size()});
  };
  for (const JumbfBox& manifest : store->children) {
    for (const JumbfBox& part : manifest.children) {
      if (part.kind == jumbf_type::assertion_store) {
        for (const JumbfBox& assertion : part.children) add(assertion.content);
      } else if (part.kind == jumbf_type::claim) {
        add(part.children[0].content);
      } else if (part.kind == jumbf_type::signature) {
        const auto cose = read_cose_signature(part.children[0].content);
        PIXIU_CHECK(cose.has_value());
        add(cose->protected_header);
        add(cose->signature);
      }
    }
  }
  return covered;
}

// All of the file but the store, for stores whose hard binding leaves out nothing else.
inline std::vector<FileRange> covered_in_content(ByteView file) {
  std::vector<FileRange> covered;
  std::size_t offset = 0;
  for (const FileRange& range : find_store(file).ranges) {
    covered.push_back({offset, range.offset_bytes - offset});
    offset = range.end_bytes();
  }
  covered.push_back({offset, file.size() - offset});
  return covered;
}

// The n-th byte of the ranges taken together.
inline std::size_t nth_byte(const std::vector<FileRange>& ranges, std::size_t n) {
  for (const FileRange& range : ranges) {
    if (n < range.size_bytes) return range.offset_bytes + n;
    n -= range.size_bytes;
  }
  PIXIU_CHECK(false);
}

inline std::size_t size_of(const std::vector<FileRange>& ranges) {
  std::size_t size = 0;
  for (const FileRange& range : ranges) size += range.size_bytes;
  return size;
}

}  // namespace pixiu::provenance::c2pa::test
