// Every store of a database runs the contract of its interface, on both engines.
#include "privacy/key_store_contract_testing.h"
#include "storage/database_testing.h"
#include "storage/sql_event_store.h"
#include "storage/sql_exhibit_store.h"
#include "storage/sql_key_store.h"
#include "vault/event_store_contract_testing.h"
#include "vault/exhibit_store_contract_testing.h"

#include <atomic>
#include <optional>
#include <thread>

namespace pixiu::storage {
namespace {

// One of our stores in a fresh database, as each contract's rig wants it.
template <class Store>
class Opened {
 public:
  explicit Opened(Engine engine) : test_database_(engine) { open(); }

  void open() {
    store_.reset();
    database_.reset();  // closed before it is opened anew
    database_ = test_database_.open();
    store_.emplace(*database_);
  }

  Database& database() { return *database_; }
  Store& store() { return *store_; }

 private:
  testing::TestDatabase test_database_;
  std::unique_ptr<Database> database_;
  std::optional<Store> store_;
};

class EventRig final : public vault::testing::EventStoreRig {
 public:
  explicit EventRig(Engine engine) : opened_(engine) {}
  Transactions& transactions() override { return opened_.database(); }
  vault::EventStore& events() override { return opened_.store(); }
  void reopen() override { opened_.open(); }

 private:
  Opened<SqlEventStore> opened_;
};

class ExhibitRig final : public vault::testing::ExhibitStoreRig {
 public:
  explicit ExhibitRig(Engine engine) : opened_(engine) {}
  Transactions& transactions() override { return opened_.database(); }
  vault::ExhibitStore& exhibits() override { return opened_.store(); }
  void reopen() override { opened_.open(); }

 private:
  Opened<SqlExhibitStore> opened_;
};

class KeyRig final : public privacy::testing::KeyStoreUnderTest {
 public:
  explicit KeyRig(Engine engine) : opened_(engine) {}
  privacy::KeyStore& store() override { return opened_.store(); }
  Transactions& transactions() override { return opened_.database(); }
  void reopen() override { opened_.open(); }

 private:
  Opened<SqlKeyStore> opened_;
};

template <class Rig, Engine engine>
std::unique_ptr<Rig> make() {
  return std::make_unique<Rig>(engine);
}

}  // namespace
}  // namespace pixiu::storage

namespace pixiu::vault::testing {
using storage::Engine;
using storage::EventRig;
using storage::ExhibitRig;
using storage::make;
INSTANTIATE_TEST_SUITE_P(Sqlite, EventStoreContract,
                         ::testing::Values(make<EventRig, Engine::sqlite>));
INSTANTIATE_TEST_SUITE_P(Postgresql, EventStoreContract,
                         ::testing::Values(make<EventRig, Engine::postgresql>));
INSTANTIATE_TEST_SUITE_P(Sqlite, ExhibitStoreContract,
                         ::testing::Values(make<ExhibitRig, Engine::sqlite>));
INSTANTIATE_TEST_SUITE_P(Postgresql, ExhibitStoreContract,
                         ::testing::Values(make<ExhibitRig, Engine::postgresql>));
}  // namespace pixiu::vault::testing

namespace pixiu::privacy::testing {
using storage::Engine;
using storage::KeyRig;
using storage::make;
INSTANTIATE_TEST_SUITE_P(Sqlite, KeyStoreContract, ::testing::Values(make<KeyRig, Engine::sqlite>));
INSTANTIATE_TEST_SUITE_P(Postgresql, KeyStoreContract,
                         ::testing::Values(make<KeyRig, Engine::postgresql>));
}  // namespace pixiu::privacy::testing

namespace pixiu::storage {
namespace {

class SqlStoresTest : public testing::OnEachEngine {
 protected:
  vault::Event event(int number) {
    return *vault::make_event({.tenant = tenant_,
                               .stream = vault::Stream::of(claim_),
                               .kind = "claim.noted",
                               .actor = vault::Actor::program("test"),
                               .body = {{"number", number}},
                               .id = {}},
                              clock_, entropy_);
  }

  pixiu::testing::ManualClock clock_{Timestamp{std::chrono::milliseconds{1'700'000'000'000}}};
  pixiu::testing::SeededEntropy entropy_{5};
  TenantId tenant_ = TenantId::make(clock_, entropy_);
  ClaimId claim_ = ClaimId::make(clock_, entropy_);
  std::unique_ptr<Database> database_ = test_database_.open();
  SqlEventStore events_{*database_};
};
INSTANTIATE_TEST_SUITE_P(Engines, SqlStoresTest, testing::each_engine(), testing::engine_name);

TEST_P(SqlStoresTest, an_event_that_two_threads_append_at_once_is_stored_once) {
  for (int round = 0; round < 20; ++round) {
    const std::vector<vault::Event> same{event(round)};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        EXPECT_TRUE(database_->run(
            [&](Transaction& transaction) { return events_.append(transaction, same); }));
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_EQ(events_.unlogged(1000)->size(), 20u);
}

TEST_P(SqlStoresTest, a_row_that_is_no_event_is_named) {
  const std::vector<vault::Event> one{event(1)};
  ASSERT_TRUE(
      database_->run([&](Transaction& transaction) { return events_.append(transaction, one); }));
  ASSERT_TRUE(database_->write([&](SqlTransaction& sql) {
    return sql.change("UPDATE event SET stream = :stream", {"nonsense"});
  }));
  const auto read = events_.by_id(tenant_, one[0].id);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::corrupted);
  EXPECT_NE(read.error().message.find(one[0].id.text()), std::string::npos);
}

TEST_P(SqlStoresTest, no_hold_comes_between_a_look_and_the_erasure_that_rests_on_it) {
  SqlExhibitStore exhibits(*database_);
  const SubjectId subject = SubjectId::make(clock_, entropy_);
  std::atomic<bool> is_erased{false};
  std::thread holder;
  const Status erased = database_->run([&](Transaction& transaction) -> Status {
    const auto holds = exhibits.holds_of_subject(transaction, tenant_, subject);
    if (!holds) return holds.error();
    EXPECT_TRUE(holds->empty());
    if (!holder.joinable()) {
      holder = std::thread([&] {
        EXPECT_TRUE(database_->run([&](Transaction& other) -> Status {
          const Status placed = exhibits.place_hold(other, {.tenant = tenant_,
                                                            .claim = claim_,
                                                            .subject = subject,
                                                            .order = "1/2026",
                                                            .since = clock_.now()});
          EXPECT_TRUE(is_erased) << "the hold was placed before the erasure ended";
          return placed;
        }));
      });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
    is_erased = true;
    return {};
  });
  holder.join();
  EXPECT_TRUE(erased);
  EXPECT_EQ(exhibits.holds_of_subject(tenant_, subject)->size(), 1u);
}

}  // namespace
}  // namespace pixiu::storage
