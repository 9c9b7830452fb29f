#include "workflow/record.h"

#include "tlog/proof_file.h"
#include "vault/sealed_blobs.h"
#include "workflow/record_testing.h"

#include <set>

#include <gtest/gtest.h>

namespace pixiu::workflow {
namespace {

using testing::RecordScene;

constexpr std::string_view content = "\xff\xd8\xff\xe0 a photo";

TEST(Record, what_is_taken_in_is_found_and_opens_again) {
  RecordScene scene;
  const Intake intake = scene.intake(content);
  const auto taken_in = scene.record.take_in(intake);
  ASSERT_TRUE(taken_in) << taken_in.error().message;
  EXPECT_EQ(taken_in->exhibit.sha256, crypto::sha256(bytes_of(content)));
  EXPECT_EQ(taken_in->exhibit.media_type, "image/jpeg");

  const auto stored = scene.record.exhibit(intake.tenant, intake.exhibit);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->exhibit, taken_in->exhibit);
  std::string opened;
  ASSERT_TRUE(vault::read_sealed(scene.blobs, *scene.keys.keyring, stored->exhibit,
                                 [&](ByteView bytes) -> Status {
                                   opened += text_of(bytes);
                                   return {};
                                 }));
  EXPECT_EQ(opened, content);

  const auto custody = scene.record.custody(intake.tenant, intake.exhibit);
  ASSERT_TRUE(custody);
  ASSERT_EQ(custody->entries.size(), 1u);
  EXPECT_EQ(custody->entries[0].action, vault::CustodyAction::received);
  EXPECT_EQ(custody->entries[0].event.event.id, taken_in->event);
  EXPECT_TRUE(custody->faults.empty());
}

TEST(Record, a_repeated_request_changes_nothing_and_leaves_no_second_blob) {
  RecordScene scene;
  const Intake intake = scene.intake(content);
  const auto first = scene.record.take_in(intake);
  scene.keys.clock.advance(std::chrono::seconds(5));
  const auto second = scene.record.take_in(intake);
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->exhibit, second->exhibit);
  EXPECT_EQ(first->event, second->event);
  EXPECT_EQ(scene.record.custody(intake.tenant, intake.exhibit)->entries.size(), 1u);
  EXPECT_EQ(scene.blobs.list({}, 1000)->size(), 1u);
}

TEST(Record, another_content_under_a_taken_id_is_a_conflict) {
  RecordScene scene;
  Intake intake = scene.intake(content);
  ASSERT_TRUE(scene.record.take_in(intake));
  intake.content = bytes_of("something else");
  const auto refused = scene.record.take_in(intake);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_EQ(scene.blobs.list({}, 1000)->size(), 1u);
}

TEST(Record, an_empty_file_and_an_unknown_class_are_refused) {
  RecordScene scene;
  EXPECT_EQ(scene.record.take_in(scene.intake("")).error().code, ErrorCode::invalid_input);
  Intake intake = scene.intake(content);
  intake.retention_class = "forever";
  EXPECT_EQ(scene.record.take_in(intake).error().code, ErrorCode::invalid_input);
  EXPECT_TRUE(scene.blobs.list({}, 1000)->empty());
}

TEST(Record, another_tenant_finds_nothing) {
  RecordScene scene;
  const Intake intake = scene.intake(content);
  const auto taken_in = scene.record.take_in(intake);
  ASSERT_TRUE(taken_in);
  ASSERT_TRUE(scene.sequencer.round());
  const TenantId other = TenantId::make(scene.keys.clock, scene.keys.entropy);
  EXPECT_EQ(scene.record.exhibit(other, intake.exhibit).error().code, ErrorCode::not_found);
  EXPECT_EQ(scene.record.custody(other, intake.exhibit).error().code, ErrorCode::not_found);
  EXPECT_EQ(scene.record.event_proof(other, taken_in->event).error().code, ErrorCode::not_found);
}

TEST(EventProof, verifies_with_nothing_but_the_file_and_the_public_key) {
  RecordScene scene;
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(scene.record.take_in(scene.intake(content)));
  const Intake intake = scene.intake(content);
  const auto taken_in = scene.record.take_in(intake);
  ASSERT_TRUE(taken_in);
  EXPECT_EQ(scene.record.event_proof(intake.tenant, taken_in->event).error().code,
            ErrorCode::unavailable);
  ASSERT_TRUE(scene.sequencer.round());

  const auto text = scene.record.event_proof(intake.tenant, taken_in->event);
  ASSERT_TRUE(text) << text.error().message;
  const auto proof = tlog::parse_proof_file(*text);
  ASSERT_TRUE(proof);
  const auto policy =
      tlog::parse_policy("log " + scene.log_key.verifier().vkey() + "\nquorum none\n");
  ASSERT_TRUE(policy);
  // As docs/formats/log.md says: the extra data hash to the commitment in the entry.
  const std::string entry = "pixiu.event/1\n" + crypto::hex(crypto::sha256(*proof->extra));
  EXPECT_TRUE(tlog::verify_proof_file(*proof, bytes_of(entry), *policy));
  const auto event = vault::parse_record(text_of(*proof->extra).substr(32));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->id, taken_in->event);
}

TEST(Log, serves_what_the_checkpoint_has_and_nothing_beyond) {
  RecordScene scene;
  EXPECT_EQ(scene.record.checkpoint().error().code, ErrorCode::not_found);
  EXPECT_EQ(scene.record.log_resource("tile/0/000.p/1").error().code, ErrorCode::not_found);
  ASSERT_TRUE(scene.record.take_in(scene.intake(content)));
  ASSERT_TRUE(scene.sequencer.round());
  EXPECT_TRUE(scene.record.checkpoint());
  EXPECT_EQ(scene.record.log_resource("tile/0/000.p/1")->size(), 32u);
  EXPECT_TRUE(scene.record.log_resource("tile/entries/000.p/1"));
  // Written, but not signed yet: it could be written anew.
  const std::string beyond(64, 'x');
  ASSERT_TRUE(scene.log.write(
      std::vector<vault::LogFile>{{.path = "tile/0/000.p/2", .bytes = bytes_of(beyond)}}));
  EXPECT_EQ(scene.record.log_resource("tile/0/000.p/2").error().code, ErrorCode::not_found);
  for (const std::string_view path : {"", "tile", "checkpoint", "../checkpoint", "tile/0/0",
                                      "tile/entries/../../checkpoint", "private/lock"}) {
    EXPECT_EQ(scene.record.log_resource(path).error().code, ErrorCode::not_found) << path;
  }
}

TEST(ReceivedEvent, follows_from_the_exhibit_and_differs_for_each) {
  RecordScene scene;
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) {
    const auto exhibit = ExhibitId::make(scene.keys.clock, scene.keys.entropy);
    const EventId event = received_event_of(exhibit);
    EXPECT_EQ(event, received_event_of(exhibit));
    EXPECT_EQ(event.text().substr(0, 15), exhibit.text().substr(0, 15));
    ids.insert(event.text());
  }
  EXPECT_EQ(ids.size(), 100u);
}

}  // namespace
}  // namespace pixiu::workflow
