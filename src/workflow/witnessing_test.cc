#include "workflow/witnessing.h"

#include "tlog/testing.h"
#include "workflow/record_testing.h"
#include "workflow/witness.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace pixiu::workflow {
namespace {

using testing::RecordScene;

// The network between a log and a witness: what is sent reaches a real witness in this process.
class Wire final : public outbound::Client {
 public:
  explicit Wire(Witness& witness) : witness_(witness) {}

  Result<outbound::Response> send(const outbound::Request& request) override {
    urls.push_back(request.url);
    if (is_down) return Error{ErrorCode::unavailable, "no connection"};
    auto answer = witness_.add_checkpoint(text_of(request.body));
    return outbound::Response{
        .status = answer.status,
        .headers = {{"content-type", answer.content_type}},
        .body = Bytes(bytes_of(answer.body).begin(), bytes_of(answer.body).end())};
  }

  std::vector<std::string> urls;
  bool is_down = false;

 private:
  Witness& witness_;
};

class WitnessingTest : public ::testing::Test {
 protected:
  void log_more(int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(scene.record.take_in(scene.intake("a file")));
    }
    ASSERT_TRUE(scene.sequencer.round());
  }

  // Whether what is published satisfies a policy that asks for the witness.
  bool is_cosigned() {
    const auto note = tlog::parse_note(*scene.record.checkpoint());
    const auto policy =
        tlog::parse_policy("log " + scene.log_key.verifier().vkey() + "\nwitness W " +
                           witness_key.verifier().vkey() + " https://w.example/\nquorum W\n");
    return tlog::check_policy(*policy, *note).has_value();
  }

  WitnessingParts parts() {
    return {
        .log = scene.log,
        .sequencer = scene.sequencer,
        .client = wire,
        .witnesses = {{.name = "W", .key = witness_key.verifier(), .url = "https://w.example/"}}};
  }

  RecordScene scene;
  tlog::SigningKey witness_key =
      tlog::testing::key_of("w.example", tlog::SignatureType::cosignature_v1, 2);
  vault::testing::MemoryLog cosigned;
  Witness witness{{{.log = {.origin = "log.example/1", .keys = {scene.log_key.verifier()}},
                    .cosigned = cosigned}},
                  witness_key,
                  scene.keys.clock};
  Wire wire{witness};
};

TEST_F(WitnessingTest, each_new_checkpoint_is_cosigned_once) {
  Witnessing witnessing(parts());
  EXPECT_TRUE(witnessing.round().empty());  // nothing is published yet
  log_more(3);
  EXPECT_FALSE(is_cosigned());
  ASSERT_EQ(witnessing.round().size(), 1u);
  EXPECT_TRUE(is_cosigned());
  EXPECT_EQ(wire.urls, std::vector<std::string>{"https://w.example/add-checkpoint"});
  EXPECT_TRUE(witnessing.round().empty());
  log_more(300);
  witnessing.round();
  EXPECT_TRUE(is_cosigned());
  EXPECT_EQ(wire.urls.size(), 2u);
}

TEST_F(WitnessingTest, a_log_that_forgot_what_the_witness_knows_asks_for_it) {
  log_more(2);
  Witnessing(parts()).round();
  log_more(5);
  Witnessing restarted(parts());
  const auto reports = restarted.round();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_TRUE(reports[0].outcome) << reports[0].outcome.error().message;
  EXPECT_TRUE(is_cosigned());
  EXPECT_EQ(wire.urls.size(), 3u);  // one was a conflict
}

TEST_F(WitnessingTest, a_witness_that_is_away_is_asked_again) {
  log_more(1);
  Witnessing witnessing(parts());
  wire.is_down = true;
  const auto reports = witnessing.round();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].outcome.error().code, ErrorCode::unavailable);
  EXPECT_FALSE(is_cosigned());
  wire.is_down = false;
  witnessing.round();
  EXPECT_TRUE(is_cosigned());
}

TEST_F(WitnessingTest, a_cosigned_log_goes_on_growing) {
  Witnessing witnessing(parts());
  for (int i = 0; i < 3; ++i) {
    log_more(1);
    witnessing.round();
    EXPECT_TRUE(is_cosigned());
  }
  EXPECT_TRUE(scene.record.checkpoint()->starts_with("log.example/1\n3\n"));
}

}  // namespace
}  // namespace pixiu::workflow
