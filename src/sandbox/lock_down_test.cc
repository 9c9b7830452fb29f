#include "sandbox/channel.h"
#include "sandbox/test_children.h"

#include <csignal>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace pixiu::sandbox {
namespace {

using namespace std::chrono_literals;
using namespace test;

TEST(LockDown, reserved_but_untouched_memory_is_no_offence) {
  const Said said = result_of([](ByteView, const ReplySink& reply) {
    void* much = ::mmap(nullptr, std::size_t{8} << 30, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    reply_text(reply, much == MAP_FAILED ? "refused" : "reserved");
  });
  EXPECT_EQ(said.text, "reserved");
}

TEST(LockDown, shared_and_executable_memory_is_refused) {
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

TEST(LockDown, opening_a_file_answers_eperm_in_the_shipped_filter) {
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

TEST(LockDown, writing_a_file_is_impossible) {
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
    LockDown, ForbiddenCall,
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

TEST(LockDown, an_unknown_call_answers_enosys) {
  const Said said = result_of([](ByteView, const ReplySink& reply) {
    reply_errno(reply, ::syscall(SYS_clone3, nullptr, 0));
  });
  EXPECT_EQ(said.text, "errno " + std::to_string(ENOSYS));
}

TEST(LockDown, limits_cannot_be_raised_again) {
  const Said said = result_of([](ByteView, const ReplySink& reply) {
    const rlimit much{1000, 1000};
    reply_errno(reply, ::setrlimit(RLIMIT_NOFILE, &much));
  });
  EXPECT_EQ(said.text, "errno " + std::to_string(ENOSYS));
}

TEST(LockDown, a_child_holds_no_descriptor_of_the_caller) {
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

TEST(LockDown, the_request_cannot_be_changed_by_anybody) {
  const ByteView part = bytes_of("sealed");
  Result<Descriptor> memory = sealed_memory({&part, 1});
  ASSERT_TRUE(memory);
  EXPECT_EQ(::pwrite(memory->get(), "x", 1, 0), -1);
  EXPECT_EQ(::ftruncate(memory->get(), 100), -1);
}

}  // namespace
}  // namespace pixiu::sandbox
