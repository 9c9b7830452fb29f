#pragma once

#include "base/bytes.h"
#include "sandbox/confinement.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <type_traits>

namespace pixiu::sandbox {

// What caller and template tell each other over their sockets: both are our own processes of the
// same build, so that plain structures do. Nothing a child says travels this way.

// Template to caller, once, when it is warm.
struct Hello {
  bool is_ready = false;
  Separation separation;
  std::array<char, 256> why_not{};  // NUL-terminated
};

// Caller to template: make a child. Carries three descriptors, in this order: the sealed request,
// the child's end of the reply stream, the template's end of the note socket.
struct Order {
  std::uint32_t magic = 0x50495855;
};

// How a child ended.
enum class Ending : std::uint8_t {
  exited,            // detail: exit status
  signalled,         // detail: signal number
  out_of_time,       // killed by the template
  out_of_memory,     // killed by the template
  too_many_threads,  // killed by the template
  unwatchable,       // killed by the template: its memory could not be seen
  not_started,       // detail: errno
};

// Template to caller over the note socket, when the child has been reaped.
struct EndNote {
  Ending ending = Ending::exited;
  std::int32_t detail = 0;
  std::uint64_t resident_bytes_peak = 0;
  std::uint64_t cpu_us = 0;
};

// Exit statuses of a child that never ran its work.
inline constexpr int exit_not_locked_down = 81;
inline constexpr int exit_request_unreadable = 82;
inline constexpr int exit_reply_not_sent = 83;
inline constexpr int exit_work_threw = 84;
inline constexpr int exit_out_of_memory = 85;

template <class T>
ByteView bytes_of_struct(const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  return std::as_bytes(std::span<const T, 1>(&value, 1));
}

template <class T>
std::optional<T> struct_of_bytes(ByteView bytes) {
  static_assert(std::is_trivially_copyable_v<T>);
  if (bytes.size() != sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data(), sizeof(T));
  return value;
}

}  // namespace pixiu::sandbox
