#include "privacy/child_exchange.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pixiu::privacy {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t output_bytes_max = 8u << 10;

Error failed(const char* what) {
  return {ErrorCode::unavailable, what};
}

// The end that is ours of a pair of sockets; a socket, so that a child that is gone does not end
// us by SIGPIPE.
struct Sockets {
  std::array<int, 2> ends{-1, -1};
  Sockets() {
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) ends = {-1, -1};
  }
  Sockets(const Sockets&) = delete;
  Sockets& operator=(const Sockets&) = delete;
  ~Sockets() {
    close(ends[0]);
    close(ends[1]);
  }
  static void close(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

// What posix_spawn is told.
struct SpawnSettings {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
  SpawnSettings() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
};

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

Result<pid_t> start(std::vector<std::string> arguments, std::vector<std::string> environment,
                    int socket) {
  SpawnSettings settings;
  posix_spawn_file_actions_adddup2(&settings.actions, socket, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&settings.actions, socket, STDOUT_FILENO);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigset_t unblocked;
  sigemptyset(&unblocked);
  posix_spawnattr_setsigdefault(&settings.attributes, &defaults);
  posix_spawnattr_setsigmask(&settings.attributes, &unblocked);
  posix_spawnattr_setpgroup(&settings.attributes, 0);
  posix_spawnattr_setflags(&settings.attributes,
                           POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  pid_t child = 0;
  if (::posix_spawn(&child, arguments.front().c_str(), &settings.actions, &settings.attributes,
                    pointers_to(arguments).data(), pointers_to(environment).data()) != 0) {
    return failed("cannot be started");
  }
  return child;
}

// True when the socket can be read or written before the deadline.
bool wait_for(int socket, short events, SteadyClock::time_point deadline) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
    pollfd entry{socket, events, 0};
    const int count = ::poll(&entry, 1, static_cast<int>(std::clamp<long>(left, 0, 600'000)));
    if (count > 0) return true;
    if (count == 0 || errno != EINTR) return false;
  }
}

Status give(int socket, std::string_view input, SteadyClock::time_point deadline) {
  while (!input.empty()) {
    if (!wait_for(socket, POLLOUT, deadline)) return failed("did not answer in time");
    const auto count = ::send(socket, input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (count < 0) break;  // it does not want more; its answer says why
    input.remove_prefix(static_cast<std::size_t>(count));
  }
  ::shutdown(socket, SHUT_WR);
  return {};
}

Result<std::string> take(int socket, SteadyClock::time_point deadline) {
  std::string output(output_bytes_max + 1, '\0');
  std::size_t size = 0;
  while (size < output.size()) {
    if (!wait_for(socket, POLLIN, deadline)) return failed("did not answer in time");
    const auto count = ::recv(socket, output.data() + size, output.size() - size, MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (count <= 0) {
      output.resize(size);
      return output;
    }
    size += static_cast<std::size_t>(count);
  }
  return failed("said more than 8 KiB");
}

// -1 when it does not end in time.
int wait_for_end(pid_t child, SteadyClock::time_point deadline) {
  for (;;) {
    int status = 0;
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) {
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    if (ended < 0 && errno != EINTR) return -1;
    if (SteadyClock::now() >= deadline) return -1;
    ::usleep(500);
  }
}

void end_group(pid_t child) {
  ::kill(-child, SIGKILL);
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
}

}  // namespace

Result<ChildAnswer> exchange_with_child(const std::vector<std::string>& arguments,
                                        const std::vector<std::string>& environment,
                                        std::string_view input,
                                        std::chrono::milliseconds time_max) {
  const auto deadline = SteadyClock::now() + time_max;
  Sockets sockets;
  if (sockets.ends[0] < 0) return failed("cannot be started: no sockets are left");
  const auto child = start(arguments, environment, sockets.ends[1]);
  if (!child) return child.error();
  Sockets::close(sockets.ends[1]);
  ChildAnswer answer;
  if (auto status = give(sockets.ends[0], input, deadline); !status) {
    end_group(*child);
    return status.error();
  }
  auto output = take(sockets.ends[0], deadline);
  if (!output) {
    end_group(*child);
    return output.error();
  }
  answer.output = std::move(*output);
  answer.exit_status = wait_for_end(*child, deadline);
  if (answer.exit_status >= 0) return answer;
  end_group(*child);
  return failed("did not end in time");
}

}  // namespace pixiu::privacy
