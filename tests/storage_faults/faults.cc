#include "faults.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pixiu::storage_faults {
namespace {

// Shared between the child that runs and the parent that looks afterwards.
struct State {
  std::atomic<bool> is_armed{false};
  std::atomic<std::size_t> call_count{0};
  std::atomic<bool> has_struck{false};
  std::array<char, 32> call{};
  Plan plan;
  std::array<char, 256> folder{};
};

State* shared_state = nullptr;

bool is_ours(int descriptor) {
  std::array<char, 512> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const long size = ::syscall(SYS_readlink, link.c_str(), path.data(), path.size() - 1);
  return size > 0 && std::string_view(path.data()).starts_with(shared_state->folder.data());
}

// Whether this very call is the one that goes wrong.
bool strikes(const char* name) {
  if (shared_state->call_count++ != shared_state->plan.call) return false;
  const std::string_view text(name);
  std::copy(text.begin(), text.end(), shared_state->call.begin());
  shared_state->has_struck = true;
  return true;
}

bool is_armed() {
  return shared_state != nullptr && shared_state->is_armed;
}

// `real` does the call; `half` a part of it.
template <class Real, class Half>
long call(const char* name, bool concerns_us, const Real& real, const Half& half) {
  if (!concerns_us || !strikes(name)) return real();
  if (shared_state->plan.outcome == Outcome::done_but_reported) static_cast<void>(real());
  if (shared_state->plan.outcome == Outcome::half_done) static_cast<void>(half());
  errno = shared_state->plan.error_number;
  return -1;
}

constexpr auto nothing = [] { return 0L; };

const char* sync_name(int descriptor) {
  struct stat status {};
  const bool is_folder = ::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
  return is_folder ? "fsync of a folder" : "fsync";
}

}  // namespace

FaultyRun run_with_fault(const std::string& folder, const Plan& plan,
                         const std::function<bool()>& work) {
  void* const memory =
      ::mmap(nullptr, sizeof(State), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  PIXIU_CHECK(memory != MAP_FAILED && folder.size() < 256);
  auto* const state = ::new (memory) State;  // tidy: new - placed into memory that is shared
  state->plan = plan;
  std::memcpy(state->folder.data(), folder.c_str(), folder.size());
  const pid_t child = ::fork();
  PIXIU_CHECK(child >= 0);
  if (child == 0) {
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);  // a stop says why
    shared_state = state;
    state->is_armed = true;
    ::_exit(work() ? 0 : 1);
  }
  int status = 0;
  PIXIU_CHECK(::waitpid(child, &status, 0) == child);
  FaultyRun run{.end = FaultyRun::End::crashed,
                .has_struck = state->has_struck,
                .call = std::string(state->call.data())};
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) run.end = FaultyRun::End::succeeded;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 1) run.end = FaultyRun::End::reported_error;
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) run.end = FaultyRun::End::stopped;
  ::munmap(memory, sizeof(State));
  return run;
}

}  // namespace pixiu::storage_faults

// The calls themselves. Their names and types are the C library's.
namespace faults = pixiu::storage_faults;

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  return faults::call(
      "write", faults::is_armed() && faults::is_ours(descriptor),
      [&] { return ::syscall(SYS_write, descriptor, bytes, size); },
      [&] { return ::syscall(SYS_write, descriptor, bytes, size / 2); });
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
  return faults::call(
      "pwrite", faults::is_armed() && faults::is_ours(descriptor),
      [&] { return ::syscall(SYS_pwrite64, descriptor, bytes, size, offset); },
      [&] { return ::syscall(SYS_pwrite64, descriptor, bytes, size / 2, offset); });
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  return pwrite64(descriptor, bytes, size, offset);
}

int fsync(int descriptor) {
  return static_cast<int>(faults::call(
      faults::sync_name(descriptor), faults::is_armed() && faults::is_ours(descriptor),
      [&] { return ::syscall(SYS_fsync, descriptor); }, faults::nothing));
}

int fdatasync(int descriptor) {
  return static_cast<int>(faults::call(
      faults::sync_name(descriptor), faults::is_armed() && faults::is_ours(descriptor),
      [&] { return ::syscall(SYS_fdatasync, descriptor); }, faults::nothing));
}

int ftruncate64(int descriptor, off64_t size) noexcept {
  return static_cast<int>(faults::call(
      "ftruncate", faults::is_armed() && faults::is_ours(descriptor),
      [&] { return ::syscall(SYS_ftruncate, descriptor, size); }, faults::nothing));
}

int ftruncate(int descriptor, off_t size) noexcept {
  return ftruncate64(descriptor, size);
}

int mkdirat(int folder, const char* name, mode_t mode) noexcept {
  return static_cast<int>(faults::call(
      "mkdir", faults::is_armed() && faults::is_ours(folder),
      [&] { return ::syscall(SYS_mkdirat, folder, name, mode); }, faults::nothing));
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
  return static_cast<int>(faults::call(
      "link", faults::is_armed() && faults::is_ours(to_folder),
      [&] { return ::syscall(SYS_linkat, from_folder, from, to_folder, to, flags); },
      faults::nothing));
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  return static_cast<int>(faults::call(
      "rename", faults::is_armed() && faults::is_ours(to_folder),
      [&] { return ::syscall(SYS_renameat2, from_folder, from, to_folder, to, 0); },
      faults::nothing));
}

int unlinkat(int folder, const char* name, int flags) noexcept {
  return static_cast<int>(faults::call(
      "unlink", faults::is_armed() && faults::is_ours(folder),
      [&] { return ::syscall(SYS_unlinkat, folder, name, flags); }, faults::nothing));
}

int unlink(const char* name) noexcept {
  const bool concerns_us =
      faults::is_armed() && std::string_view(name).starts_with(faults::shared_state->folder.data());
  return static_cast<int>(faults::call(
      "unlink", concerns_us, [&] { return ::syscall(SYS_unlink, name); }, faults::nothing));
}

}  // extern "C"
