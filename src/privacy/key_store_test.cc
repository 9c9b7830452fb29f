#include "privacy/key_store_contract_testing.h"
#include "privacy/key_store_testing.h"

namespace pixiu::privacy::testing {
namespace {

class MemoryUnderTest final : public KeyStoreUnderTest {
 public:
  KeyStore& store() override { return store_; }
  Transactions& transactions() override { return store_; }
  void reopen() override {}

 private:
  MemoryKeyStore store_;
};

INSTANTIATE_TEST_SUITE_P(Memory, KeyStoreContract,
                         ::testing::Values([] { return std::make_unique<MemoryUnderTest>(); }));

TEST(TenantKeyUse, has_a_name_that_leads_back) {
  for (const auto use : {TenantKeyUse::seal, TenantKeyUse::index}) {
    EXPECT_EQ(tenant_key_use_by_name(tenant_key_use_name(use)), use);
  }
  EXPECT_EQ(tenant_key_use_by_name("master"), std::nullopt);
}

}  // namespace
}  // namespace pixiu::privacy::testing
