#include "provenance/trust/trust_store.h"

#include "tests/c2pa_signer/pki.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::provenance {
namespace {

using c2pa_signer::day;
using c2pa_signer::Party;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const c2pa_signer::World& world() {
  static const c2pa_signer::World made = c2pa_signer::make_world();
  return made;
}

TrustListFacts facts(std::string name = "test-list") {
  return {.name = std::move(name),
          .kind = TrustKind::signer,
          .source = "https://example.org/list",
          .issued = "2026-08-05",
          .sha256 = {},
          .key_purposes = {}};
}

StoredTrustList list_of(const std::vector<Party>& parties, TrustListFacts about = facts()) {
  std::string pem;
  for (const Party& party : parties) pem += party.pem();
  const auto list = make_trust_list(std::move(about), pem);
  EXPECT_TRUE(list.has_value());
  return *list;
}

crypto::ChainOutcome outcome_of(const Party& leaf, const crypto::TrustList& trust) {
  const crypto::Certificate between[] = {
      *crypto::Certificate::parse(world().intermediate.certificate)};
  return crypto::check_chain(*crypto::Certificate::parse(leaf.certificate), between, trust,
                             crypto::CertificateUse::claim_signing, day("2024-06-01"))
      .outcome;
}

TEST(TrustList, is_made_of_a_pem_text_and_knows_its_digest) {
  const StoredTrustList list = list_of({world().root, world().stranger});
  EXPECT_EQ(list.certificates.size(), 2u);
  EXPECT_EQ(list.facts.sha256.size(), 64u);
  EXPECT_EQ(list.facts.file_name(), "test-list-" + list.facts.sha256.substr(0, 16) + ".pem");
}

TEST(TrustList, keeps_a_certificate_that_stands_twice_once) {
  EXPECT_EQ(list_of({world().root, world().root}).certificates.size(), 1u);
}

TEST(TrustList, is_valid_until_the_first_of_its_certificates_runs_out) {
  auto recipe = c2pa_signer::authority_recipe("Short");
  recipe.not_after = day("2030-05-06");
  EXPECT_EQ(list_of({world().root, make_party(recipe, nullptr)}).valid_until(), day("2030-05-06"));
}

TEST(TrustList, with_wrong_facts_is_refused_in_words) {
  const std::string pem = world().root.pem();
  const auto message_of = [&pem](const TrustListFacts& wrong) {
    const auto list = make_trust_list(wrong, pem);
    EXPECT_FALSE(list.has_value());
    return list ? std::string() : list.error().message;
  };
  for (const char* name : {"", ".hidden", "a/b", "../up", "a b", "n\xc3\xa4me"}) {
    EXPECT_THAT(message_of(facts(name)), HasSubstr("name")) << name;
  }
  EXPECT_THAT(message_of(facts(std::string(65, 'a'))), HasSubstr("name"));
  TrustListFacts wrong = facts();
  wrong.source = "";
  EXPECT_THAT(message_of(wrong), HasSubstr("source"));
  wrong = facts();
  wrong.issued = "2026-02-30";
  EXPECT_THAT(message_of(wrong), HasSubstr("2026-08-05"));
  wrong = facts();
  wrong.key_purposes = {"email"};
  EXPECT_THAT(message_of(wrong), HasSubstr("dotted"));
}

TEST(TrustList, without_a_certificate_is_refused) {
  EXPECT_THAT(make_trust_list(facts(), "no PEM").error().message, HasSubstr("no certificate"));
  EXPECT_EQ(make_trust_list(facts(), "-----BEGIN CERTIFICATE-----\nxx").error().code,
            ErrorCode::invalid_input);
}

TEST(TrustStore, trusts_what_leads_to_an_authority_of_the_kind) {
  TrustStore store;
  store.lists = {list_of({world().root})};
  EXPECT_EQ(outcome_of(world().leaf(), store.trusted(TrustKind::signer)),
            crypto::ChainOutcome::trusted);
  EXPECT_TRUE(store.trusted(TrustKind::tsa).is_empty());
}

TEST(TrustStore, trusts_a_listed_end_entity_alone) {
  const Party leaf = world().leaf();
  TrustStore store;
  store.lists = {list_of({leaf})};
  const crypto::TrustList trust = store.trusted(TrustKind::signer);
  EXPECT_EQ(outcome_of(leaf, trust), crypto::ChainOutcome::trusted);
  EXPECT_EQ(outcome_of(world().leaf(), trust), crypto::ChainOutcome::no_anchor);
}

TEST(TrustStore, allows_further_purposes_that_a_list_names) {
  const Party web = world().leaf({.key_purposes = {std::string(c2pa_signer::server_auth)}});
  TrustStore store;
  store.lists = {list_of({world().root})};
  EXPECT_EQ(outcome_of(web, store.trusted(TrustKind::signer)), crypto::ChainOutcome::bad_profile);
  store.lists[0].facts.key_purposes = {std::string(c2pa_signer::server_auth)};
  EXPECT_EQ(outcome_of(web, store.trusted(TrustKind::signer)), crypto::ChainOutcome::trusted);
}

TEST(TrustIndex, is_read_back_as_it_was_written) {
  TrustStore store;
  TrustListFacts second = facts("b");
  second.kind = TrustKind::tsa;
  second.key_purposes = {"1.2.3"};
  second.source = "中文来源 \"quoted\"";
  store.lists = {list_of({world().root}, facts("a")), list_of({world().stranger}, second)};
  const auto read = parse_trust_index(trust_index_text(store));
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_THAT(*read, ElementsAre(store.lists[0].facts, store.lists[1].facts));
}

TEST(TrustIndex, that_is_none_is_corrupted) {
  TrustStore store;
  store.lists = {list_of({world().root})};
  const std::string good = trust_index_text(store);
  const auto with = [&good](std::string_view from, std::string_view to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  for (const std::string& bad :
       {std::string(), std::string("[]"), std::string("{"), with("pixiu.trust/1", "other/1"),
        with("\"lists\"", "\"list\""), with("signer", "friend"), with("test-list", "../../x"),
        with("2026-08-05", "yesterday"), with("\"sha256\": \"", "\"sha256\": \"zz")}) {
    const auto read = parse_trust_index(bad);
    ASSERT_FALSE(read.has_value()) << bad;
    EXPECT_EQ(read.error().code, ErrorCode::corrupted);
  }
  EXPECT_EQ(parse_trust_index(std::string(trust_index_bytes_max + 1, ' ')).error().code,
            ErrorCode::limit_exceeded);
}

TEST(TrustChange, names_what_came_and_what_went) {
  const StoredTrustList before = list_of({world().root, world().intermediate});
  const StoredTrustList after = list_of({world().stranger, world().root});
  const TrustChange change = change_between(before, after);
  ASSERT_EQ(change.came.size(), 1u);
  EXPECT_EQ(change.came[0].fields().subject.common_name, "Stranger's Root");
  ASSERT_EQ(change.went.size(), 1u);
  EXPECT_EQ(change.went[0].fields().subject.common_name, "Test Intermediate");
  EXPECT_EQ(change.unchanged_count, 1u);
}

}  // namespace
}  // namespace pixiu::provenance
