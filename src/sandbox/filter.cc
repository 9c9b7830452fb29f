#include "sandbox/filter.h"

#include "base/descriptor.h"
#include "sandbox/channel.h"

#include <cerrno>
#include <initializer_list>
#include <memory>

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace pixiu::sandbox {
namespace {

// Stands in the exported program where a child writes its own process id. No process id is this
// large (PID_MAX_LIMIT is 2^22).
constexpr std::uint32_t own_pid_placeholder = 0x5a17c0de;

// What glibc's pthread_create passes to clone; nothing else may be cloned.
constexpr unsigned long thread_flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
                                       CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |
                                       CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;

using Calls = std::initializer_list<int>;

const Calls allowed_calls = {
    // memory (mmap and mprotect have conditions, below)
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
    // threads and locks
    SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(set_tid_address),
    SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_getparam),
    SCMP_SYS(sched_getscheduler), SCMP_SYS(sched_get_priority_max),
    SCMP_SYS(sched_get_priority_min), SCMP_SYS(getcpu), SCMP_SYS(gettid), SCMP_SYS(getpid),
    SCMP_SYS(exit), SCMP_SYS(exit_group),
    // clocks
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(times), SCMP_SYS(getrusage),
    // signals of its own
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    // descriptors that are already open: the reply socket and /dev/null
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(close), SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    // facts about the machine that libraries size their work by
    SCMP_SYS(sysinfo), SCMP_SYS(uname), SCMP_SYS(getrandom), SCMP_SYS(getuid), SCMP_SYS(geteuid),
    SCMP_SYS(getgid), SCMP_SYS(getegid)};

const Calls file_calls = {SCMP_SYS(open),       SCMP_SYS(openat),     SCMP_SYS(openat2),
                          SCMP_SYS(creat),      SCMP_SYS(stat),       SCMP_SYS(lstat),
                          SCMP_SYS(newfstatat), SCMP_SYS(statx),      SCMP_SYS(statfs),
                          SCMP_SYS(fstatfs),    SCMP_SYS(access),     SCMP_SYS(faccessat),
                          SCMP_SYS(faccessat2), SCMP_SYS(readlink),   SCMP_SYS(readlinkat),
                          SCMP_SYS(getcwd),     SCMP_SYS(getdents64), SCMP_SYS(ioctl)};

const Calls killing_calls = {
    // network
    SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen),
    SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg),
    // processes (clone has a condition, below)
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
    // other processes
    SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo),
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal), SCMP_SYS(process_madvise),
    // privileges and namespaces
    SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root),
    SCMP_SYS(chroot), SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setreuid), SCMP_SYS(setregid),
    SCMP_SYS(setresuid), SCMP_SYS(setresgid), SCMP_SYS(capset), SCMP_SYS(personality),
    // kernel interfaces with a history of holes
    SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register), SCMP_SYS(userfaultfd), SCMP_SYS(keyctl), SCMP_SYS(add_key),
    SCMP_SYS(request_key), SCMP_SYS(modify_ldt), SCMP_SYS(open_by_handle_at),
    SCMP_SYS(name_to_handle_at), SCMP_SYS(init_module), SCMP_SYS(finit_module),
    SCMP_SYS(kexec_load), SCMP_SYS(memfd_create), SCMP_SYS(memfd_secret), SCMP_SYS(shmget),
    SCMP_SYS(shmat), SCMP_SYS(msgget), SCMP_SYS(semget), SCMP_SYS(mq_open), SCMP_SYS(inotify_init1),
    SCMP_SYS(fanotify_init)};

// Reads of files are let through so that reports name functions; the template of such a build
// keeps its root directory for the same reason. Writing files stays impossible (RLIMIT_FSIZE 0).
const Calls sanitizer_calls = {
    SCMP_SYS(open),       SCMP_SYS(openat),     SCMP_SYS(stat),
    SCMP_SYS(lstat),      SCMP_SYS(newfstatat), SCMP_SYS(readlink),
    SCMP_SYS(readlinkat), SCMP_SYS(access),     SCMP_SYS(getcwd),
    SCMP_SYS(pipe),       SCMP_SYS(pipe2),      SCMP_SYS(getdents64),
    SCMP_SYS(getppid),    SCMP_SYS(pread64),    SCMP_SYS(process_vm_readv),
    SCMP_SYS(arch_prctl)};

// Collects rules; the first failure stays.
class Rules {
 public:
  explicit Rules(scmp_filter_ctx context) : context_(context) {}

  void add(std::uint32_t action, const Calls& calls) {
    for (const int call : calls) add(action, call, {});
  }
  void add(std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> conditions) {
    if (failure_ != 0) return;
    failure_ = seccomp_rule_add_array(context_, action, call,
                                      static_cast<unsigned>(conditions.size()), conditions.begin());
    if (failure_ == -EDOM || failure_ == -EEXIST) failure_ = 0;  // not on this machine; twice
  }
  int failure() const { return failure_; }

 private:
  scmp_filter_ctx context_;
  int failure_ = 0;
};

