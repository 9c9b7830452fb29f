// Erasure of a person over a real database and real files, with and against a legal hold.
#include "workflow/erase.h"

#include "base/testing.h"
#include "privacy/reveal.h"
#include "storage/database.h"
#include "storage/directory_blob_store.h"
#include "storage/sql_event_store.h"
#include "storage/sql_exhibit_store.h"
#include "storage/sql_key_store.h"
#include "vault/custody.h"
#include "vault/sealed_blobs.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace pixiu::workflow {
namespace {

struct EraseTest : ::testing::Test {
  std::filesystem::path path =
      std::filesystem::path(::testing::TempDir()) /
      ("erase_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
  SystemEntropy entropy;
  SystemClock clock;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<storage::SqlKeyStore> keys;
  std::unique_ptr<storage::SqlEventStore> events;
  std::unique_ptr<storage::SqlExhibitStore> exhibits;
  std::unique_ptr<storage::DirectoryBlobStore> blobs;
  std::unique_ptr<privacy::Keyring> keyring;
  TenantId tenant = TenantId::make(clock, entropy);
  SubjectId subject = SubjectId::make(clock, entropy);
  ClaimId claim = ClaimId::make(clock, entropy);
  UserId user = UserId::make(clock, entropy);
  Bytes sealed_name;

  EraseTest() {
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
    database = std::move(*storage::Database::open(
        {.url = *storage::DatabaseUrl::parse("sqlite:" + (path / "record.sqlite").string())},
        entropy));
    keys = std::make_unique<storage::SqlKeyStore>(*database);
    events = std::make_unique<storage::SqlEventStore>(*database);
    exhibits = std::make_unique<storage::SqlExhibitStore>(*database);
    blobs = std::move(*storage::DirectoryBlobStore::open(path / "sealed", entropy));
    privacy::MasterKeys masters;
    masters.push_back(
        privacy::local_master_key("m", crypto::SecretKey::generate(entropy), entropy));
    keyring =
        std::move(*privacy::Keyring::open(std::move(masters), {*keys, *database, entropy, clock}));
    sealed_name = *sealer().seal(name_place(), subject, Sensitive<std::string>("张三"));
  }
  ~EraseTest() override {
    database.reset();
    std::filesystem::remove_all(path);
  }

  privacy::FieldSealer sealer() { return {*keyring, entropy}; }
  privacy::FieldPlace name_place() const { return {tenant, "party", "1", "name"}; }
  ErrorCode open_name() {
    const auto name = sealer().open(name_place(), subject, sealed_name);
    return name ? ErrorCode::internal : name.error().code;
  }

  vault::Exhibit put_exhibit() {
    const auto id = ExhibitId::make(clock, entropy);
    const Bytes content(100'000, std::byte{5});
    ByteView rest = content;
    const auto sealed = *vault::put_sealed(
        *blobs, *keyring, entropy, {tenant, subject, claim, id},
        [&rest](std::span<std::byte> bytes) -> Result<std::size_t> {
          const auto size = std::min(rest.size(), bytes.size());
          std::copy_n(rest.begin(), size, bytes.begin());
          rest = rest.subspan(size);
          return size;
        },
        content.size());
    vault::Exhibit exhibit{.id = id,
                           .tenant = tenant,
                           .claim = claim,
                           .subject = subject,
                           .derived_from = std::nullopt,
                           .sha256 = sealed.digests.sha256,
                           .sm3 = sealed.digests.sm3,
                           .size_bytes = sealed.digests.size_bytes,
                           .media_type = "application/octet-stream",
                           .blob = vault::BlobAddress(sealed.address),
                           .wrapped_key = sealed.wrapped_key,
                           .retention_class = "claim",
                           .received_at = clock.now()};
    const auto received = *vault::custody_event({.exhibit = exhibit,
                                                 .action = vault::CustodyAction::received,
                                                 .actor = vault::Actor::program("intake"),
                                                 .sha256 = exhibit.sha256,
                                                 .id = std::nullopt},
                                                clock, entropy);
    EXPECT_TRUE(database->run([&](Transaction& transaction) -> Status {
      if (auto status = exhibits->put(transaction, exhibit); !status) return status;
      return events->append(transaction, std::span(&received, 1));
    }));
    return exhibit;
  }
  ErrorCode read(const vault::Exhibit& exhibit) {
    const auto status =
        vault::read_sealed(*blobs, *keyring, exhibit, [](ByteView) -> Status { return {}; });
    return status ? ErrorCode::internal : status.error().code;
  }
  Result<std::size_t> erase() {
    return erase_person({*database, *keys, *events, *exhibits, *blobs, clock, entropy},
                        {tenant, subject, user});
  }
  std::vector<std::string> kinds_of_subject() {
    std::vector<std::string> kinds;
    const auto stored_events = events->by_stream(tenant, vault::Stream::of(subject), {});
    for (const auto& stored : *stored_events) {
      kinds.push_back(stored.event.kind);
    }
    return kinds;
  }
};

TEST_F(EraseTest, takes_fields_and_files_and_leaves_digests_and_custody) {
  const auto first = put_exhibit();
  const auto second = put_exhibit();
  EXPECT_EQ(read(first), ErrorCode::internal);
  EXPECT_EQ(erase(), Result<std::size_t>(std::size_t{2}));
  EXPECT_EQ(open_name(), ErrorCode::not_found);
  EXPECT_EQ(read(first), ErrorCode::not_found);
  EXPECT_EQ(blobs->open(second.blob).error().code, ErrorCode::not_found);
  const auto stored = *exhibits->get(tenant, first.id);
  EXPECT_TRUE(stored.erased_at.has_value());
  EXPECT_TRUE(stored.exhibit.wrapped_key.empty());
  EXPECT_EQ(stored.exhibit.sha256, first.sha256);
  const auto chain = *vault::custody_of(*events, tenant, first.id);
  ASSERT_EQ(chain.entries.size(), 2u);
  EXPECT_EQ(chain.entries.back().action, vault::CustodyAction::erased);
  EXPECT_TRUE(chain.faults.empty());
  EXPECT_EQ(kinds_of_subject(), std::vector<std::string>{"subject.erased"});
}

TEST_F(EraseTest, is_refused_by_a_legal_hold_until_it_is_lifted) {
  const auto exhibit = put_exhibit();
  ASSERT_TRUE(database->run([&](Transaction& transaction) {
    return exhibits->place_hold(transaction, {.tenant = tenant,
                                              .claim = claim,
                                              .subject = subject,
                                              .order = "(2026) 12",
                                              .since = clock.now()});
  }));
  EXPECT_EQ(erase().error().code, ErrorCode::conflict);
  EXPECT_EQ(read(exhibit), ErrorCode::internal);
  EXPECT_EQ(*keyring->state_of(tenant, subject), privacy::SubjectState::restricted);
  EXPECT_EQ(kinds_of_subject(), std::vector<std::string>{"subject.erasure_refused"});
  ASSERT_TRUE(database->run([&](Transaction& transaction) {
    return exhibits->lift_hold(transaction, tenant, claim, subject);
  }));
  EXPECT_TRUE(erase().has_value());
  EXPECT_EQ(read(exhibit), ErrorCode::not_found);
  EXPECT_EQ(*keyring->state_of(tenant, subject), privacy::SubjectState::erased);
}

TEST_F(EraseTest, may_be_asked_for_again_and_leaves_other_people_alone) {
  const auto other = SubjectId::make(clock, entropy);
  const auto others_name = *sealer().seal(name_place(), other, Sensitive<std::string>("李四"));
  static_cast<void>(put_exhibit());
  ASSERT_TRUE(erase().has_value());
  EXPECT_TRUE(erase().has_value());
  EXPECT_TRUE(sealer().open(name_place(), other, others_name).has_value());
}

TEST_F(EraseTest, of_somebody_unknown_is_not_found) {
  subject = SubjectId::make(clock, entropy);
  EXPECT_EQ(erase().error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace pixiu::workflow
