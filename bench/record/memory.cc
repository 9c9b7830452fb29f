#include "part.h"
#include "storage/directory_blob_store.h"
#include "storage/directory_partial_store.h"
#include "stream.h"
#include "vault/sealed_blobs.h"
#include "workflow/uploads.h"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <stdexcept>

namespace pixiu::bench {
namespace {

// Gone at the end.
struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pixiu-bench-XXXXXX").string();
    PIXIU_CHECK(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

// Sends a whole upload as the server does, in pieces of 1 MiB.
void send(workflow::Uploads& uploads, const workflow::NewUpload& plan,
          const privacy::ByteSource& source) {
  const auto upload = uploads.create(plan);
  PIXIU_CHECK(upload.has_value());
  const auto append = uploads.append(upload->id, 0, true);
  PIXIU_CHECK(append.has_value());
  Bytes piece(1u << 20);
  for (;;) {
    const auto size = source(piece);
    PIXIU_CHECK(size.has_value());
    if (*size == 0) break;
    PIXIU_CHECK((*append)->write(ByteView(piece).first(*size)));
  }
  PIXIU_CHECK((*append)->keep().has_value());
}

}  // namespace

Part measure_memory() {
  Keys keys;
  const Bytes bytes = pattern();
  const double before_mib = memory_mib("VmHWM");
  const auto sealed = privacy::seal_content(
      *keys.keyring, keys.entropy, keys.owner, repeated(bytes, long_bytes),
      [](ByteView) -> Status { return {}; }, long_bytes);
  PIXIU_CHECK(sealed.has_value() && sealed->digests.size_bytes == long_bytes);
  const double grown_mib = memory_mib("VmHWM") - before_mib;
  std::cout << "sealing 4 GiB        " << grown_mib << " MiB beyond the " << before_mib
            << " MiB before\n";
  return {.figures = {{"sealing_4_gib_memory_mib", grown_mib}},
          .targets = {{"sealing_4_gib_memory_mib", {{"at_most", 16}}}},
          .compared_with = {{"memory_before_mib", before_mib}}};
}

Part measure_upload() {
  Keys keys;
  const Bytes bytes = pattern();
  const Folder folder;
  const auto partials = storage::DirectoryPartialStore::open(folder.path);
  const auto blobs = storage::DirectoryBlobStore::open(folder.path / "sealed", keys.entropy);
  PIXIU_CHECK(partials.has_value() && blobs.has_value());
  const double before_mib = memory_mib("VmHWM");
  std::uint64_t taken_in_bytes = 0;
  const auto uploads = workflow::Uploads::start(
      {.store = **partials,
       .keyring = *keys.keyring,
       .entropy = keys.entropy,
       .clock = keys.clock,
       .check = [](const workflow::NewUpload&) -> Status { return {}; },
       .take_in = [&](const workflow::UploadState& upload,
                      const privacy::ByteSource& content) -> Status {
         const auto sealed = vault::put_sealed(**blobs, *keys.keyring, keys.entropy, upload.owner,
                                               content, long_bytes);
         if (!sealed) return sealed.error();
         taken_in_bytes = sealed->digests.size_bytes;
         return {};
       },
       .report = [](const Error& error) { std::cerr << error.message << std::endl; }});
  const auto start = std::chrono::steady_clock::now();
  send(*uploads, {keys.owner, "claim", long_bytes, ""}, repeated(bytes, long_bytes));
  const std::chrono::duration<double> received = std::chrono::steady_clock::now() - start;
  uploads->wait_until_taken_in();
  const std::chrono::duration<double> all = std::chrono::steady_clock::now() - start;
  PIXIU_CHECK(taken_in_bytes == long_bytes);
  const double grown_mib = memory_mib("VmHWM") - before_mib;
  std::cout << "an upload of 4 GiB   " << grown_mib << " MiB beyond the " << before_mib
            << " MiB before; on the disk after " << received.count() << " s, taken in after "
            << all.count() << " s\n";
  return {.figures = {{"upload_4_gib_memory_mib", grown_mib},
                      {"upload_4_gib_received_s", received.count()},
                      {"upload_4_gib_taken_in_s", all.count()}},
          .targets = {{"upload_4_gib_memory_mib", {{"at_most", 32}}}},
          .compared_with = {}};
}

}  // namespace pixiu::bench