scmp_arg_cmp argument(unsigned index, scmp_compare compare, std::uint64_t a, std::uint64_t b = 0) {
  return scmp_arg_cmp{index, compare, a, b};
}

void add_conditional_rules(Rules& rules) {
  const auto no_exec = argument(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  const auto not_shared = argument(3, SCMP_CMP_MASKED_EQ, MAP_SHARED, 0);
  rules.add(SCMP_ACT_ALLOW, SCMP_SYS(mmap), {no_exec, not_shared});
  rules.add(SCMP_ACT_ALLOW, SCMP_SYS(mprotect), {no_exec});
  // clone3 hides its flags behind a pointer: it gets the default ENOSYS, and glibc uses clone.
  rules.add(SCMP_ACT_ALLOW, SCMP_SYS(clone), {argument(0, SCMP_CMP_EQ, thread_flags)});
  rules.add(SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone), {argument(0, SCMP_CMP_NE, thread_flags)});
  rules.add(SCMP_ACT_ALLOW, SCMP_SYS(tgkill), {argument(0, SCMP_CMP_EQ, own_pid_placeholder)});
  rules.add(SCMP_ACT_KILL_PROCESS, SCMP_SYS(tgkill),
            {argument(0, SCMP_CMP_NE, own_pid_placeholder)});
  rules.add(SCMP_ACT_ALLOW, SCMP_SYS(prctl), {argument(0, SCMP_CMP_EQ, PR_SET_NAME)});
  rules.add(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), {argument(1, SCMP_CMP_EQ, F_GETFL)});
  // Reading its own limits (pthread_getattr_np), not setting them.
  rules.add(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64),
            {argument(0, SCMP_CMP_EQ, 0), argument(2, SCMP_CMP_EQ, 0)});
}

Result<std::vector<sock_filter>> exported(scmp_filter_ctx context) {
  const Descriptor file(::memfd_create("pixiu-filter", MFD_CLOEXEC));
  if (!file.is_open()) return system_error("memory file", errno);
  if (const int failure = seccomp_export_bpf(context, file.get()); failure != 0) {
    return system_error("export the system-call filter", -failure);
  }
  const off_t size_bytes = ::lseek(file.get(), 0, SEEK_END);
  std::vector<sock_filter> program(static_cast<std::size_t>(size_bytes) / sizeof(sock_filter));
  const std::size_t wanted = program.size() * sizeof(sock_filter);
  if (::pread(file.get(), program.data(), wanted, 0) != static_cast<ssize_t>(wanted)) {
    return system_error("read the system-call filter", errno);
  }
  return program;
}

}  // namespace

FilterVariant filter_variant_of_this_build() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return FilterVariant::sanitizer;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
  return FilterVariant::sanitizer;
#else
  return FilterVariant::strict;
#endif
#else
  return FilterVariant::strict;
#endif
}

Result<SystemCallFilter> SystemCallFilter::build(FilterVariant variant) {
  const std::unique_ptr<void, void (*)(void*)> context(seccomp_init(SCMP_ACT_ERRNO(ENOSYS)),
                                                       [](void* c) { seccomp_release(c); });
  if (!context) return Error{ErrorCode::unavailable, "libseccomp cannot make a filter"};
  // A program of another word size or ABI on the same kernel is killed, not judged by our numbers.
  int failure = seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  if (failure == 0) failure = seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
  Rules rules(context.get());
  if (variant == FilterVariant::sanitizer) {
    rules.add(SCMP_ACT_ALLOW, sanitizer_calls);
    for (const int call : file_calls) {
      bool is_let_through = false;
      for (const int other : sanitizer_calls) is_let_through |= call == other;
      if (!is_let_through) rules.add(SCMP_ACT_ERRNO(EPERM), call, {});
    }
  } else {
    rules.add(SCMP_ACT_ERRNO(EPERM), file_calls);
  }
  rules.add(SCMP_ACT_ALLOW, allowed_calls);
  rules.add(SCMP_ACT_KILL_PROCESS, killing_calls);
  add_conditional_rules(rules);
  if (failure == 0) failure = rules.failure();
  if (failure != 0) return system_error("system-call filter", -failure);

  SystemCallFilter filter;
  Result<std::vector<sock_filter>> program = exported(context.get());
  if (!program) return program.error();
  filter.program_ = std::move(*program);
  for (std::size_t at = 0; at < filter.program_.size(); ++at) {
    const sock_filter& step = filter.program_[at];
    if (BPF_CLASS(step.code) == BPF_JMP && step.k == own_pid_placeholder) {
      filter.own_pid_at_.push_back(at);
    }
  }
  if (filter.own_pid_at_.empty()) {
    return Error{ErrorCode::unavailable, "system-call filter: no place for the process id"};
  }
  return filter;
}

bool SystemCallFilter::install() {
  for (const std::size_t at : own_pid_at_) program_[at].k = static_cast<std::uint32_t>(::getpid());
  sock_fprog program{static_cast<unsigned short>(program_.size()), program_.data()};
  return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

}  // namespace pixiu::sandbox
