#include "sandbox/template_process.h"

#include "sandbox/template_server.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

// Real children under the real lock-down: each test orders one to misbehave and looks at what the
// caller is told.
namespace pixiu::sandbox {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr bool is_instrumented_build() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  return true;
#else
  return false;
#endif
#else
  return false;
#endif
}

Limits quick_limits() {
  return {.wall_time_max = 400ms,
          .resident_bytes_max = std::size_t{is_instrumented_build() ? 1024u : 256u} << 20};
}

void reply_text(const ReplySink& reply, std::string_view text) {
  const ByteView part = bytes_of(text);
  reply({&part, 1});
}

void reply_errno(const ReplySink& reply, long result) {
  reply_text(reply, result < 0 ? "errno " + std::to_string(errno) : "done");
}

std::unique_ptr<TemplateProcess> start(Work work, Limits limits = quick_limits()) {
  Result<std::unique_ptr<TemplateProcess>> process =
      TemplateProcess::start({.warm_up = {}, .work = std::move(work), .limits = limits});
  if (!process) throw std::runtime_error(process.error().message);
  return std::move(*process);
}

struct Said {
  std::string text;
  std::optional<Error> error;
};

Said ask(TemplateProcess& process, std::string_view request = "go",
         std::size_t reply_max = 1 << 20) {
  const ByteView part = bytes_of(request);
  const Result<Reply> reply =
      process.run({.request_parts = {&part, 1}, .reply_bytes_max = reply_max});
  if (!reply) return {"", reply.error()};
  return {std::string(text_of(reply->bytes.view())), std::nullopt};
}

Said result_of(Work work, Limits limits = quick_limits()) {
  const auto process = start(std::move(work), limits);
  return ask(*process);
}

#define EXPECT_FAILED(said, expected_code, part)         \
  do {                                                   \
    ASSERT_TRUE((said).error) << (said).text;            \
    EXPECT_EQ((said).error->code, expected_code);        \
    EXPECT_THAT((said).error->message, HasSubstr(part)); \
  } while (false)

TEST(TemplateProcess, hands_a_request_in_and_the_reply_out) {
  const auto process = start([](ByteView request, const ReplySink& reply) {
    const std::array parts = {bytes_of("seen: "), request};
    reply(parts);
  });
  EXPECT_EQ(ask(*process, "a photo").text, "seen: a photo");
  EXPECT_EQ(ask(*process, "").text, "seen: ");
  const std::string large(5'000'000, 'x');
  EXPECT_EQ(ask(*process, large, 6'000'000).text, "seen: " + large);
}

TEST(TemplateProcess, every_request_runs_in_a_fresh_child_that_remembers_nothing) {
  const auto process = start([count = 0](ByteView, const ReplySink& reply) mutable {
    reply_text(reply, std::to_string(++count));
  });
  EXPECT_EQ(ask(*process).text, "1");
  EXPECT_EQ(ask(*process).text, "1");
}

TEST(TemplateProcess, calls_from_many_threads_run_side_by_side) {
  const auto process = start(
      [](ByteView request, const ReplySink& reply) {
        std::this_thread::sleep_for(50ms);
        reply({&request, 1});
      },
      {.wall_time_max = 10s, .resident_bytes_max = std::size_t{2} << 30});
  std::atomic<int> right = 0;
  const auto started = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 8; ++caller) {
      callers.emplace_back([&process, &right, caller] {
        for (int round = 0; round < 3; ++round) {
          const std::string request = std::to_string(caller * 100 + round);
          if (ask(*process, request).text == request) ++right;
        }
      });
    }
  }
  EXPECT_EQ(right, 24);
  if (!is_instrumented_build()) {
    EXPECT_LT(std::chrono::steady_clock::now() - started, 900ms);  // one by one it were 1200 ms
  }
}

TEST(TemplateProcess, a_crash_is_told_and_the_next_request_works) {
  const auto process = start([](ByteView request, const ReplySink& reply) {
    if (text_of(request) == "crash") std::raise(SIGSEGV);
    if (text_of(request) == "abort") std::abort();
    reply_text(reply, "fine");
  });
  const Said crashed = ask(*process, "crash");
  EXPECT_FAILED(crashed, ErrorCode::internal, is_instrumented_build() ? "" : "crashed (SIGSEGV)");
  const Said aborted = ask(*process, "abort");
  EXPECT_FAILED(aborted, ErrorCode::internal, is_instrumented_build() ? "" : "crashed (SIGABRT)");
  EXPECT_EQ(ask(*process).text, "fine");
}

