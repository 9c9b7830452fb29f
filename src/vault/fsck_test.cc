#include "vault/fsck.h"

#include "privacy/keyring_testing.h"
#include "vault/custody.h"
#include "vault/memory_files_testing.h"
#include "vault/memory_record_testing.h"
#include "vault/sealed_blobs.h"
#include "vault/sequencer.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::vault {
namespace {

using ::testing::HasSubstr;

class FsckTest : public ::testing::Test {
 protected:
  // A record with three exhibits, 300 events and a log over all of it.
  FsckTest() {
    for (int i = 0; i < 3; ++i) take_in(std::string(100'000, static_cast<char>('a' + i)));
    std::vector<Event> events;
    for (int i = 0; i < 300; ++i) {
      events.push_back(*make_event({.tenant = keys.tenant,
                                    .stream = Stream::of(keys.claim),
                                    .kind = "claim.noted",
                                    .actor = Actor::program("test"),
                                    .body = {{"number", i}},
                                    .id = {}},
                                   keys.clock, keys.entropy));
    }
    store(events);
    sequence();
  }

  void store(const std::vector<Event>& events) {
    ASSERT_TRUE(
        record.run([&](Transaction& transaction) { return record.append(transaction, events); }));
  }

  void sequence() {
    Sequencer sequencer({.events = record, .log = log, .key = key, .clock = keys.clock});
    ASSERT_TRUE(sequencer.round());
  }

  void take_in(const std::string& content) {
    keys.clock.advance(std::chrono::milliseconds{1});
    const ExhibitId id = ExhibitId::make(keys.clock, keys.entropy);
    ByteView rest = bytes_of(content);
    const auto sealed = put_sealed(
        blobs, *keys.keyring, keys.entropy, {keys.tenant, keys.subject, keys.claim, id},
        [&rest](std::span<std::byte> bytes) -> Result<std::size_t> {
          const auto size = std::min(rest.size(), bytes.size());
          std::copy_n(rest.begin(), size, bytes.begin());
          rest = rest.subspan(size);
          return size;
        },
        content.size());
    ASSERT_TRUE(sealed);
    exhibits.push_back({.id = id,
                        .tenant = keys.tenant,
                        .claim = keys.claim,
                        .subject = keys.subject,
                        .derived_from = {},
                        .sha256 = sealed->digests.sha256,
                        .sm3 = sealed->digests.sm3,
                        .size_bytes = sealed->digests.size_bytes,
                        .media_type = "image/jpeg",
                        .blob = BlobAddress(sealed->address),
                        .wrapped_key = sealed->wrapped_key,
                        .retention_class = "dispute",
                        .received_at = keys.clock.now()});
    const Exhibit& exhibit = exhibits.back();
    const Event event = *custody_event({.exhibit = exhibit,
                                        .action = CustodyAction::received,
                                        .actor = Actor::user(keys.user),
                                        .sha256 = exhibit.sha256,
                                        .id = {}},
                                       keys.clock, keys.entropy);
    ASSERT_TRUE(record.run([&](Transaction& transaction) -> Status {
      const Status put = record.put(transaction, exhibit);
      return put ? record.append(transaction, std::vector{event}) : put;
    }));
  }

  FsckReport check() {
    const auto report = fsck({.events = record,
                              .exhibits = record,
                              .blobs = blobs,
                              .log = log,
                              .log_keys = {&key.verifier(), 1},
                              .keyring = keys.keyring.get()});
    EXPECT_TRUE(report) << report.error().message;
    return *report;
  }

  // The only damage there is.
  FsckFinding only_damage() {
    const FsckReport report = check();
    std::vector<FsckFinding> damages;
    for (const FsckFinding& finding : report.findings) {
      if (finding.severity == FsckSeverity::damage) damages.push_back(finding);
    }
    EXPECT_EQ(damages.size(), 1u) << ::testing::PrintToString(report.findings.size());
    for (const FsckFinding& one : damages) {
      if (damages.size() != 1) ADD_FAILURE() << one.where << ": " << one.what;
    }
    return damages.empty() ? FsckFinding{} : damages.front();
  }

  privacy::testing::TestKeys keys;
  testing::MemoryRecord record;
  testing::MemoryBlobs blobs;
  testing::MemoryLog log;
  tlog::SigningKey key = *tlog::SigningKey::from_seed(
      "log.example/test", tlog::SignatureType::ed25519, Bytes(32, std::byte{3}));
  std::vector<Exhibit> exhibits;
};

TEST_F(FsckTest, a_sound_record_is_clean) {
  const FsckReport report = check();
  EXPECT_TRUE(report.findings.empty());
  EXPECT_TRUE(report.is_clean());
  EXPECT_EQ(report.events, 303u);
  EXPECT_EQ(report.log_entries, 303u);
  EXPECT_EQ(report.exhibits, 3u);
  EXPECT_EQ(report.blobs, 3u);
  EXPECT_EQ(report.content_bytes, 300'000u);
}

TEST_F(FsckTest, events_that_are_not_logged_yet_are_no_damage) {
  store({*make_event({.tenant = keys.tenant,
                      .stream = Stream::of(keys.claim),
                      .kind = "claim.noted",
                      .actor = Actor::program("test"),
                      .id = {}},
                     keys.clock, keys.entropy)});
  const FsckReport report = check();
  EXPECT_TRUE(report.findings.empty());
  EXPECT_EQ(report.events_unlogged, 1u);
}

TEST_F(FsckTest, a_flipped_byte_of_any_blob_names_blob_and_exhibit) {
  for (const std::size_t at : {0u, 30u, 70'000u, 100'050u}) {
    Bytes& blob = *blobs.content(exhibits[1].blob);
    blob[at] ^= std::byte{4};
    const FsckFinding damage = only_damage();
    EXPECT_EQ(damage.where, "blob " + exhibits[1].blob.text());
    EXPECT_THAT(damage.what, HasSubstr(exhibits[1].id.text()));
    blob[at] ^= std::byte{4};
  }
}

TEST_F(FsckTest, a_truncated_and_a_missing_blob_are_named) {
  blobs.content(exhibits[0].blob)->resize(50'000);
  FsckFinding damage = only_damage();
  EXPECT_EQ(damage.where, "blob " + exhibits[0].blob.text());
  EXPECT_THAT(damage.what, HasSubstr("has 50000 bytes"));
  ASSERT_TRUE(blobs.remove(exhibits[0].blob));
  damage = only_damage();
  EXPECT_THAT(damage.what, HasSubstr("is missing"));
}

TEST_F(FsckTest, two_swapped_blobs_are_both_named) {
  std::swap(*blobs.content(exhibits[0].blob), *blobs.content(exhibits[2].blob));
  const FsckReport report = check();
  ASSERT_EQ(report.findings.size(), 2u);
  EXPECT_FALSE(report.is_clean());
  EXPECT_EQ(report.findings[0].where, "blob " + exhibits[0].blob.text());
  EXPECT_EQ(report.findings[1].where, "blob " + exhibits[2].blob.text());
}

TEST_F(FsckTest, a_flipped_byte_in_any_file_of_the_log_names_that_file) {
  const std::vector<std::string> paths = *log.paths();
  for (const std::string& path : paths) {
    for (const std::size_t divisor : {1u, 3u}) {
      Bytes& content = *log.content(path);
      const std::size_t at = (content.size() - 1) / divisor;
      content[at] ^= std::byte{2};
      const FsckFinding damage = only_damage();
      EXPECT_EQ(damage.where, path) << damage.what;
      content[at] ^= std::byte{2};
    }
  }
}

TEST_F(FsckTest, an_old_partial_file_that_was_altered_is_named) {
  store({*make_event({.tenant = keys.tenant,
                      .stream = Stream::of(keys.claim),
                      .kind = "claim.noted",
                      .actor = Actor::program("test"),
                      .id = {}},
                     keys.clock, keys.entropy)});
  sequence();
  EXPECT_TRUE(check().findings.empty());
  (*log.content("tile/entries/001.p/47"))[40] ^= std::byte{1};
  EXPECT_EQ(only_damage().where, "tile/entries/001.p/47");
}

TEST_F(FsckTest, a_truncated_tile_and_a_missing_bundle_are_named) {
  Bytes& tile = *log.content("tile/0/000");
  const Bytes whole = tile;
  tile.resize(8000);
  EXPECT_EQ(only_damage().where, "tile/0/000");
  tile = whole;
  Bytes& bundle = *log.content("tile/entries/000");
  bundle.clear();
  EXPECT_EQ(only_damage().where, "tile/entries/000");
}

TEST_F(FsckTest, an_altered_event_is_named) {
  StoredEvent& event = record.event_at(100);
  event.event.body = R"({"number":777})";
  const FsckFinding damage = only_damage();
  EXPECT_EQ(damage.where, "event " + event.event.id.text());
}

TEST_F(FsckTest, an_event_that_vanished_from_the_database_is_missed_by_the_log) {
  record.event_at(100).index.reset();
  EXPECT_EQ(only_damage().where, "log entry 100");
}

// A round that ended after it signed and before it noted the indices: the next one notes them.
TEST_F(FsckTest, indices_that_a_cut_off_round_did_not_note_are_no_damage) {
  for (std::size_t place = 290; place < 303; ++place) record.event_at(place).index.reset();
  EXPECT_TRUE(check().is_clean());
  sequence();
  EXPECT_TRUE(check().is_clean());
  EXPECT_EQ(check().events_unlogged, 0u);
}

TEST_F(FsckTest, a_checkpoint_of_another_key_or_root_is_named) {
  const std::string sound = *log.checkpoint().value();
  std::string other = sound;
  other[other.find('\n', 20) + 3] ^= 1;
  log.set_checkpoint(other);
  EXPECT_EQ(only_damage().where, "checkpoint");
}

TEST_F(FsckTest, a_custody_that_names_another_content_is_named) {
  const Event event = *custody_event({.exhibit = exhibits[0],
                                      .action = CustodyAction::examined,
                                      .actor = Actor::user(keys.user),
                                      .sha256 = crypto::Digest{},
                                      .id = {}},
                                     keys.clock, keys.entropy);
  store({event});
  EXPECT_EQ(only_damage().where, "exhibit " + exhibits[0].id.text());
}

TEST_F(FsckTest, a_blob_of_no_exhibit_is_a_notice) {
  auto writer = blobs.create();
  ASSERT_TRUE((*writer)->commit(BlobAddress(crypto::sha256(bytes_of("x")))));
  const FsckReport report = check();
  EXPECT_TRUE(report.is_clean());
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].severity, FsckSeverity::notice);
}

TEST_F(FsckTest, a_damaged_exhibit_is_quarantined_and_restored_with_its_custody) {
  const QuarantineParts parts{.transactions = record,
                              .events = record,
                              .exhibits = record,
                              .blobs = blobs,
                              .keyring = *keys.keyring,
                              .clock = keys.clock,
                              .entropy = keys.entropy};
  const auto recheck = [&] {
    return *recheck_exhibit(parts, keys.tenant, exhibits[0].id, Actor::program("fsck"));
  };
  EXPECT_FALSE(recheck());
  (*blobs.content(exhibits[0].blob))[500] ^= std::byte{1};
  EXPECT_TRUE(recheck());
  EXPECT_TRUE(recheck());
  EXPECT_TRUE(record.get(keys.tenant, exhibits[0].id)->quarantine);
  EXPECT_FALSE(record.get(keys.tenant, exhibits[1].id)->quarantine);
  (*blobs.content(exhibits[0].blob))[500] ^= std::byte{1};
  EXPECT_FALSE(recheck());
  const auto chain = custody_of(record, keys.tenant, exhibits[0].id);
  ASSERT_EQ(chain->entries.size(), 3u);
  EXPECT_EQ(chain->entries[1].action, CustodyAction::quarantined);
  EXPECT_EQ(chain->entries[2].action, CustodyAction::restored);
  EXPECT_TRUE(chain->faults.empty());
}

}  // namespace
}  // namespace pixiu::vault
