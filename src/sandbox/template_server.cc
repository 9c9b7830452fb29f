#include "sandbox/template_server.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace pixiu::sandbox {
namespace {

void send_note(const Descriptor& note, const EndNote& what) {
  // The caller may have gone on without waiting; then nobody wants the note.
  static_cast<void>(send_packet(note.get(), bytes_of_struct(what)));
}

EndNote note_of(int wait_status, const rusage& usage, std::optional<Ending> killed_for) {
  EndNote note;
  note.resident_bytes_peak = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  const auto microseconds = [](const timeval& time) {
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 +
           static_cast<std::uint64_t>(time.tv_usec);
  };
  note.cpu_us = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
  if (killed_for) {
    note.ending = *killed_for;
  } else if (WIFSIGNALED(wait_status)) {
    note.ending = Ending::signalled;
    note.detail = WTERMSIG(wait_status);
  } else {
    note.ending = Ending::exited;
    note.detail = WEXITSTATUS(wait_status);
  }
  return note;
}

Descriptor open_process(pid_t pid) {
  return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

std::optional<std::string_view> field(std::string_view& rest) {
  const std::size_t start = rest.find_first_not_of(' ');
  if (start == std::string_view::npos) return std::nullopt;
  const std::size_t end = std::min(rest.find(' ', start), rest.size());
  const std::string_view found = rest.substr(start, end - start);
  rest.remove_prefix(end);
  return found;
}

template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<ProcessFacts> parse_process_facts(std::string_view stat_text,
                                                std::size_t page_bytes) {
  // The second field is the process's name, which it may choose: count from the last bracket.
  const std::size_t name_end = stat_text.rfind(')');
  if (name_end == std::string_view::npos) return std::nullopt;
  std::string_view rest = stat_text.substr(name_end + 1);
  constexpr int threads_field = 20;  // proc(5), counted from 1; the first after the name is 3
  constexpr int resident_field = 24;
  ProcessFacts facts;
  for (int at = 3; at <= resident_field; ++at) {
    const std::optional<std::string_view> text = field(rest);
    if (!text) return std::nullopt;
    if (at == threads_field) {
      const std::optional<int> count = number<int>(*text);
      if (!count) return std::nullopt;
      facts.thread_count = *count;
    } else if (at == resident_field) {
      const std::optional<std::int64_t> pages = number<std::int64_t>(*text);
      if (!pages || *pages < 0) return std::nullopt;
      facts.resident_bytes = static_cast<std::size_t>(*pages) * page_bytes;
    }
  }
  return facts;
}

void TemplateServer::serve() {
  for (;;) {
    wait_for_events();
    const Clock::time_point now = Clock::now();
    for (Child& child : children_) watch(child, now);
    std::erase_if(children_, [this](Child& child) { return reap(child); });
  }
}

void TemplateServer::wait_for_events() {
  std::vector<pollfd> watched{{parts_.control.get(), POLLIN, 0}};
  for (const Child& child : children_) {
    watched.push_back({child.process.get(), POLLIN, 0});
    watched.push_back({child.killed_for ? -1 : child.note.get(), 0, 0});  // POLLHUP comes unasked
  }
  const int timeout_ms = children_.empty() ? -1 : static_cast<int>(watch_interval.count());
  if (::poll(watched.data(), watched.size(), timeout_ms) <= 0) return;
  for (std::size_t index = 0; index < children_.size(); ++index) {
    const bool is_abandoned = (watched[2 * index + 2].revents & (POLLHUP | POLLERR)) != 0;
    if (is_abandoned) kill(children_[index], Ending::signalled);
  }
  if (watched[0].revents != 0) take_order();
}

void TemplateServer::take_order() {
  Result<Packet> order = receive_packet(parts_.control.get());
  if (!order || order->is_end) end();
  if (!struct_of_bytes<Order>(order->payload) || order->descriptors.size() != 3) return;
  start_child(std::move(*order));
}

void TemplateServer::start_child(Packet order) {
  Descriptor request = std::move(order.descriptors[0]);
  Descriptor reply = std::move(order.descriptors[1]);
  Descriptor note = std::move(order.descriptors[2]);
  const Clock::time_point started = Clock::now();
  const pid_t pid = ::fork();
  if (pid == 0) {
    const ChildFrame frame{parts_.work, parts_.filter, parts_.limits, pid_,
                           parts_.children_keep_stderr};
    live_as_child(frame, std::move(request), std::move(reply), parts_.null_device.get());
  }
  if (pid < 0) {
    send_note(note, EndNote{.ending = Ending::not_started, .detail = errno});
    return;
  }
  Child child{
      pid,         open_process(pid), {}, std::move(note), started + parts_.limits.wall_time_max,
      std::nullopt};
  const std::string path = std::to_string(pid) + "/stat";
  child.facts = Descriptor(::openat(parts_.proc_folder.get(), path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!child.facts.is_open() || !child.process.is_open()) kill(child, Ending::unwatchable);
  children_.push_back(std::move(child));
}

void TemplateServer::watch(Child& child, Clock::time_point now) {
  if (child.killed_for) return;
  if (now >= child.deadline) return kill(child, Ending::out_of_time);
  std::array<char, 1024> text{};
  const ssize_t size = ::pread(child.facts.get(), text.data(), text.size(), 0);
  if (size < 0 && errno == ESRCH) return;  // it has just ended
  const auto page_bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const auto facts = parse_process_facts(
      {text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))}, page_bytes);
  if (!facts) return kill(child, Ending::unwatchable);
  if (facts->resident_bytes > parts_.limits.resident_bytes_max) {
    return kill(child, Ending::out_of_memory);
  }
  if (facts->thread_count > child_threads_max) kill(child, Ending::too_many_threads);
}

void TemplateServer::kill(Child& child, Ending why) {
  child.killed_for = why;
  if (child.process.is_open()) {
    ::syscall(SYS_pidfd_send_signal, child.process.get(), SIGKILL, nullptr, 0);
  } else {
    ::kill(child.pid, SIGKILL);  // not reaped yet, so the id is still its own
  }
}

bool TemplateServer::reap(Child& child) {
  int wait_status = 0;
  rusage usage{};
  if (::wait4(child.pid, &wait_status, WNOHANG, &usage) != child.pid) return false;
  // One that ended by itself just before it was killed ended by itself.
  const bool was_killed = WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGKILL;
  send_note(child.note, note_of(wait_status, usage, was_killed ? child.killed_for : std::nullopt));
  return true;
}

void TemplateServer::end() {
  for (Child& child : children_) kill(child, Ending::signalled);
  for (Child& child : children_) ::waitpid(child.pid, nullptr, 0);
  ::_exit(0);
}

}  // namespace pixiu::sandbox
