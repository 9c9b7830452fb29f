#include "sandbox/confinement.h"

#include "base/descriptor.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace pixiu::sandbox {
namespace {

void reset_signals(FilterVariant variant) {
  for (const int ignored : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) {
    std::signal(ignored, SIG_IGN);
  }
  for (const int ordinary : {SIGCHLD, SIGALRM, SIGUSR1, SIGUSR2}) std::signal(ordinary, SIG_DFL);
  if (variant == FilterVariant::strict) {  // an instrumented build reports from its own handlers
    for (const int fatal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS}) {
      std::signal(fatal, SIG_DFL);
    }
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Children take memory, the caller keeps the service: the kernel should choose among us first.
void volunteer_for_out_of_memory() {
  const Descriptor file(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  constexpr std::string_view score = "600";
  if (file.is_open() && ::write(file.get(), score.data(), score.size()) < 0) return;
}

// The root directory becomes an empty one that no longer has a name.
bool enter_empty_root() {
  std::string path = "/tmp/pixiu-empty-XXXXXX";
  const Descriptor parent(::open("/tmp", O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!parent.is_open() || ::mkdtemp(path.data()) == nullptr) return false;
  const bool is_inside = ::chroot(path.c_str()) == 0 && ::chdir("/") == 0;
  const std::string name = path.substr(path.rfind('/') + 1);
  return ::unlinkat(parent.get(), name.c_str(), AT_REMOVEDIR) == 0 && is_inside;
}

bool drop_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const std::array<__user_cap_data_struct, 2> none{};
  return ::syscall(SYS_capset, &header, none.data()) == 0;
}

bool limit(__rlimit_resource_t resource, rlim_t soft, rlim_t hard) {
  const rlimit value{soft, hard};
  return ::setrlimit(resource, &value) == 0;
}

bool set_limits(const Limits& limits) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(limits.cpu_time_max).count();
  const auto cpu_seconds = static_cast<rlim_t>(std::max<std::int64_t>(seconds, 1));
  return limit(RLIMIT_CPU, cpu_seconds, cpu_seconds + 1) && limit(RLIMIT_CORE, 0, 0) &&
         limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_NOFILE, 16, 16) && limit(RLIMIT_MEMLOCK, 0, 0) &&
         limit(RLIMIT_MSGQUEUE, 0, 0);
}

}  // namespace

Separation separate_template(FilterVariant variant) {
  reset_signals(variant);
  ::setsid();
  volunteer_for_out_of_memory();
  Separation separation;
  separation.has_user_namespace = ::unshare(CLONE_NEWUSER) == 0;
  separation.has_network_namespace = ::unshare(CLONE_NEWNET) == 0;
  separation.has_ipc_namespace = ::unshare(CLONE_NEWIPC) == 0;
  separation.has_uts_namespace = ::unshare(CLONE_NEWUTS) == 0;
  separation.has_mount_namespace = ::unshare(CLONE_NEWNS) == 0;
  // Reports of instrumented builds read the program's own symbols.
  if (variant == FilterVariant::strict) separation.has_empty_root = enter_empty_root();
  separation.has_no_capabilities = drop_capabilities();
  return separation;
}

void close_all_but(std::span<const int> kept) {
  std::vector<int> sorted(kept.begin(), kept.end());
  std::sort(sorted.begin(), sorted.end());
  unsigned from = 3;
  for (const int descriptor : sorted) {
    const auto keep = static_cast<unsigned>(descriptor);
    if (keep < from) continue;
    if (keep > from) ::syscall(SYS_close_range, from, keep - 1, 0);
    from = keep + 1;
  }
  ::syscall(SYS_close_range, from, ~0u, 0);
}

bool lock_down_child(pid_t template_pid, const Limits& limits, SystemCallFilter& filter) {
  std::signal(SIGPIPE, SIG_DFL);
  return ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::getppid() == template_pid &&
         set_limits(limits) && ::prctl(PR_SET_DUMPABLE, 0) == 0 &&
         ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && filter.install();
}

}  // namespace pixiu::sandbox
