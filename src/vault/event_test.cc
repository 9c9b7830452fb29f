#include "vault/event.h"

#include "base/limits.h"
#include "base/testing.h"
#include "vault/log_store.h"

#include <gtest/gtest.h>

namespace pixiu::vault {
namespace {

using nlohmann::json;

constexpr const char* id_text = "01890a5d-ac96-774b-bcce-b302099a8057";

class EventTest : public ::testing::Test {
 protected:
  EventDraft draft() const {
    return {.tenant = *TenantId::parse(id_text),
            .stream = Stream::of(*ClaimId::parse(id_text)),
            .kind = "claim.opened",
            .actor = Actor::program("intake"),
            .body = json{{"z", 1}, {"a", "渗水"}},
            .id = *EventId::parse(id_text)};
  }

  testing::ManualClock clock_{*parse_timestamp("2026-11-28T01:02:03.004Z")};
  testing::SeededEntropy entropy_{7};
};

TEST_F(EventTest, canonical_record_is_what_the_format_says) {
  const Event event = *make_event(draft(), clock_, entropy_);
  EXPECT_EQ(canonical_record(event),
            R"({"actor":"program/intake","body":{"a":"渗水","z":1},)"
            R"("id":"01890a5d-ac96-774b-bcce-b302099a8057","kind":"claim.opened",)"
            R"("stream":"claim/01890a5d-ac96-774b-bcce-b302099a8057",)"
            R"("tenant":"01890a5d-ac96-774b-bcce-b302099a8057",)"
            R"("time":"2026-11-28T01:02:03.004Z","type":"pixiu.event/1"})");
}

TEST_F(EventTest, a_commitment_is_the_digest_of_salt_and_record) {
  const Event event = *make_event(draft(), clock_, entropy_);
  Bytes salted(event.salt.begin(), event.salt.end());
  const std::string record = canonical_record(event);
  const ByteView view = bytes_of(record);
  salted.insert(salted.end(), view.begin(), view.end());
  EXPECT_EQ(commitment_of(event), crypto::sha256(salted));
  EXPECT_EQ(leaf_entry(commitment_of(event)),
            "pixiu.event/1\n" + crypto::hex(commitment_of(event)));
  EXPECT_EQ(commitment_of_entry(leaf_entry(commitment_of(event))), commitment_of(event));
}

TEST_F(EventTest, entries_of_another_form_are_no_commitments) {
  const std::string entry = leaf_entry(commitment_of(*make_event(draft(), clock_, entropy_)));
  EXPECT_FALSE(commitment_of_entry(""));
  EXPECT_FALSE(commitment_of_entry("pixiu.event/1\n"));
  EXPECT_FALSE(commitment_of_entry(entry + "0"));
  EXPECT_FALSE(commitment_of_entry(entry.substr(0, entry.size() - 1) + "G"));
  EXPECT_FALSE(commitment_of_entry("pixiu.event/2" + entry.substr(13)));
}

TEST_F(EventTest, the_same_event_twice_has_another_salt_and_is_the_same_step) {
  const Event first = *make_event(draft(), clock_, entropy_);
  clock_.advance(std::chrono::seconds{5});
  const Event second = *make_event(draft(), clock_, entropy_);
  EXPECT_NE(first.salt, second.salt);
  EXPECT_TRUE(is_same_step(first, second));
  EventDraft other = draft();
  other.body["z"] = 2;
  EXPECT_FALSE(is_same_step(first, *make_event(other, clock_, entropy_)));
}

TEST_F(EventTest, a_record_reads_back_as_the_event_without_its_salt) {
  Event event = *make_event(draft(), clock_, entropy_);
  const auto read = parse_record(canonical_record(event));
  event.salt = {};
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, event);
}

TEST_F(EventTest, a_record_that_is_not_canonical_is_refused) {
  const std::string record = canonical_record(*make_event(draft(), clock_, entropy_));
  std::string upper = record;
  upper.replace(upper.find("01890a5d-ac96"), 13, "01890A5D-AC96");
  std::string time = record;
  time.replace(time.find(".004Z"), 5, ".0040Z");
  const std::string more = record.substr(0, record.size() - 1) + R"(,"z":1})";
  const std::vector<std::string> others = {record + "\n", " " + record, upper, time,
                                           more,          "{}",         "",    record.substr(1)};
  for (const std::string& other : others) EXPECT_FALSE(parse_record(other)) << other;
}

TEST_F(EventTest, refuses_kinds_and_bodies_of_another_form) {
  for (const char* kind : {"", "Claim", "claim.", ".claim", "claim opened", "claim..opened"}) {
    EventDraft other = draft();
    other.kind = kind;
    EXPECT_FALSE(make_event(other, clock_, entropy_)) << kind;
  }
  EventDraft list = draft();
  list.body = json::array();
  EXPECT_FALSE(make_event(list, clock_, entropy_));
  EventDraft large = draft();
  large.body = json{{"text", std::string(limits::event_body_bytes_max, 'x')}};
  EXPECT_EQ(make_event(large, clock_, entropy_).error().code, ErrorCode::limit_exceeded);
}

TEST_F(EventTest, streams_and_actors_read_back_and_refuse_other_forms) {
  EXPECT_EQ(Stream::parse("claim/" + std::string(id_text)), draft().stream);
  EXPECT_EQ(Actor::parse("program/intake"), draft().actor);
  EXPECT_EQ(Actor::parse("user/" + std::string(id_text)), Actor::user(*UserId::parse(id_text)));
  for (const char* text : {"", "/", "claim", "claim/", "claim/1", "Claim/1", "user/", "program/",
                           "program/x/y", "claim/01890A5D-ac96-774b-bcce-b302099a8057"}) {
    EXPECT_FALSE(Stream::parse(text)) << text;
    EXPECT_FALSE(Actor::parse(text)) << text;
  }
}

TEST(LogPath, accepts_what_the_standard_has_and_nothing_else) {
  for (const char* path : {"tile/0/000", "tile/63/x001/x234/067", "tile/entries/000.p/1",
                           "tile/entries/x999/000.p/255"}) {
    EXPECT_TRUE(is_log_path(path)) << path;
  }
  for (const char* path :
       {"", "tile", "tile/0", "tile/64/000", "tile/00/000", "tile/0/0", "tile/0/0000",
        "tile/0/001/002", "tile/0/x000/001", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/000.p/01", "tile/../000", "/tile/0/000", "tile/0/000/", "checkpoint",
        "tile/entries/..", "tile/0/x001/../../000"}) {
    EXPECT_FALSE(is_log_path(path)) << path;
  }
}

}  // namespace
}  // namespace pixiu::vault