TEST(TemplateProcess, a_hang_is_stopped_at_the_wall_time) {
  const auto started = std::chrono::steady_clock::now();
  const Said said = result_of([](ByteView, const ReplySink&) {
    for (;;) std::this_thread::sleep_for(10ms);
  });
  EXPECT_FAILED(said, ErrorCode::deadline_exceeded, "longer than 0.4 s");
  EXPECT_LT(std::chrono::steady_clock::now() - started, 3s);
}

TEST(TemplateProcess, burning_the_processor_in_threads_is_stopped) {
  const Said said = result_of(
      [](ByteView, const ReplySink&) {
        const auto burn = [] {
          for (std::atomic<unsigned> turns = 0;;) ++turns;
        };
        std::jthread other(burn);
        burn();
      },
      {.wall_time_max = 900ms});
  ASSERT_TRUE(said.error);
  EXPECT_EQ(said.error->code, ErrorCode::deadline_exceeded);
}

TEST(TemplateProcess, processor_time_is_limited_apart_from_the_wall_time) {
  const Said said = result_of(
      [](ByteView, const ReplySink&) {
        for (std::atomic<unsigned> turns = 0;;) ++turns;
      },
      {.wall_time_max = 60s,
       .resident_bytes_max = quick_limits().resident_bytes_max,
       .cpu_time_max = 1s});
  EXPECT_FAILED(said, ErrorCode::deadline_exceeded, "processor time");
}

TEST(TemplateProcess, a_memory_bomb_is_stopped_at_the_resident_limit) {
  const Said said = result_of(
      [](ByteView, const ReplySink&) {
        std::vector<std::vector<char>> hoard;
        for (;;) hoard.emplace_back(1 << 20, 'x');
      },
      {.wall_time_max = 20s, .resident_bytes_max = quick_limits().resident_bytes_max});
  EXPECT_FAILED(said, ErrorCode::limit_exceeded, "MiB of memory");
}

TEST(TemplateProcess, reserved_but_untouched_memory_is_no_offence) {
  const Said said = result_of([](ByteView, const ReplySink& reply) {
    void* much = ::mmap(nullptr, std::size_t{8} << 30, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    reply_text(reply, much == MAP_FAILED ? "refused" : "reserved");
  });
  EXPECT_EQ(said.text, "reserved");
}

TEST(TemplateProcess, shared_and_executable_memory_is_refused) {
  const auto map = [](int protection, int flags) -> Work {
    return [=](ByteView, const ReplySink& reply) {
      void* start = ::mmap(nullptr, 4096, protection, flags | MAP_ANONYMOUS, -1, 0);
      reply_text(reply, start == MAP_FAILED ? "refused" : "mapped");
    };
  };
  EXPECT_EQ(result_of(map(PROT_READ | PROT_WRITE, MAP_PRIVATE)).text, "mapped");
  EXPECT_EQ(result_of(map(PROT_READ | PROT_WRITE, MAP_SHARED)).text, "refused");
  EXPECT_EQ(result_of(map(PROT_READ | PROT_EXEC, MAP_PRIVATE)).text, "refused");
  const Said protect = result_of([](ByteView, const ReplySink& reply) {
    void* start = ::mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    reply_text(reply, ::mprotect(start, 4096, PROT_READ | PROT_EXEC) != 0 ? "refused" : "made");
  });
  EXPECT_EQ(protect.text, "refused");
}

TEST(TemplateProcess, threads_work_in_a_child_but_not_without_end) {
  const Said some = result_of([](ByteView, const ReplySink& reply) {
    std::atomic<int> sum = 0;
    {
      std::vector<std::jthread> threads;
      for (int index = 0; index < 8; ++index) threads.emplace_back([&sum] { ++sum; });
    }
    reply_text(reply, std::to_string(sum));
  });
  EXPECT_EQ(some.text, "8");
  const Said many = result_of(
      [](ByteView, const ReplySink&) {
        std::vector<std::jthread> threads;
        for (int index = 0; index < 200; ++index) {
          threads.emplace_back([] { std::this_thread::sleep_for(10s); });
        }
      },
      {.wall_time_max = 5s, .resident_bytes_max = std::size_t{2} << 30});
  EXPECT_FAILED(many, ErrorCode::limit_exceeded, "too many threads");
}

TEST(TemplateProcess, an_exception_that_escapes_is_told) {
  const Said said =
      result_of([](ByteView, const ReplySink&) { throw std::runtime_error("unexpected"); });
  EXPECT_FAILED(said, ErrorCode::internal, "unexpected failure");
}

TEST(TemplateProcess, lack_of_memory_inside_a_child_is_a_limit) {
  const Said said = result_of([](ByteView, const ReplySink&) { throw std::bad_alloc(); });
  EXPECT_FAILED(said, ErrorCode::limit_exceeded, "memory");
}

TEST(TemplateProcess, a_child_that_ends_without_an_answer_is_told) {
  const Said said = result_of([](ByteView, const ReplySink&) {});
  EXPECT_FAILED(said, ErrorCode::internal, "without an answer");
}

// --- what the lock-down denies ---

TEST(TemplateProcess, opening_a_file_answers_eperm_in_the_shipped_filter) {
  if (is_instrumented_build()) GTEST_SKIP() << "the sanitizer variant reads files";
  const std::string eperm = "errno " + std::to_string(EPERM);
  EXPECT_EQ(result_of([](ByteView, const ReplySink& reply) {
              reply_errno(reply, ::open("/etc/passwd", O_RDONLY));
            }).text,
            eperm);
  EXPECT_EQ(result_of([](ByteView, const ReplySink& reply) {
              reply_errno(reply, ::access("/", R_OK));
            }).text,
            eperm);
}

TEST(TemplateProcess, writing_a_file_is_impossible) {
  const auto path = std::filesystem::temp_directory_path() / "pixiu-sandbox-escape";
  std::filesystem::remove(path);
  const Said said = result_of([&path](ByteView, const ReplySink& reply) {
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY, 0600);
    reply_text(reply, file >= 0 && ::write(file, "x", 1) == 1 ? "written" : "refused");
  });
  EXPECT_NE(said.text, "written");
  if (!is_instrumented_build()) {
    EXPECT_FALSE(std::filesystem::exists(path));
  }
  std::filesystem::remove(path);
}

