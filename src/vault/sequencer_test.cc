#include "vault/sequencer.h"

#include "base/testing.h"
#include "tlog/proof.h"
#include "vault/log_resources.h"
#include "vault/memory_files_testing.h"
#include "vault/memory_record_testing.h"
#include "vault/sequencer_loop.h"

#include <atomic>
#include <map>
#include <thread>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::vault {
namespace {

using testing::FaultKind;
using testing::Faults;
using testing::MemoryLog;
using testing::MemoryRecord;
using testing::SimulatedCrash;

// A log and its database, and a sequencer that can be ended and begun again over them.
class Scene {
 public:
  Scene() { restart(); }

  void restart() {
    sequencer_.reset();
    sequencer_ = std::make_unique<Sequencer>(
        SequencerParts{.events = record,
                       .log = log,
                       .key = key_,
                       .clock = clock_,
                       .stop = [this](std::string_view why) { stops.emplace_back(why); }});
  }

  Sequencer& sequencer() { return *sequencer_; }

  Result<std::size_t> round_or_restart() {
    try {
      return sequencer_->round();
    } catch (const SimulatedCrash&) {
      restart();
      return Error{ErrorCode::unavailable, "crashed"};
    }
  }

  std::vector<Event> make_events(std::size_t count) {
    std::vector<Event> events;
    for (std::size_t i = 0; i < count; ++i) {
      events.push_back(*make_event({.tenant = tenant_,
                                    .stream = stream_,
                                    .kind = "claim.noted",
                                    .actor = Actor::program("test"),
                                    .body = {{"number", ++number_}},
                                    .id = {}},
                                   clock_, entropy_));
    }
    return events;
  }

  // Stores events as a caller does who tries again until it is acknowledged.
  void store(std::size_t count) {
    const std::vector<Event> events = make_events(count);
    for (int attempt = 0; attempt < 4; ++attempt) {
      try {
        const Status done = record.run(
            [&](Transaction& transaction) { return record.append(transaction, events); });
        if (done) break;
      } catch (const SimulatedCrash&) {
        restart();
      }
    }
    stored += count;
  }

  tlog::SignedCheckpoint checkpoint(const std::string& note) const {
    const auto opened = tlog::open_checkpoint(note, {&key_.verifier(), 1});
    EXPECT_TRUE(opened);
    return *opened;
  }

  tlog::Checkpoint last() const { return checkpoint(log.checkpoints().back()).checkpoint; }

