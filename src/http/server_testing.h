#pragma once

#include "base/testing.h"
#include "http/server.h"
#include "http/testing.h"

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

// A server under test, with examinations that a test holds in its hand. Included by tests only.
namespace pixiu::http::testing {

// Answers when the test lets it; keeps what it was given.
class ScriptedInspections final : public workflow::InspectionService {
 public:
  Status submit(workflow::Upload upload, workflow::InspectionDone done) override {
    const std::lock_guard lock(mutex_);
    if (fails_with) return *fails_with;
    photo_sizes_.push_back(upload.photo.size());
    if (answers_at_once) {
      done(answer());
    } else {
      waiting_.push_back({std::move(upload), std::move(done)});
    }
    return {};
  }
  std::size_t waiting_count() const override {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }
  bool has_room() const override { return has_room_now; }

  void answer_all() {
    const std::lock_guard lock(mutex_);
    for (auto& job : waiting_) job.done(answer());
    waiting_.clear();
  }
  std::vector<std::size_t> photo_sizes() const {
    const std::lock_guard lock(mutex_);
    return photo_sizes_;
  }

  bool answers_at_once = true;
  std::atomic<bool> has_room_now = true;
  std::optional<Error> fails_with;
  std::string long_answer;  // added to every answer

 private:
  workflow::Inspection answer() const {
    workflow::Inspection inspection{.assessment = {{"band", "review"}}, .band = "review"};
    if (!long_answer.empty()) inspection.assessment["more"] = long_answer;
    return inspection;
  }
  struct Job {
    workflow::Upload upload;
    workflow::InspectionDone done;
  };
  mutable std::mutex mutex_;
  std::deque<Job> waiting_;
  std::vector<std::size_t> photo_sizes_;
};

inline constexpr Asset console_of_one_page[] = {{"/index.html", {}, {}}};

// A server on a free port, run by a thread of its own.
class ServerTest : public ::testing::Test {
 protected:
  void start(ServerLimits limits = {}) {
    auto listening = Server::listen({.port = 0, .limits = limits},
                                    {.inspections = inspections,
                                     .entropy = entropy,
                                     .clock = clock,
                                     .console = console_of_one_page,
                                     .openapi_json = "{}",
                                     .version = "1.2.3",
                                     .log_access = [this](const AccessRecord& record) {
                                       const std::lock_guard lock(records_mutex);
                                       records.push_back(record);
                                     }});
    ASSERT_TRUE(listening) << listening.error().message;
    server = std::move(*listening);
    port = server->port();
    thread = std::jthread([this] { server->run(); });
  }
  void TearDown() override {
    if (!server) return;
    server->stop();
    inspections.answer_all();
    if (thread.joinable()) thread.join();
    inspections.answer_all();
  }
  Reply ask(const std::string& request, bool has_body = true) {
    RawClient client(port);
    EXPECT_TRUE(client.send(request));
    const auto reply = client.read(has_body);
    EXPECT_TRUE(reply);
    return reply.value_or(Reply{});
  }
  std::string upload(std::size_t photo_bytes = 4) const {
    return post_text(port, "/v1/inspect",
                     FormText().add("photo", std::string(photo_bytes, 'p')).body());
  }
  std::vector<AccessRecord> recorded() {
    const std::lock_guard lock(records_mutex);
    return records;
  }
  void wait_until_waiting(std::size_t count) const {
    for (int i = 0; i < 1000 && inspections.waiting_count() < count; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ASSERT_EQ(inspections.waiting_count(), count);
  }

  ScriptedInspections inspections;
  pixiu::testing::SeededEntropy entropy{1};
  pixiu::testing::ManualClock clock{Timestamp{std::chrono::seconds(784111777)}};
  std::mutex records_mutex;
  std::vector<AccessRecord> records;
  std::unique_ptr<Server> server;
  std::uint16_t port = 0;
  std::jthread thread;
};

}  // namespace pixiu::http::testing
