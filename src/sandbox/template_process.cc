#include "sandbox/template_process.h"

#include "sandbox/channel.h"
#include "sandbox/child_heap.h"
#include "sandbox/template_server.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <exception>
#include <string>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace pixiu::sandbox {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

void say_hello(const Descriptor& control, const Hello& hello) {
  if (!send_packet(control.get(), bytes_of_struct(hello))) ::_exit(1);
}

[[noreturn]] void refuse(const Descriptor& control, std::string_view why) {
  Hello hello;
  const std::size_t size = std::min(why.size(), hello.why_not.size() - 1);
  std::copy_n(why.begin(), size, hello.why_not.begin());
  say_hello(control, hello);
  ::_exit(1);
}

// The life of the template, right after fork.
[[noreturn]] void live_as_template(TemplateProcess::Plan plan, Descriptor control) {
  const std::array kept = {control.get()};
  close_all_but(kept);
  const FilterVariant variant = filter_variant_of_this_build();
  ChildHeap heap;
  try {
    if (plan.warm_up) plan.warm_up();
  } catch (const std::exception& failure) {
    refuse(control, std::string("warm-up failed: ") + failure.what());
  } catch (...) {
    refuse(control, "warm-up failed");
  }
  heap.settle();
  Descriptor proc_folder(::open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC));
  Descriptor null_device(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!proc_folder.is_open() || !null_device.is_open()) refuse(control, "no /proc or no /dev/null");
  Result<SystemCallFilter> filter = SystemCallFilter::build(variant);
  if (!filter) refuse(control, filter.error().message);
  const Separation separation = separate_template(variant);
  say_hello(control, Hello{.is_ready = true, .separation = separation});
  TemplateServer server({std::move(control), std::move(proc_folder), std::move(null_device),
                         std::move(*filter), std::move(plan.work), plan.limits,
                         plan.children_keep_stderr});
  server.serve();
}

int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1 << 30));
}

// Waits until the descriptor has something to read or hangs up; false when the time is over.
bool await(int descriptor, Clock::time_point deadline) {
  for (;;) {
    pollfd watched{descriptor, POLLIN, 0};
    const int ready = ::poll(&watched, 1, milliseconds_until(deadline));
    if (ready > 0) return true;
    if (ready == 0 && Clock::now() >= deadline) return false;
    if (ready < 0 && errno != EINTR) return false;
  }
}

enum class Filled { whole, ended, late };