  // Everything a log promises, from what is stored alone.
  std::string broken_promise() {
    const auto all = record.all(EventPage{.after_position = 0, .count_max = 100'000});
    const std::uint64_t size = last().size;
    const auto in_log = stored_commitments(log, 0, size, size);
    if (!in_log) return in_log.error().message;
    for (const StoredEvent& event : *all) {
      if (!event.index) continue;
      if (*event.index >= size) return "an index beyond the checkpoint";
      if (in_log->at(*event.index) != event.commitment) return "an index of another event";
      const auto known = indices_.emplace(event.event.id, *event.index).first;
      if (known->second != *event.index) return "an index that changed";
    }
    std::uint64_t size_before = 0;
    for (const std::string& note : log.checkpoints()) {
      const tlog::Checkpoint one = checkpoint(note).checkpoint;
      if (one.size < size_before) return "a checkpoint that shrank";
      const auto root = tlog::root_at(one.size, log_reader(log));
      if (!root || *root != one.root) return "two checkpoints that are inconsistent";
      size_before = one.size;
    }
    return "";
  }

  // Rounds without faults until nothing is left; then everything stored is in the log, once.
  std::string unfinished_business() {
    faults.clear();
    for (int i = 0; i < 3; ++i) {
      const auto logged = round_or_restart();
      if (!logged) return logged.error().message;
    }
    if (!record.unlogged(1)->empty()) return "an event that is not logged";
    const auto all = record.all(EventPage{.after_position = 0, .count_max = 100'000});
    if (all->size() != stored) return "an event is lost";
    if (last().size != stored) return "the log has another number of entries";
    return broken_promise();
  }

  Faults faults;
  MemoryRecord record{&faults};
  MemoryLog log{&faults};
  std::vector<std::string> stops;
  std::size_t stored = 0;

 private:
  ::pixiu::testing::ManualClock clock_{*parse_timestamp("2026-11-28T01:02:03Z")};
  ::pixiu::testing::SeededEntropy entropy_{5};
  tlog::SigningKey key_ = *tlog::SigningKey::from_seed(
      "log.example/test", tlog::SignatureType::ed25519, Bytes(32, std::byte{3}));
  TenantId tenant_ = TenantId::make(clock_, entropy_);
  Stream stream_ = Stream::of(ClaimId::make(clock_, entropy_));
  int number_ = 0;
  std::unique_ptr<Sequencer> sequencer_;
  std::map<EventId, std::uint64_t> indices_;
};

TEST(Sequencer, the_first_round_signs_the_empty_log) {
  Scene scene;
  EXPECT_EQ(scene.sequencer().round(), Result<std::size_t>(std::size_t{0}));
  EXPECT_EQ(scene.last().size, 0u);
  EXPECT_EQ(scene.last().root, tlog::empty_root());
  EXPECT_EQ(scene.sequencer().round(), Result<std::size_t>(std::size_t{0}));
  EXPECT_EQ(scene.log.checkpoints().size(), 1u);
}

TEST(Sequencer, events_are_logged_in_the_order_of_storing) {
  Scene scene;
  for (const std::size_t count : {3u, 300u, 1u, 256u}) {
    scene.store(count);
    EXPECT_EQ(scene.sequencer().round(), Result<std::size_t>(count));
  }
  const auto all = scene.record.all(EventPage{.after_position = 0, .count_max = 1000});
  for (std::size_t i = 0; i < all->size(); ++i) EXPECT_EQ((*all)[i].index, std::uint64_t{i});
  EXPECT_EQ(scene.unfinished_business(), "");
  EXPECT_TRUE(scene.stops.empty());
}

TEST(Sequencer, an_event_without_salt_is_logged_by_its_commitment) {
  Scene scene;
  scene.store(2);
  StoredEvent& event = scene.record.event_at(0);
  event.event.salt = {};
  event.has_salt = false;
  EXPECT_EQ(scene.unfinished_business(), "");
}

TEST(Sequencer, a_new_start_goes_on_where_the_last_checkpoint_was) {
  Scene scene;
  scene.store(300);
  ASSERT_TRUE(scene.sequencer().round());
  scene.restart();
  scene.store(7);
  EXPECT_EQ(scene.sequencer().round(), Result<std::size_t>(std::size_t{7}));
  EXPECT_EQ(scene.unfinished_business(), "");
}

TEST(Sequencer, two_do_not_write_one_log) {
  Scene scene;
  ASSERT_TRUE(scene.sequencer().round());
  EXPECT_EQ(scene.log.lock().error().code, ErrorCode::conflict);
}

// Full tiles below an old root are fsck's to read; a round reads what is new and the whole edge.
TEST(Sequencer, a_flipped_byte_at_the_edge_stops_the_signing) {
  for (const char* path : {"tile/entries/001.p/44", "tile/0/001.p/44", "tile/1/000.p/1"}) {
    Scene scene;
    scene.store(300);
    ASSERT_TRUE(scene.sequencer().round());
    scene.store(400);
    Bytes* content = scene.log.content(path);
    ASSERT_NE(content, nullptr) << path;
    content->back() ^= std::byte{1};
    scene.restart();
    EXPECT_FALSE(scene.sequencer().round()) << path;
    EXPECT_EQ(scene.stops.size(), 1u) << path;
    EXPECT_EQ(scene.log.checkpoints().size(), 1u) << path;
    EXPECT_FALSE(scene.sequencer().round());
    EXPECT_EQ(scene.log.checkpoints().size(), 1u) << path;
  }
}

// A medium that loses what it said it has.
class ForgetfulLog final : public LogStore {
 public:
  explicit ForgetfulLog(LogStore& real) : real_(real) {}

  std::string damaged_path;

  Result<std::unique_ptr<LogLock>> lock() override { return real_.lock(); }
  Status write(std::span<const LogFile> files) override { return real_.write(files); }
  Result<std::optional<Bytes>> read(std::string_view path, std::size_t bytes_max) const override {
    auto bytes = real_.read(path, bytes_max);
    if (bytes && *bytes && path == damaged_path) (**bytes)[5] ^= std::byte{0x10};
    return bytes;
  }
  Result<std::optional<std::string>> checkpoint() const override { return real_.checkpoint(); }
  Status replace_checkpoint(const std::optional<std::string>& expected,
                            std::string_view next) override {
    return real_.replace_checkpoint(expected, next);
  }
  Result<std::vector<std::string>> paths() const override { return real_.paths(); }

 private:
  LogStore& real_;
};

TEST(Sequencer, nothing_is_signed_over_files_that_read_back_differently) {
  // What is damaged, and the tile in which the difference shows.
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"tile/entries/000", "tile/0/000"},
      {"tile/entries/001.p/4", "tile/0/001.p/4"},
      {"tile/0/000", "tile/0/000"},
      {"tile/0/001.p/4", "tile/0/001.p/4"},
      {"tile/1/000.p/1", "tile/1/000.p/1"}};
  for (const auto& [path, shown] : cases) {
    Scene scene;
    ForgetfulLog medium(scene.log);
    medium.damaged_path = path;
    const ::pixiu::testing::ManualClock clock{Timestamp{}};
    const auto key = tlog::SigningKey::from_seed("log.example/test", tlog::SignatureType::ed25519,
                                                 Bytes(32, std::byte{3}));
    std::vector<std::string> stops;
    Sequencer sequencer({.events = scene.record,
                         .log = medium,
                         .key = *key,
                         .clock = clock,
                         .stop = [&](std::string_view why) { stops.emplace_back(why); }});
    scene.store(260);
    EXPECT_FALSE(sequencer.round()) << path;
    ASSERT_EQ(stops.size(), 1u) << path;
    EXPECT_NE(stops[0].find(shown), std::string::npos) << stops[0];
    EXPECT_TRUE(scene.log.checkpoints().empty()) << path;
    EXPECT_EQ(*scene.record.next_index(), 0u);
  }
}

TEST(Sequencer, a_failed_fsync_stops) {
  for (std::size_t call = 0; call < 3; ++call) {
    Scene scene;
    scene.store(300);
    ASSERT_TRUE(scene.sequencer().round());
    scene.store(1);
    scene.log.spare_reads();
    // After one call of the database: the bundle, the tile, the checkpoint's replacement.
    scene.faults.plan(1 + call, FaultKind::done_but_reported, ErrorCode::internal);
    EXPECT_FALSE(scene.sequencer().round());
    EXPECT_EQ(scene.stops.size(), 1u) << call;
  }
}

TEST(Sequencer, a_log_older_than_its_database_stops) {
  Scene scene;
  scene.store(3);
  ASSERT_TRUE(scene.sequencer().round());
  const std::string old = scene.log.checkpoints().back();
  scene.store(3);
  ASSERT_TRUE(scene.sequencer().round());
  scene.log.set_checkpoint(old);
  scene.restart();
  scene.store(1);
  EXPECT_FALSE(scene.sequencer().round());
  EXPECT_EQ(scene.stops.size(), 1u);
}

TEST(Sequencer, a_database_older_than_its_log_stops) {
  Scene scene;
  scene.store(3);
  ASSERT_TRUE(scene.sequencer().round());
  scene.record.event_at(2).index.reset();
  scene.record.event_at(2).commitment[0] ^= std::byte{1};
  scene.restart();
  EXPECT_FALSE(scene.sequencer().round());
  EXPECT_EQ(scene.stops.size(), 1u);
}

TEST(Sequencer, cosignatures_are_added_to_the_checkpoint_they_are_of) {
  Scene scene;
  scene.store(3);
  ASSERT_TRUE(scene.sequencer().round());
  const tlog::SignedCheckpoint stored = scene.checkpoint(scene.log.checkpoints().back());
  const auto witness = tlog::SigningKey::from_seed(
      "witness.example", tlog::SignatureType::cosignature_v1, Bytes(32, std::byte{4}));
  const std::vector<tlog::NoteSignature> cosignatures = {
      witness->sign(stored.note.text, *parse_timestamp("2026-11-28T01:02:04Z"))};
  ASSERT_TRUE(scene.sequencer().add_cosignatures(stored.note.text, cosignatures));
  ASSERT_TRUE(scene.sequencer().add_cosignatures(stored.note.text, cosignatures));
  EXPECT_EQ(scene.checkpoint(*scene.log.checkpoint().value()).note.signatures.size(), 2u);
  scene.store(1);
  ASSERT_TRUE(scene.sequencer().round());
  EXPECT_EQ(scene.sequencer().add_cosignatures(stored.note.text, cosignatures).error().code,
            ErrorCode::not_found);
  EXPECT_EQ(scene.unfinished_business(), "");
}

// Every call that changes something, and every way in which it can go wrong.
TEST(Sequencer, no_fault_at_any_call_breaks_a_promise) {
  const auto play = [](Scene& scene) {
    for (const std::size_t count : {2u, 300u, 5u}) {
      scene.store(count);
      static_cast<void>(scene.round_or_restart().has_value());
      static_cast<void>(scene.round_or_restart().has_value());
    }
  };
  std::size_t call_count = 0;
  {
    Scene scene;
    scene.log.spare_reads();
    play(scene);
    call_count = scene.faults.calls();
    ASSERT_EQ(scene.unfinished_business(), "");
  }
  EXPECT_GE(call_count, 30u);
  for (std::size_t call = 0; call < call_count; ++call) {
    for (const FaultKind kind : {FaultKind::not_done, FaultKind::done_but_reported,
                                 FaultKind::crash_before, FaultKind::crash_after}) {
      Scene scene;
      scene.log.spare_reads();
      scene.faults.plan(call, kind);
      play(scene);
      ASSERT_EQ(scene.unfinished_business(), "") << call << ' ' << static_cast<int>(kind);
      ASSERT_TRUE(scene.stops.empty()) << scene.stops[0];
    }
  }
}

RC_GTEST_PROP(Sequencer, keeps_its_promises_under_random_faults, ()) {
  Scene scene;
  const auto step_count = *rc::gen::inRange(1, 8);
  for (int step = 0; step < step_count; ++step) {
    const auto call = *rc::gen::oneOf(rc::gen::inRange<std::size_t>(0, 12),
                                      rc::gen::inRange<std::size_t>(0, 600));
    const auto kind = *rc::gen::element(FaultKind::not_done, FaultKind::done_but_reported,
                                        FaultKind::crash_before, FaultKind::crash_after);
    scene.faults.plan(call, kind);
    scene.store(*rc::gen::element<std::size_t>(1, 2, 3, 200, 256, 257));
    for (int i = 0; i < 2; ++i) static_cast<void>(scene.round_or_restart().has_value());
    scene.faults.clear();
    if (!scene.log.checkpoints().empty()) RC_ASSERT(scene.broken_promise() == "");
  }
  RC_ASSERT(scene.unfinished_business() == "");
  RC_ASSERT(scene.stops.empty());
}

TEST(SequencerLoop, events_are_in_the_log_soon_and_all_at_the_end) {
  Scene scene;
  std::atomic<std::size_t> logged = 0;
  {
    SequencerLoop loop(scene.sequencer(),
                       {.interval = std::chrono::milliseconds{20},
                        .report = [&](const RoundReport& round) { logged += *round.logged; }});
    scene.store(10);
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (logged < 10 && std::chrono::steady_clock::now() < patience) {
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    EXPECT_EQ(logged, 10u);
    scene.store(5);
  }
  EXPECT_EQ(logged, 15u);
  EXPECT_EQ(scene.unfinished_business(), "");
}

}  // namespace
}  // namespace pixiu::vault