struct Forbidden {
  const char* name;
  void (*attempt)();
};

class ForbiddenCall : public testing::TestWithParam<Forbidden> {};

TEST_P(ForbiddenCall, kills_the_child) {
  const Said said = result_of([](ByteView, const ReplySink& reply) {
    GetParam().attempt();
    reply_text(reply, "survived");
  });
  EXPECT_FAILED(said, ErrorCode::internal, "SIGSYS");
}

void call(long number) {
  ::syscall(number, 0, 0, 0, 0, 0, 0);
}

INSTANTIATE_TEST_SUITE_P(
    TemplateProcess, ForbiddenCall,
    testing::Values(
        Forbidden{"socket", [] { ::socket(AF_INET, SOCK_STREAM, 0); }},
        Forbidden{"unix_socket", [] { ::socket(AF_UNIX, SOCK_STREAM, 0); }},
        Forbidden{"connect", [] { ::connect(3, nullptr, 0); }},
        Forbidden{"fork", [] { static_cast<void>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); }},
        Forbidden{"libc_fork", [] { static_cast<void>(::fork()); }},
        Forbidden{"exec", [] { ::execl("/bin/true", "true", nullptr); }},
        Forbidden{"kill_of_the_template", [] { ::kill(::getppid(), SIGKILL); }},
        Forbidden{"kill_of_everything", [] { ::kill(-1, SIGKILL); }},
        Forbidden{"thread_kill_of_another", [] { ::syscall(SYS_tgkill, 1, 1, SIGKILL); }},
        Forbidden{"ptrace", [] { call(SYS_ptrace); }}, Forbidden{"bpf", [] { call(SYS_bpf); }},
        Forbidden{"unshare", [] { call(SYS_unshare); }},
        Forbidden{"io_uring", [] { call(SYS_io_uring_setup); }},
        Forbidden{"userfaultfd", [] { call(SYS_userfaultfd); }},
        Forbidden{"keyctl", [] { call(SYS_keyctl); }},
        Forbidden{"memory_file", [] { ::memfd_create("x", 0); }},
        Forbidden{"sending_descriptors", [] { call(SYS_sendmsg); }}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(TemplateProcess, an_unknown_call_answers_enosys) {
  const Said said = result_of([](ByteView, const ReplySink& reply) {
    reply_errno(reply, ::syscall(SYS_clone3, nullptr, 0));
  });
  EXPECT_EQ(said.text, "errno " + std::to_string(ENOSYS));
}

TEST(TemplateProcess, limits_cannot_be_raised_again) {
  const Said said = result_of([](ByteView, const ReplySink& reply) {
    const rlimit much{1000, 1000};
    reply_errno(reply, ::setrlimit(RLIMIT_NOFILE, &much));
  });
  EXPECT_EQ(said.text, "errno " + std::to_string(ENOSYS));
}

TEST(TemplateProcess, a_child_holds_no_descriptor_of_the_caller) {
  const Descriptor secret(::open("/dev/zero", O_RDONLY));
  const Said said = result_of([](ByteView, const ReplySink& reply) {
    int open_count = 0;
    for (int descriptor = 0; descriptor < 1024; ++descriptor) {
      if (::fcntl(descriptor, F_GETFL) >= 0) ++open_count;
    }
    reply_text(reply, std::to_string(open_count));
  });
  EXPECT_EQ(said.text, "4");  // three standard ones, which lead nowhere, and the reply
}

TEST(TemplateProcess, the_request_cannot_be_changed_by_anybody) {
  const ByteView part = bytes_of("sealed");
  Result<Descriptor> memory = sealed_memory({&part, 1});
  ASSERT_TRUE(memory);
  EXPECT_EQ(::pwrite(memory->get(), "x", 1, 0), -1);
  EXPECT_EQ(::ftruncate(memory->get(), 100), -1);
}

// --- hostile replies ---

void send_raw(ByteView bytes) {
  for (int descriptor = 3; descriptor < 64; ++descriptor) {
    if (::fcntl(descriptor, F_GETFL) < 0) continue;
    static_cast<void>(!::write(descriptor, bytes.data(), bytes.size()));
    return;
  }
}

TEST(TemplateProcess, a_reply_larger_than_allowed_is_refused) {
  const Said said = result_of([](ByteView, const ReplySink& reply) {
    const Bytes much(2 << 20);
    const ByteView part = much;
    reply({&part, 1});
  });
  EXPECT_FAILED(said, ErrorCode::limit_exceeded, "too large");
}

TEST(TemplateProcess, a_lying_reply_size_is_refused) {
  const Said huge = result_of([](ByteView, const ReplySink&) {
    send_raw(bytes_of_struct(ReplyHeader{~std::uint64_t{0}}));
  });
  EXPECT_FAILED(huge, ErrorCode::limit_exceeded, "too large");
  const Said short_one =
      result_of([](ByteView, const ReplySink&) { send_raw(bytes_of_struct(ReplyHeader{1000})); });
  EXPECT_FAILED(short_one, ErrorCode::internal, "without an answer");
}

TEST(TemplateProcess, a_child_that_replies_and_goes_on_is_killed) {
  const auto process = start(
      [](ByteView, const ReplySink& reply) {
        reply_text(reply, std::to_string(::getpid()));
        for (;;) std::this_thread::sleep_for(10ms);
      },
      {.wall_time_max = 60s});
  const Said said = ask(*process);
  ASSERT_FALSE(said.error);
  const std::string folder = "/proc/" + said.text;
  for (int tries = 0; tries < 200 && std::filesystem::exists(folder); ++tries) {
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

// --- the template ---

std::vector<pid_t> children_of(pid_t pid) {
  std::vector<pid_t> found;
  const std::string base = "/proc/" + std::to_string(pid);
  std::ifstream file(base + "/task/" + std::to_string(pid) + "/children");
  for (pid_t child = 0; file >> child;) found.push_back(child);
  return found;
}

TEST(TemplateProcess, no_zombies_stay_behind) {
  const auto process = start([](ByteView, const ReplySink& reply) { reply_text(reply, "x"); });
  for (int round = 0; round < 20; ++round) ask(*process);
  for (int tries = 0; tries < 200 && !children_of(process->pid()).empty(); ++tries) {
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_TRUE(children_of(process->pid()).empty());
}

TEST(TemplateProcess, its_death_makes_calls_unavailable_and_ends_running_children) {
  const auto process = start(
      [](ByteView request, const ReplySink&) {
        while (text_of(request) == "stay") std::this_thread::sleep_for(10ms);
      },
      {.wall_time_max = 60s});
  std::jthread killer([&process] {
    while (children_of(process->pid()).empty()) std::this_thread::sleep_for(1ms);
    ::kill(process->pid(), SIGKILL);
  });
  const Said during = ask(*process, "stay");
  EXPECT_FAILED(during, ErrorCode::unavailable, "template");
  const Said after = ask(*process);
  EXPECT_FAILED(after, ErrorCode::unavailable, "template is gone");
}

TEST(TemplateProcess, it_ends_with_its_owner) {
  auto process = start([](ByteView, const ReplySink&) { ::pause(); });
  const pid_t pid = process->pid();
  process.reset();
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST(TemplateProcess, two_templates_live_side_by_side) {
  auto first = start([](ByteView, const ReplySink& reply) { reply_text(reply, "first"); });
  const auto second = start([](ByteView, const ReplySink& reply) { reply_text(reply, "second"); });
  EXPECT_EQ(ask(*first).text, "first");
  first.reset();  // would hang if the second had kept the first's control socket
  EXPECT_EQ(ask(*second).text, "second");
}

TEST(TemplateProcess, a_failed_warm_up_is_a_reason_not_to_start) {
  const auto process = TemplateProcess::start(
      {.warm_up = [] { throw std::runtime_error("no calibration"); }, .work = {}, .limits = {}});
  ASSERT_FALSE(process);
  EXPECT_EQ(process.error().code, ErrorCode::unavailable);
  EXPECT_THAT(process.error().message, HasSubstr("no calibration"));
}

TEST(TemplateProcess, what_was_warmed_up_is_there_in_every_child) {
  auto warm = std::make_shared<std::string>();
  const auto process = TemplateProcess::start(
      {.warm_up = [warm] { *warm = "loaded"; },
       .work = [warm](ByteView, const ReplySink& reply) { reply_text(reply, *warm); },
       .limits = quick_limits()});
  ASSERT_TRUE(process);
  EXPECT_EQ(ask(**process).text, "loaded");
  EXPECT_EQ(*warm, "");
}

TEST(TemplateProcess, interrupts_of_the_terminal_do_not_reach_it) {
  const auto process = start([](ByteView, const ReplySink& reply) { reply_text(reply, "alive"); });
  EXPECT_NE(::getsid(process->pid()), ::getsid(0));
  ::kill(process->pid(), SIGINT);
  ::kill(process->pid(), SIGTERM);
  EXPECT_EQ(ask(*process).text, "alive");
}

TEST(TemplateProcess, it_is_separated_as_far_as_the_machine_allows) {
  const auto process = start([](ByteView, const ReplySink& reply) { reply_text(reply, "x"); });
  const Separation& separation = process->separation();
  EXPECT_TRUE(separation.has_no_capabilities);
  std::ifstream file("/proc/" + std::to_string(process->pid()) + "/status");
  const std::string status{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(status, HasSubstr("CapEff:\t0000000000000000"));
  RecordProperty("user_namespace", separation.has_user_namespace);
  RecordProperty("network_namespace", separation.has_network_namespace);
  RecordProperty("empty_root", separation.has_empty_root);
}

TEST(TemplateProcess, usage_is_told_when_asked_for) {
  const auto process = start([](ByteView, const ReplySink& reply) {
    const std::vector<char> block(64 << 20, 'x');
    reply_text(reply, block[1 << 20] == 'x' ? "x" : "y");
  });
  const ByteView part = bytes_of("go");
  const Result<Reply> reply =
      process->run({.request_parts = {&part, 1}, .reply_bytes_max = 100, .waits_for_end = true});
  ASSERT_TRUE(reply) << reply.error().message;
  ASSERT_TRUE(reply->usage);
  EXPECT_GT(reply->usage->resident_bytes_peak, std::size_t{64} << 20);
}

// --- /proc/PID/stat ---

TEST(ProcessFacts, a_name_with_brackets_and_blanks_misleads_nobody) {
  const std::string text =
      "7 (x) S 1 2) 3 (y) S 1 7 7 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 3 0 100 8192 250 1844\n";
  const auto facts = parse_process_facts(text, 4096);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->thread_count, 3);
  EXPECT_EQ(facts->resident_bytes, 250u * 4096);
}

TEST(ProcessFacts, broken_text_is_nothing) {
  for (const char* text :
       {"", "7", "7 (x)", "7 (x) S 1", "7 (x) S 1 7 7 0 -1 4 1 2 3 4 5 6 7 8 20 0 x 0 1 1 1"}) {
    EXPECT_FALSE(parse_process_facts(text, 4096)) << text;
  }
}

}  // namespace
}  // namespace pixiu::sandbox
