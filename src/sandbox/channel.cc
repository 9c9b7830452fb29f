#include "sandbox/channel.h"

#include "base/check.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>

namespace pixiu::sandbox {
namespace {

constexpr std::size_t control_bytes_max = CMSG_SPACE(packet_descriptors_max * sizeof(int));

Result<SocketPair> pair_of(int type) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return system_error("socket pair", errno);
  }
  return SocketPair{Descriptor(ends[0]), Descriptor(ends[1])};
}

Status write_all(int descriptor, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error("write to memory file", errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

void take_descriptors(msghdr& message, std::vector<Descriptor>& into) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
       part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t index = 0; index < count; ++index) {
      int descriptor = -1;
      std::memcpy(&descriptor, CMSG_DATA(part) + index * sizeof(int), sizeof(int));
      into.emplace_back(descriptor);
    }
  }
}

}  // namespace

Error system_error(std::string_view what, int error_number) {
  return Error{ErrorCode::unavailable,
               std::string(what) + ": " + std::generic_category().message(error_number)};
}

Result<SocketPair> packet_pair() {
  return pair_of(SOCK_SEQPACKET);
}

Result<SocketPair> stream_pair() {
  return pair_of(SOCK_STREAM);
}

Status send_packet(int socket, ByteView payload, std::span<const int> descriptors) {
  PIXIU_CHECK(payload.size() <= packet_bytes_max && !payload.empty());
  PIXIU_CHECK(descriptors.size() <= packet_descriptors_max);
  iovec piece{const_cast<std::byte*>(payload.data()), payload.size()};
  alignas(cmsghdr) std::array<std::byte, control_bytes_max> control{};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  if (!descriptors.empty()) {
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
    cmsghdr* part = CMSG_FIRSTHDR(&message);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(part), descriptors.data(), descriptors.size_bytes());
  }
  while (::sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
    if (errno != EINTR) return system_error("send", errno);
  }
  return {};
}

Result<Packet> receive_packet(int socket) {
  Packet packet;
  packet.payload.resize(packet_bytes_max);
  iovec piece{packet.payload.data(), packet.payload.size()};
  alignas(cmsghdr) std::array<std::byte, control_bytes_max> control{};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ssize_t received = -1;
  do {
    received = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (received < 0 && errno == EINTR);
  if (received < 0 && errno == ECONNRESET) received = 0;
  if (received < 0) return system_error("receive", errno);
  take_descriptors(message, packet.descriptors);
  if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
    return Error{ErrorCode::corrupted, "a message between sandbox processes was cut off"};
  }
  packet.payload.resize(static_cast<std::size_t>(received));
  packet.is_end = received == 0;
  return packet;
}

Result<Descriptor> sealed_memory(std::span<const ByteView> parts) {
  Descriptor memory(::memfd_create("pixiu-request", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory.is_open()) return system_error("memory file", errno);
  for (const ByteView part : parts) {
    if (Status written = write_all(memory.get(), part); !written) return written.error();
  }
  constexpr int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  if (::fcntl(memory.get(), F_ADD_SEALS, seals) != 0) return system_error("seal memory", errno);
  return memory;
}

}  // namespace pixiu::sandbox
