#include "sandbox/child.h"

#include "sandbox/confinement.h"
#include "sandbox/protocol.h"

#include <array>
#include <cerrno>
#include <exception>
#include <new>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pixiu::sandbox {
namespace {

void write_all(int descriptor, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) ::_exit(exit_reply_not_sent);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void send_reply(int descriptor, std::span<const ByteView> parts) {
  ReplyHeader header;
  for (const ByteView part : parts) header.size_bytes += part.size();
  write_all(descriptor, bytes_of_struct(header));
  for (const ByteView part : parts) write_all(descriptor, part);
}

ByteView map_request(const Descriptor& file) {
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) ::_exit(exit_request_unreadable);
  const auto size_bytes = static_cast<std::size_t>(facts.st_size);
  if (size_bytes == 0) return {};
  void* start = ::mmap(nullptr, size_bytes, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.get(), 0);
  if (start == MAP_FAILED) ::_exit(exit_request_unreadable);
  return {static_cast<const std::byte*>(start), size_bytes};
}

}  // namespace

void live_as_child(const ChildFrame& frame, Descriptor request, Descriptor reply, int null_device) {
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (standard != STDERR_FILENO || !frame.keeps_stderr) ::dup2(null_device, standard);
  }
  const ByteView bytes = map_request(request);
  request.reset();
  const std::array kept = {reply.get()};
  close_all_but(kept);
  if (!lock_down_child(frame.template_pid, frame.limits, frame.filter)) {
    ::_exit(exit_not_locked_down);
  }
  try {
    frame.work(bytes,
               [&reply](std::span<const ByteView> parts) { send_reply(reply.get(), parts); });
  } catch (const std::bad_alloc&) {
    ::_exit(exit_out_of_memory);
  } catch (...) {
    ::_exit(exit_work_threw);
  }
  ::_exit(0);
}

}  // namespace pixiu::sandbox
