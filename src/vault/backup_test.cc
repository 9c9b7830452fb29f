#include "vault/backup.h"

#include "vault/dossier_testing.h"
#include "vault/fsck.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace pixiu::vault {
namespace {

using testing::DossierScene;
using testing::MemoryBlobs;
using testing::MemoryLog;

struct BackupTest : ::testing::Test {
  DossierScene scene;

  void add_events(int count) {
    for (int i = 0; i < count; ++i) {
      scene.store(*make_event({.tenant = scene.keys.tenant,
                               .stream = Stream::of(scene.keys.claim),
                               .kind = "claim.noted",
                               .actor = Actor::program("test"),
                               .id = {}},
                              scene.keys.clock, scene.keys.entropy));
    }
    Sequencer sequencer(
        {.events = scene.record, .log = scene.log, .key = scene.key, .clock = scene.keys.clock});
    ASSERT_TRUE(sequencer.round());
  }

  std::string note() { return *scene.log.checkpoint().value(); }

  Standing standing(const LogStore& log, const std::vector<std::string>& known) {
    return *compare_with_known(log, *log.checkpoint().value(), scene.key.verifier(), known);
  }
};

TEST_F(BackupTest, a_copy_of_an_older_tree_is_clean_beside_a_log_that_grew) {
  add_events(300);
  const std::string old_note = note();
  const testing::MemoryRecord& record = scene.record;
  MemoryLog copy;
  MemoryBlobs blobs;
  ASSERT_TRUE(copy_log(scene.log, copy, 303, old_note));
  EXPECT_EQ(copy_blobs(scene.blobs, blobs), Result<std::size_t>(std::size_t{2}));
  EXPECT_EQ(copy_blobs(scene.blobs, blobs), Result<std::size_t>(std::size_t{0}));
  const auto check = [&] {
    return *fsck({.events = record,
                  .exhibits = record,
                  .blobs = blobs,
                  .log = copy,
                  .log_keys = {&scene.key.verifier(), 1},
                  .keyring = scene.keys.keyring.get()});
  };
  EXPECT_TRUE(check().findings.empty());
  add_events(20);
  MemoryLog later_copy;
  ASSERT_TRUE(copy_log(scene.log, later_copy, 303, old_note));
  EXPECT_EQ(*later_copy.paths(), *copy.paths());
  EXPECT_EQ(copy_log(scene.log, copy, 303, old_note).error().code, ErrorCode::conflict);
}

TEST_F(BackupTest, a_missing_file_of_the_tree_is_named) {
  add_events(300);
  MemoryLog copy;
  const Status done = copy_log(scene.log, copy, 302, note());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "tile/entries/001.p/46 is missing");
}

TEST_F(BackupTest, a_restored_log_knows_whether_it_may_go_on) {
  add_events(5);
  const std::string old_note = note();
  MemoryLog copy;
  ASSERT_TRUE(copy_log(scene.log, copy, 8, old_note));
  add_events(300);
  EXPECT_EQ(standing(copy, {}), Standing::ahead);
  EXPECT_EQ(standing(copy, {old_note}), Standing::ahead);
  EXPECT_EQ(standing(scene.log, {old_note, note()}), Standing::ahead);
  EXPECT_EQ(standing(copy, {old_note, note()}), Standing::behind);
  // The same key signed another history.
  DossierScene other;
  EXPECT_EQ(standing(scene.log, {*other.log.checkpoint().value()}), Standing::forked);
  const auto stranger = tlog::SigningKey::from_seed(
      "log.example/test", tlog::SignatureType::ed25519, Bytes(32, std::byte{9}));
  EXPECT_EQ(compare_with_known(scene.log, old_note, stranger->verifier(), std::vector{old_note})
                .error()
                .code,
            ErrorCode::corrupted);
  EXPECT_EQ(compare_with_known(scene.log, old_note, scene.key.verifier(),
                               std::vector<std::string>{"no note"})
                .error()
                .code,
            ErrorCode::invalid_input);
}

TEST_F(BackupTest, a_copy_without_checkpoint_is_not_appended_to) {
  add_events(5);
  MemoryLog copy;
  ASSERT_TRUE(copy_log(scene.log, copy, 8, std::nullopt));
  std::vector<std::string> stops;
  Sequencer sequencer({.events = scene.record,
                       .log = copy,
                       .key = scene.key,
                       .clock = scene.keys.clock,
                       .stop = [&](std::string_view why) { stops.emplace_back(why); }});
  EXPECT_FALSE(sequencer.round());
  EXPECT_EQ(stops.size(), 1u);
  EXPECT_FALSE(*copy.checkpoint());
}

TEST_F(BackupTest, a_new_origin_logs_every_event_anew) {
  add_events(5);
  ASSERT_TRUE(scene.record.forget_indices());
  MemoryLog fresh;
  const auto key = tlog::SigningKey::from_seed("log.example/2", tlog::SignatureType::ed25519,
                                               Bytes(32, std::byte{5}));
  Sequencer sequencer(
      {.events = scene.record, .log = fresh, .key = *key, .clock = scene.keys.clock});
  EXPECT_EQ(sequencer.round(), Result<std::size_t>(std::size_t{8}));
}

TEST_F(BackupTest, the_watch_has_every_checkpoint_that_stood_long_enough) {
  CheckpointWatch watch(scene.log, scene.key.verifier(), std::chrono::milliseconds{1});
  std::this_thread::sleep_for(std::chrono::milliseconds{20});
  add_events(2);
  const auto seen = watch.finish();
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_TRUE(seen->contains(3));
  EXPECT_TRUE(seen->contains(5));
}

}  // namespace
}  // namespace pixiu::vault
