#include "workflow/inspect.h"

#include <future>
#include <mutex>
#include <semaphore>
#include <thread>

#include <gtest/gtest.h>

namespace pixiu::workflow {
namespace {

using namespace std::chrono_literals;

// An examiner that answers what a test tells it to, when the test lets it.
class ScriptedExaminer final : public sandbox::Examiner {
 public:
  assessment::Assessment examine(const assessment::Request& request) override {
    started.release();
    if (waits_for_permission) permission.acquire();
    if (throws) throw std::runtime_error("scripted");
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::string(text_of(request.photo)));
    last_request = request;
    return answer;
  }

  Result<sandbox::Rendition> render(const sandbox::RenditionRequest& request) override {
    if (text_of(request.file) == "broken") return Error{ErrorCode::unsupported, "no picture"};
    const auto text = "rendition of " + std::string(text_of(request.file));
    sandbox::Rendition rendition;
    rendition.jpeg.assign(bytes_of(text).begin(), bytes_of(text).end());
    return rendition;
  }

  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  assessment::Assessment answer;
  assessment::Request last_request;
  bool waits_for_permission = false;
  bool throws = false;
  std::counting_semaphore<> started{0};
  std::counting_semaphore<> permission{0};

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
};

// The one answer a submitted upload gets.
struct Answer {
  InspectionDone done() {
    return [this](Result<Inspection> result) { promise.set_value(std::move(result)); };
  }
  Result<Inspection> get() { return promise.get_future().get(); }
  std::promise<Result<Inspection>> promise;
};

Upload upload_of(std::string_view photo) {
  return {.photo = bytes_of(photo)};
}

TEST(Inspect, everything_given_reaches_the_examiner_and_nothing_else_is_asked_for) {
  ScriptedExaminer examiner;
  InspectionQueue queue(examiner, {});
  Answer answer;
  const auto status = queue.submit({.photo = bytes_of("p"),
                                    .references = {bytes_of("r0"), bytes_of("r1")},
                                    .others = {bytes_of("o")},
                                    .context_json = R"({"declared_ai":true})"},
                                   answer.done());
  ASSERT_TRUE(status);
  const auto inspection = answer.get();
  ASSERT_TRUE(inspection);
  const auto& request = examiner.last_request;
  ASSERT_EQ(request.references.size(), 2u);
  EXPECT_EQ(text_of(request.references[1].bytes), "r1");
  ASSERT_EQ(request.others.size(), 1u);
  EXPECT_EQ(request.context.declared_ai, true);
  EXPECT_FALSE(request.wants_mask);
  EXPECT_FALSE(request.wants_aligned_reference);
  EXPECT_FALSE(inspection->pictures);
  EXPECT_EQ(inspection->band, "not_assessed");
  EXPECT_EQ(inspection->assessment.at("band"), "not_assessed");
  EXPECT_EQ(inspection->assessment.at("schema"), "pixiu.assessment/1");
}

TEST(Inspect, pictures_are_made_when_asked_for_and_empty_where_there_is_none) {
  ScriptedExaminer examiner;
  examiner.answer.mask = cv::Mat(3200, 100, CV_8UC1, cv::Scalar(255));
  examiner.answer.aligned_reference = cv::Mat(3200, 100, CV_8UC3, cv::Scalar(1, 2, 3));
  const auto upload = Upload{.photo = bytes_of("p"),
                             .references = {bytes_of("broken"), bytes_of("r1")},
                             .wants_mask = true,
                             .wants_renditions = true};
  const auto inspection = inspect(examiner, upload, {});
  ASSERT_TRUE(inspection);
  ASSERT_TRUE(inspection->pictures);
  const auto& pictures = *inspection->pictures;
  EXPECT_EQ(text_of(pictures.photo_jpeg), "rendition of p");
  ASSERT_EQ(pictures.references_jpeg.size(), 2u);
  EXPECT_TRUE(pictures.references_jpeg[0].empty());
  EXPECT_EQ(text_of(pictures.references_jpeg[1]), "rendition of r1");
  // PNG signature, then width and height in the header chunk: scaled to 1600 at most.
  ASSERT_GT(pictures.mask_png.size(), 24u);
  EXPECT_EQ(text_of(pictures.mask_png).substr(1, 3), "PNG");
  EXPECT_EQ(text_of(pictures.mask_png).substr(16, 8),
            std::string_view("\0\0\0\x32\0\0\x06\x40", 8));
  EXPECT_EQ(text_of(pictures.aligned_reference_jpeg).substr(0, 2), "\xff\xd8");

  examiner.answer.mask.release();
  examiner.answer.aligned_reference.release();
  const auto without = inspect(examiner, upload, {});
  ASSERT_TRUE(without);
  EXPECT_TRUE(without->pictures->mask_png.empty());
  EXPECT_TRUE(without->pictures->aligned_reference_jpeg.empty());
}

TEST(Inspect, a_broken_photo_is_an_answer_and_a_broken_sandbox_is_none) {
  ScriptedExaminer examiner;
  examiner.answer.unreadable = Error{ErrorCode::corrupted, "no picture"};
  EXPECT_TRUE(inspect(examiner, upload_of("p"), {}));
  examiner.answer.unreadable = Error{ErrorCode::unavailable, "the sandbox is gone"};
  const auto inspection = inspect(examiner, upload_of("p"), {});
  ASSERT_FALSE(inspection);
  EXPECT_EQ(inspection.error().code, ErrorCode::unavailable);
}

TEST(Inspect, a_wrong_context_is_refused_before_anything_is_queued) {
  ScriptedExaminer examiner;
  InspectionQueue queue(examiner, {});
  auto upload = upload_of("p");
  upload.context_json = R"({"filed_at":"soon"})";
  const auto status = queue.submit(std::move(upload), [](Result<Inspection>) { FAIL(); });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(queue.waiting_count(), 0u);
}

TEST(Inspect, the_queue_is_bounded_and_keeps_its_order) {
  ScriptedExaminer examiner;
  examiner.waits_for_permission = true;
  InspectionQueue queue(examiner, {.workers = 1, .length_max = 2});
  Answer running, first, second;
  ASSERT_TRUE(queue.submit(upload_of("0"), running.done()));
  examiner.started.acquire();
  ASSERT_TRUE(queue.submit(upload_of("1"), first.done()));
  EXPECT_TRUE(queue.has_room());
  ASSERT_TRUE(queue.submit(upload_of("2"), second.done()));
  EXPECT_FALSE(queue.has_room());
  EXPECT_EQ(queue.waiting_count(), 2u);
  const auto full = queue.submit(upload_of("3"), [](Result<Inspection>) { FAIL(); });
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::unavailable);

