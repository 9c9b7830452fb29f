#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "media/photo.h"

#include <csetjmp>
#include <cstdio>
#include <string>

#include <jpeglib.h>

namespace pixiu::media::jpeg {

// What libjpeg said while it ran. The first member must stay first: libjpeg hands it back to us.
struct ErrorState {
  jpeg_error_mgr manager;
  std::jmp_buf way_back;
  char message[JMSG_LENGTH_MAX];
  bool ran_dry;     // the data ended before the picture did
  bool is_damaged;  // the coded data has errors the decoder stepped over
  bool has_too_many_scans;
};

// Installs handlers that neither print nor exit: errors jump to way_back, warnings are noted.
void install_error_handlers(ErrorState& state);

// Runs one step of libjpeg calls; false when libjpeg gave up and jumped out of it.
//
// The step must not create anything with a destructor: a jump would skip it. Keep such things in
// the caller. (setjmp stands in this frame, which has nothing to destroy either.)
template <class Step>
bool run_guarded(ErrorState& state, Step&& step) {
  if (setjmp(state.way_back) != 0) return false;
  step();
  return true;
}

// Whether the header libjpeg read gives the size that was checked against the limits.
bool is_size_of(const jpeg_decompress_struct& info, Size checked);

// A libjpeg decompressor on bytes in memory. Owns everything libjpeg takes. Memory is bounded for
// coefficient storage; more than limits::jpeg_scans_max scans stop it.
class Decompressor {
 public:
  // `file` must outlive this.
  explicit Decompressor(ByteView file);
  ~Decompressor();
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;

  template <class Step>
  bool run(Step&& step) {
    return run_guarded(errors_, [&] { step(info_); });
  }

  bool is_ready() const { return is_ready_; }
  jpeg_decompress_struct& info() { return info_; }
  const ErrorState& errors() const { return errors_; }

  // Why the last step gave up: corrupted, unsupported or limit_exceeded.
  Error failure() const;

 private:
  ErrorState errors_{};
  jpeg_progress_mgr progress_{};
  jpeg_decompress_struct info_{};
  bool is_ready_ = false;
};

}  // namespace pixiu::media::jpeg