Filled fill(int descriptor, std::span<std::byte> into, Clock::time_point deadline) {
  while (!into.empty()) {
    if (!await(descriptor, deadline)) return Filled::late;
    const ssize_t received = ::recv(descriptor, into.data(), into.size(), MSG_DONTWAIT);
    if (received < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (received <= 0) return Filled::ended;
    into = into.subspan(static_cast<std::size_t>(received));
  }
  return Filled::whole;
}

std::string seconds_text(std::chrono::milliseconds time) {
  const std::int64_t tenths = time.count() / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

Error error_of_exit(int status) {
  switch (status) {
    case exit_not_locked_down:
      return {ErrorCode::unavailable, "the kernel refused to lock the examination down"};
    case exit_out_of_memory:
      return {ErrorCode::limit_exceeded, "the examination could not get the memory it asked for"};
    case exit_work_threw:
      return {ErrorCode::internal, "the examination ended with an unexpected failure"};
    default:
      return {ErrorCode::internal,
              "the examination ended without an answer (status " + std::to_string(status) + ")"};
  }
}

Error error_of_signal(int signal_number) {
  if (signal_number == SIGXCPU) {
    return {ErrorCode::deadline_exceeded, "the examination used too much processor time"};
  }
  if (signal_number == SIGSYS) {
    return {ErrorCode::internal, "the examination tried something the sandbox forbids (SIGSYS)"};
  }
  if (signal_number == SIGKILL) {
    return {ErrorCode::limit_exceeded,
            "the examination was stopped by the system, probably for lack of memory"};
  }
  const char* name = ::sigabbrev_np(signal_number);
  const std::string text =
      name != nullptr ? "SIG" + std::string(name) : "signal " + std::to_string(signal_number);
  return {ErrorCode::internal, "the examination crashed (" + text + ")"};
}

Error error_of(const EndNote& note, const Limits& limits) {
  switch (note.ending) {
    case Ending::exited: return error_of_exit(note.detail);
    case Ending::signalled: return error_of_signal(note.detail);
    case Ending::out_of_time:
      return {ErrorCode::deadline_exceeded,
              "the examination took longer than " + seconds_text(limits.wall_time_max)};
    case Ending::out_of_memory:
      return {ErrorCode::limit_exceeded, "the examination used more than " +
                                             std::to_string(limits.resident_bytes_max >> 20) +
                                             " MiB of memory"};
    case Ending::too_many_threads:
      return {ErrorCode::limit_exceeded, "the examination started too many threads"};
    case Ending::unwatchable:
      return {ErrorCode::unavailable, "the memory of the examination could not be watched"};
    case Ending::not_started: return system_error("start an examination", note.detail);
  }
  return {ErrorCode::internal, "the examination ended in an unknown way"};
}

std::optional<EndNote> await_note(const Descriptor& note, Clock::time_point deadline) {
  if (!await(note.get(), deadline)) return std::nullopt;
  const Result<Packet> packet = receive_packet(note.get());
  return packet ? struct_of_bytes<EndNote>(packet->payload) : std::nullopt;
}

}  // namespace

Result<ReplyBytes> ReplyBytes::reserve(std::size_t size_bytes) {
  if (size_bytes == 0) return ReplyBytes(nullptr, 0);
  void* start = ::mmap(nullptr, size_bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (start == MAP_FAILED) return system_error("memory for a reply", errno);
  return ReplyBytes(static_cast<std::byte*>(start), size_bytes);
}

ReplyBytes::ReplyBytes(ReplyBytes&& other) noexcept
    : start_(std::exchange(other.start_, nullptr)),
      size_bytes_(std::exchange(other.size_bytes_, 0)) {}

ReplyBytes& ReplyBytes::operator=(ReplyBytes&& other) noexcept {
  std::swap(start_, other.start_);
  std::swap(size_bytes_, other.size_bytes_);
  return *this;
}

ReplyBytes::~ReplyBytes() {
  if (start_ != nullptr) ::munmap(start_, size_bytes_);
}

Result<std::unique_ptr<TemplateProcess>> TemplateProcess::start(Plan plan) {
  Result<SocketPair> control = packet_pair();
  if (!control) return control.error();
  const pid_t pid = ::fork();
  if (pid < 0) return system_error("fork the sandbox template", errno);
  if (pid == 0) live_as_template(std::move(plan), std::move(control->far_end));
  control->far_end.reset();
  std::unique_ptr<TemplateProcess> process(
      new TemplateProcess(pid, std::move(control->near_end), plan.limits));
  if (Status ready = process->await_hello(); !ready) return ready.error();
  return process;
}

Status TemplateProcess::await_hello() {
  if (!await(control_.get(), Clock::now() + warm_up_time_max)) {
    ::kill(pid_, SIGKILL);
    return Error{ErrorCode::unavailable, "the sandbox template did not become ready in time"};
  }
  const Result<Packet> packet = receive_packet(control_.get());
  if (!packet) return packet.error();
  const std::optional<Hello> hello = struct_of_bytes<Hello>(packet->payload);
  if (!hello) return Error{ErrorCode::unavailable, "the sandbox template died while warming up"};
  if (!hello->is_ready) return Error{ErrorCode::unavailable, hello->why_not.data()};
  separation_ = hello->separation;
  return {};
}

TemplateProcess::~TemplateProcess() {
  control_.reset();  // it ends by itself when the caller is gone
  const Clock::time_point deadline = Clock::now() + 2s;
  while (::waitpid(pid_, nullptr, WNOHANG) == 0) {
    if (Clock::now() >= deadline) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
      return;
    }
    std::this_thread::sleep_for(1ms);
  }
}

Result<Reply> TemplateProcess::run(const Call& call) {
  Result<Descriptor> request = sealed_memory(call.request_parts);
  if (!request) return request.error();
  Result<SocketPair> stream = stream_pair();
  if (!stream) return stream.error();
  Result<SocketPair> note = packet_pair();
  if (!note) return note.error();
  const std::array passed = {request->get(), stream->far_end.get(), note->far_end.get()};
  if (!send_packet(control_.get(), bytes_of_struct(Order{}), passed)) {
    return Error{ErrorCode::unavailable, "the sandbox template is gone; start the program anew"};
  }
  stream->far_end.reset();
  note->far_end.reset();
  request->reset();

  const Clock::time_point deadline = Clock::now() + limits_.wall_time_max + enforcement_grace;
  ReplyHeader header;
  const auto header_bytes = std::as_writable_bytes(std::span<ReplyHeader, 1>(&header, 1));
  Filled filled = fill(stream->near_end.get(), header_bytes, deadline);
  if (filled == Filled::whole && header.size_bytes > call.reply_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "the examination's answer was too large"};
  }
  const bool has_header = filled == Filled::whole;
  Result<ReplyBytes> bytes =
      ReplyBytes::reserve(has_header ? static_cast<std::size_t>(header.size_bytes) : 0);
  if (!bytes) return bytes.error();
  if (has_header) filled = fill(stream->near_end.get(), bytes->all(), deadline);
  if (filled == Filled::whole && !call.waits_for_end) return Reply{std::move(*bytes), std::nullopt};

  const std::optional<EndNote> end = await_note(note->near_end, deadline);
  if (!end) {
    return Error{ErrorCode::unavailable,
                 "the sandbox template does not answer; start the program anew"};
  }
  if (filled != Filled::whole) return error_of(*end, limits_);
  return Reply{std::move(*bytes), Usage{end->resident_bytes_peak, end->cpu_us}};
}

}  // namespace pixiu::sandbox
