#include "provenance/gb45438/producer_code.h"

#include <set>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace pixiu::provenance::gb45438 {
namespace {

TEST(ProducerCode, a_code_is_taken_apart) {
  const auto code = decode_producer_code("001191440300708461136T1XGW3");
  ASSERT_TRUE(code);
  EXPECT_EQ(code->uscc, "91440300708461136T");
  EXPECT_TRUE(code->is_organisation);
  EXPECT_TRUE(code->is_uscc_valid);
  EXPECT_EQ(code->service, ProducerCode::Service::generation);
  EXPECT_EQ(code->model, "XGW3");
}

TEST(ProducerCode, a_code_that_is_not_extended_says_so) {
  const auto code = decode_producer_code("001191110102MACQD9K64000000");
  ASSERT_TRUE(code);
  EXPECT_EQ(code->service, ProducerCode::Service::not_extended);
  EXPECT_EQ(code->model, "0000");
}

TEST(ProducerCode, every_code_of_the_vendor_table_has_a_right_check_digit) {
  std::set<std::string_view> ids;
  for (const Vendor& vendor : vendors()) {
    EXPECT_TRUE(ids.insert(vendor.id).second) << vendor.id;
    EXPECT_TRUE(vendor.uscc.empty() || is_uscc(vendor.uscc)) << vendor.id;
    EXPECT_FALSE(vendor.uscc.empty() && vendor.literal.empty()) << vendor.id;
    EXPECT_EQ(vendor.seen.size(), 10u) << vendor.id;
    EXPECT_FALSE(vendor.source.empty()) << vendor.id;
  }
}

TEST(ProducerCode, any_other_digit_breaks_the_check_digit) {
  const std::string uscc = "91110102MACQD9K640";
  for (std::size_t index = 0; index < uscc.size(); ++index) {
    std::string changed = uscc;
    changed[index] = uscc[index] == '7' ? '8' : '7';
    EXPECT_FALSE(is_uscc(changed)) << changed;
  }
  EXPECT_FALSE(is_uscc("91110102MACQD9K64"));
  EXPECT_FALSE(is_uscc("91110102macqd9k640"));
  EXPECT_FALSE(is_uscc("9111010IMACQD9K640"));  // I is not in the alphabet
}

TEST(ProducerCode, names_are_no_faulty_codes) {
  for (const char* name : {"doubao", "MiniMax Agent", "", "00", "0012", "豆包", "OPENAI"}) {
    EXPECT_FALSE(producer_of(name).is_faulty_code) << name;
    EXPECT_FALSE(producer_of(name).code) << name;
  }
  EXPECT_TRUE(producer_of("001191110102MACQD9K6401").is_faulty_code);
  EXPECT_TRUE(producer_of("001191110102MACQD9K65010000").is_faulty_code);
}

TEST(ProducerCode, a_vendor_is_known_by_code_by_credit_code_and_by_name) {
  for (const char* text : {"001191110102MACQD9K64010000", "91110102MACQD9K640", "Doubao"}) {
    const Producer producer = producer_of(text);
    ASSERT_NE(producer.vendor, nullptr) << text;
    EXPECT_EQ(producer.vendor->id, "doubao");
  }
  EXPECT_EQ(producer_of("001191110102MAD55U9H0F10002").vendor, nullptr);
}

RC_GTEST_PROP(ProducerCodeProperty, any_text_is_survived, (const std::string& text)) {
  const Producer producer = producer_of(text);
  RC_ASSERT(producer.text == text);
  RC_ASSERT(!producer.code || text.size() == producer_code_length);
}

}  // namespace
}  // namespace pixiu::provenance::gb45438