  examiner.permission.release(3);
  EXPECT_TRUE(running.get());
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(second.get());
  EXPECT_EQ(examiner.requests(), (std::vector<std::string>{"0", "1", "2"}));
}

TEST(Inspect, workers_run_side_by_side) {
  ScriptedExaminer examiner;
  examiner.waits_for_permission = true;
  InspectionQueue queue(examiner, {.workers = 3});
  std::vector<Answer> answers(3);
  for (auto& answer : answers) ASSERT_TRUE(queue.submit(upload_of("p"), answer.done()));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(examiner.started.try_acquire_for(30s));
  examiner.permission.release(3);
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
}

TEST(Inspect, what_waited_too_long_is_not_begun) {
  ScriptedExaminer examiner;
  examiner.waits_for_permission = true;
  InspectionQueue queue(examiner, {.workers = 1, .wait_time_max = 1s});
  Answer running, late;
  ASSERT_TRUE(queue.submit(upload_of("0"), running.done()));
  ASSERT_TRUE(examiner.started.try_acquire_for(30s));
  ASSERT_TRUE(queue.submit(upload_of("1"), late.done()));
  std::this_thread::sleep_for(1200ms);
  examiner.permission.release(2);
  EXPECT_TRUE(running.get());
  const auto result = late.get();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::deadline_exceeded);
  EXPECT_EQ(examiner.requests().size(), 1u);
}

TEST(Inspect, ending_answers_what_waits_and_finishes_what_runs) {
  ScriptedExaminer examiner;
  examiner.waits_for_permission = true;
  Answer running, waiting;
  {
    InspectionQueue queue(examiner, {.workers = 1});
    ASSERT_TRUE(queue.submit(upload_of("0"), running.done()));
    ASSERT_TRUE(examiner.started.try_acquire_for(30s));
    ASSERT_TRUE(queue.submit(upload_of("1"), waiting.done()));
    examiner.permission.release();
  }
  EXPECT_TRUE(running.get());
  const auto result = waiting.get();
  EXPECT_TRUE(result || result.error().code == ErrorCode::unavailable);
}

TEST(Inspect, an_examiner_that_throws_fails_its_job_alone) {
  ScriptedExaminer examiner;
  examiner.throws = true;
  InspectionQueue queue(examiner, {});
  Answer failed;
  ASSERT_TRUE(queue.submit(upload_of("0"), failed.done()));
  const auto result = failed.get();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::internal);
  examiner.throws = false;
  Answer next;
  ASSERT_TRUE(queue.submit(upload_of("1"), next.done()));
  EXPECT_TRUE(next.get());
}

TEST(Inspect, the_bytes_are_let_go_before_the_answer) {
  ScriptedExaminer examiner;
  InspectionQueue queue(examiner, {});
  auto storage = std::make_shared<std::string>("p");
  const std::weak_ptr<std::string> watched = storage;
  std::promise<bool> was_gone;
  ASSERT_TRUE(queue.submit({.photo = bytes_of(*storage), .storage = std::move(storage)},
                           [&](Result<Inspection>) { was_gone.set_value(watched.expired()); }));
  EXPECT_TRUE(was_gone.get_future().get());
}

}  // namespace
}  // namespace pixiu::workflow
