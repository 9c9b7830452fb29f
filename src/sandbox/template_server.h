#pragma once

#include "sandbox/channel.h"
#include "sandbox/child.h"
#include "sandbox/protocol.h"

#include <chrono>
#include <vector>

namespace pixiu::sandbox {

// The template process: forks a child an order, watches the children's time, memory and threads,
// reaps them and tells the caller how each ended. Reads no foreign byte: requests pass through it
// as descriptors only. One thread. Ends, with all its children, when the caller is gone.
class TemplateServer {
 public:
  struct Parts {
    Descriptor control;
    Descriptor proc_folder;  // /proc, opened before the root directory was given up
    Descriptor null_device;
    SystemCallFilter filter;
    Work work;
    Limits limits;
    bool children_keep_stderr = false;
  };
  explicit TemplateServer(Parts parts) : parts_(std::move(parts)), pid_(::getpid()) {}

  [[noreturn]] void serve();

 private:
  using Clock = std::chrono::steady_clock;

  struct Child {
    pid_t pid = 0;
    Descriptor process;  // pidfd
    Descriptor facts;    // /proc/PID/stat
    Descriptor note;     // to the caller; hung up when the caller wants the child gone
    Clock::time_point deadline;
    std::optional<Ending> killed_for;
  };

  void wait_for_events();
  void take_order();
  void start_child(Packet order);
  void watch(Child& child, Clock::time_point now);
  void kill(Child& child, Ending why);
  bool reap(Child& child);  // false while it lives
  [[noreturn]] void end();

  Parts parts_;
  pid_t pid_;
  std::vector<Child> children_;
};

// Of the text of /proc/PID/stat; nothing when it is none.
struct ProcessFacts {
  int thread_count = 0;
  std::size_t resident_bytes = 0;
};
std::optional<ProcessFacts> parse_process_facts(std::string_view stat_text, std::size_t page_bytes);

}  // namespace pixiu::sandbox
