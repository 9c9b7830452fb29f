#include "media/jpeg/decompressor.h"

#include "base/limits.h"

#include <jerror.h>

namespace pixiu::media::jpeg {
namespace {

// Coefficients of the largest picture allowed: three full components of 16 bits.
constexpr long memory_bytes_max = long{limits::photo_pixels_max} * 3 * 2 + (64L << 20);

ErrorState& state_of(j_common_ptr info) {
  return *reinterpret_cast<ErrorState*>(info->err);
}

[[noreturn]] void leave(j_common_ptr info) {
  ErrorState& state = state_of(info);
  info->err->format_message(info, state.message);
  std::longjmp(state.way_back, 1);
}

void note_warning(j_common_ptr info, int level) {
  if (level >= 0) return;
  ErrorState& state = state_of(info);
  ++info->err->num_warnings;
  switch (info->err->msg_code) {
    case JWRN_JPEG_EOF: state.ran_dry = true; break;
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC: state.is_damaged = true; break;
    default: break;
  }
}

void print_nothing(j_common_ptr) {}

void watch_scans(j_common_ptr info) {
  const auto* decompressor = reinterpret_cast<j_decompress_ptr>(info);
  if (decompressor->input_scan_number <= limits::jpeg_scans_max) return;
  state_of(info).has_too_many_scans = true;
  info->err->error_exit(info);
}

}  // namespace

void install_error_handlers(ErrorState& state) {
  jpeg_std_error(&state.manager);
  state.manager.error_exit = leave;
  state.manager.emit_message = note_warning;
  state.manager.output_message = print_nothing;
}

bool is_size_of(const jpeg_decompress_struct& info, Size checked) {
  return Size{static_cast<int>(info.image_width), static_cast<int>(info.image_height)} == checked;
}

Decompressor::Decompressor(ByteView file) {
  install_error_handlers(errors_);
  info_.err = &errors_.manager;
  is_ready_ = run([&](jpeg_decompress_struct& info) {
    jpeg_create_decompress(&info);
    info.mem->max_memory_to_use = memory_bytes_max;
    info.progress = &progress_;
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(file.data()),
                 static_cast<unsigned long>(file.size()));
  });
  progress_.progress_monitor = watch_scans;
}

Decompressor::~Decompressor() {
  jpeg_destroy_decompress(&info_);
}

Error Decompressor::failure() const {
  if (errors_.has_too_many_scans) {
    return {ErrorCode::limit_exceeded,
            "the JPEG has more than " + std::to_string(limits::jpeg_scans_max) + " scans"};
  }
  const std::string message = std::string("libjpeg: ") + errors_.message;
  switch (errors_.manager.msg_code) {
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE:
    case JERR_IMAGE_TOO_BIG: return {ErrorCode::limit_exceeded, message};
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_COMPONENT_COUNT:
    case JERR_ARITH_NOTIMPL:
    case JERR_NOT_COMPILED: return {ErrorCode::unsupported, message};
    default: return {ErrorCode::corrupted, message};
  }
}

}  // namespace pixiu::media::jpeg
