#pragma once

#include "base/bytes.h"
#include "base/descriptor.h"
#include "base/result.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace pixiu::sandbox {

// Sockets and shared memory between caller, template and child. Everything is close-on-exec.

struct SocketPair {
  Descriptor near_end;
  Descriptor far_end;
};

// Errors (all functions here): unavailable with the system's reason, unless said otherwise.
Result<SocketPair> packet_pair();  // AF_UNIX SOCK_SEQPACKET: a message is whole or absent
Result<SocketPair> stream_pair();  // AF_UNIX SOCK_STREAM

inline constexpr std::size_t packet_bytes_max = 1024;
inline constexpr std::size_t packet_descriptors_max = 4;

// One message with open descriptors (SCM_RIGHTS). Never raises SIGPIPE.
Status send_packet(int socket, ByteView payload, std::span<const int> descriptors = {});

struct Packet {
  Bytes payload;
  std::vector<Descriptor> descriptors;
  bool is_end = false;  // the other side is gone
};

// Waits for one message. Errors: corrupted when one is cut off.
Result<Packet> receive_packet(int socket);

// Memory that holds `parts` one after the other and that nobody can change or resize any more
// (F_SEAL_WRITE, GROW, SHRINK, SEAL).
Result<Descriptor> sealed_memory(std::span<const ByteView> parts);

// "what: the system's reason", as an unavailable Error.
Error system_error(std::string_view what, int error_number);

}  // namespace pixiu::sandbox
