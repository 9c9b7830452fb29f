#pragma once

#include "sandbox/template_process.h"

#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Real children under the real lock-down: a test orders one to misbehave and looks at what the
// caller is told. Test code only.
namespace pixiu::sandbox::test {

using namespace std::chrono_literals;

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

inline Limits quick_limits() {
  return {.wall_time_max = 30s,  // generous: the machine may be busy
          .resident_bytes_max = std::size_t{is_instrumented_build() ? 1024u : 256u} << 20};
}

inline void reply_text(const ReplySink& reply, std::string_view text) {
  const ByteView part = bytes_of(text);
  reply({&part, 1});
}

inline void reply_errno(const ReplySink& reply, long result) {
  reply_text(reply, result < 0 ? "errno " + std::to_string(errno) : "done");
}

inline std::unique_ptr<TemplateProcess> start(Work work, Limits limits = quick_limits()) {
  Result<std::unique_ptr<TemplateProcess>> process =
      TemplateProcess::start({.warm_up = {}, .work = std::move(work), .limits = limits});
  if (!process) throw std::runtime_error(process.error().message);
  return std::move(*process);
}

struct Said {
  std::string text;
  std::optional<Error> error;
};

inline Said ask(TemplateProcess& process, std::string_view request = "go",
                std::size_t reply_max = 1 << 20) {
  const ByteView part = bytes_of(request);
  const Result<Reply> reply =
      process.run({.request_parts = {&part, 1}, .reply_bytes_max = reply_max});
  if (!reply) return {"", reply.error()};
  return {std::string(text_of(reply->bytes.view())), std::nullopt};
}

inline Said result_of(Work work, Limits limits = quick_limits()) {
  const auto process = start(std::move(work), limits);
  return ask(*process);
}

#define EXPECT_FAILED(said, expected_code, part)                  \
  do {                                                            \
    ASSERT_TRUE((said).error) << (said).text;                     \
    EXPECT_EQ((said).error->code, expected_code);                 \
    EXPECT_THAT((said).error->message, testing::HasSubstr(part)); \
  } while (false)

}  // namespace pixiu::sandbox::test
