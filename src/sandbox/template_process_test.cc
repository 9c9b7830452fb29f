#include "sandbox/template_process.h"

#include "sandbox/template_server.h"
#include "sandbox/test_children.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace pixiu::sandbox {
namespace {

using namespace std::chrono_literals;
using namespace test;

using testing::HasSubstr;

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

std::vector<pid_t> children_of(pid_t pid) {
  std::vector<pid_t> found;
  const std::string base = "/proc/" + std::to_string(pid);
  std::ifstream file(base + "/task/" + std::to_string(pid) + "/children");
  for (pid_t child = 0; file >> child;) found.push_back(child);
  return found;
}

TEST(TemplateProcess, calls_from_many_threads_run_side_by_side) {
  const auto process = start([](ByteView request, const ReplySink& reply) {
    std::this_thread::sleep_for(100ms);
    reply({&request, 1});
  });
  std::atomic<int> right = 0;
  std::atomic<int> done = 0;
  std::size_t most_at_once = 0;
  std::vector<std::jthread> callers;
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([&process, &right, &done, caller] {
      for (int round = 0; round < 3; ++round) {
        const std::string request = std::to_string(caller * 100 + round);
        if (ask(*process, request).text == request) ++right;
      }
      ++done;
    });
  }
  while (done < 8) most_at_once = std::max(most_at_once, children_of(process->pid()).size());
  EXPECT_EQ(right, 24);
  EXPECT_GE(most_at_once, 2u);
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
  const Said said = result_of(
      [](ByteView, const ReplySink&) {
        for (;;) std::this_thread::sleep_for(10ms);
      },
      {.wall_time_max = 400ms});
  EXPECT_FAILED(said, ErrorCode::deadline_exceeded, "longer than 0.4 s");
  EXPECT_LT(std::chrono::steady_clock::now() - started, 20s);
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
