#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "crypto/sealed_stream.h"
#include "privacy/sealed_content.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

// The zip file that a dossier is, by libarchive.
namespace pixiu::vault {

// Whether a member of a dossier may be called so: folders and a name of a-z, 0-9, "-", "_" and ".",
// each beginning with a letter or a digit, joined by "/", at most 200 characters. Nothing else has
// a name that could lead out of a folder or differ between file systems.
bool is_member_name(std::string_view name);

// Writes members one after another. One thread at a time.
class ArchiveWriter {
 public:
  // Members are dated `time`; the zip goes to `sink` piece by piece.
  ArchiveWriter(Timestamp time, crypto::ByteSink sink);
  ~ArchiveWriter();

  // The name must be a member name (checked). Errors: the sink's.
  Status add(std::string_view name, ByteView content);

  // The same for a content of exactly `size_bytes` bytes, which `write_to` gives to its argument.
  // Errors: those of `write_to` and of the sink; corrupted when there are more or fewer bytes.
  Status add(std::string_view name, std::uint64_t size_bytes,
             const std::function<Status(const crypto::ByteSink& sink)>& write_to);

  // Ends the file. Called once, last (checked).
  Status finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// What a reader of an archive is given of a member: its name, and its content piece by piece.
struct MemberVisitor {
  std::function<Status(std::string_view name)> begin;
  std::function<Status(ByteView bytes)> content;
  std::function<Status()> end;
};

// Reads a foreign zip from front to back. Nothing is written anywhere.
//
// Errors: corrupted (not a zip, damaged, a member that is no regular file, is encrypted or has a
// name that is none of a dossier), limit_exceeded (limits::dossier_members_max, dossier_bytes_max),
// not_found, unavailable, and the visitor's. Messages name the member.
Status read_archive(const std::filesystem::path& path, const MemberVisitor& visitor);
Status read_archive(ByteView zip, const MemberVisitor& visitor);

}  // namespace pixiu::vault
