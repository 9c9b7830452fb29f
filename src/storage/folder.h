#pragma once

#include "base/bytes.h"
#include "base/descriptor.h"
#include "base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace pixiu::storage {

// A folder of ours, held open, so that what is done in it cannot be led elsewhere: every name below
// is one component, no link is followed, folders and files are the owner's alone. Thread-safe.
//
// Errors: limit_exceeded (no room), not_found, conflict (the name is taken), unavailable (anything
// else; the message has the name of the system's error). What could not be synced stops the
// process: nobody knows then what is on the disk, and a second sync would say all is well.
class Folder {
 public:
  // Makes it, and the folders above, where they are missing.
  static Result<Folder> open(const std::filesystem::path& path);

  // Makes it where it is missing; both are durable at return.
  Result<Folder> open_or_make(const std::string& name) const;
  Result<Folder> open_folder(const std::string& name) const;

  Result<Descriptor> open_file(const std::string& name) const;  // to read; regular files only
  Result<Descriptor> create_file(const std::string& name) const;
  // To write and read; nothing of it stays when it is closed, however the process ends. The name
  // is used for a moment.
  Result<Descriptor> create_file_without_name(const std::string& name) const;
  // For flock(): made where it is missing, without content.
  Result<Descriptor> open_lock_file(const std::string& name) const;

  // Takes the place of what stands there, in one step.
  Status replace(const std::string& from, const Folder& to_folder, const std::string& to) const;
  // Fails with conflict where something stands. Both names are there afterwards.
  Status link(const std::string& from, const Folder& to_folder, const std::string& to) const;
  Status remove(const std::string& name) const;

  // What the folder lists is durable at return.
  void sync() const;

  struct Entry {
    std::string name;
    bool is_folder = false;

    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  // Sorted by name; other kinds than files and folders are left out.
  Result<std::vector<Entry>> entries() const;

  int descriptor() const { return descriptor_.get(); }

 private:
  explicit Folder(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

  Descriptor descriptor_;
};

// What `what` failed with, by errno.
Error system_error(const std::string& what, int error_number);

// Writes all of it. Errors: limit_exceeded, unavailable; a part may have been written.
Status write_all(int descriptor, ByteView bytes);

// The content of a file is durable at return; one that cannot be synced stops the process.
void sync_file(int descriptor);

}  // namespace pixiu::storage
