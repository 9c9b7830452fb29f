#include "http/tus_headers.h"

#include "base/base64.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::http {
namespace {

TEST(UploadNumber, is_digits_only) {
  EXPECT_EQ(*parse_upload_number("0"), 0u);
  EXPECT_EQ(*parse_upload_number("8589934592"), 8589934592u);
  for (const char* text :
       {"", "-1", "+1", " 1", "1 ", "1.0", "0x10", "9223372036854775808", "99999999999999999999"}) {
    EXPECT_EQ(parse_upload_number(text).error().code, ErrorCode::invalid_input) << text;
  }
}

// The example of the protocol, and its white space.
TEST(UploadMetadata, is_pairs_of_a_key_and_base_64) {
  const auto metadata =
      parse_upload_metadata("filename d29ybGRfZG9taW5hdGlvbl9wbGFuLnBkZg==,is_confidential");
  ASSERT_TRUE(metadata.has_value());
  EXPECT_EQ(*metadata, (std::vector<UploadMetadatum>{{"filename", "world_domination_plan.pdf"},
                                                     {"is_confidential", ""}}));
  EXPECT_EQ(*find_metadatum(*metadata, "filename"), "world_domination_plan.pdf");
  EXPECT_EQ(find_metadatum(*metadata, "claim"), nullptr);
  EXPECT_EQ(parse_upload_metadata("a YQ==, b Yg==")->size(), 2u);
  EXPECT_TRUE(parse_upload_metadata("")->empty());
}

TEST(UploadMetadata, is_refused_when_it_does_not_parse) {
  std::string many = "k0";
  for (int i = 1; i <= 16; ++i) many += ",k" + std::to_string(i);
  for (const std::string& text :
       {std::string(","), std::string("a YQ==,"), std::string("a YQ==,,b"), std::string("a YQ"),
        std::string("a YQ== Yg=="), std::string("a YQ==,a Yg=="), std::string("\x01 YQ=="),
        std::string("名 YQ=="), std::string("a  YQ=="), many, std::string(65, 'k')}) {
    EXPECT_FALSE(parse_upload_metadata(text).has_value()) << text;
  }
}

RC_GTEST_PROP(UploadMetadata, gives_back_any_values, (const std::vector<std::string>& values)) {
  std::string text;
  std::vector<UploadMetadatum> expected;
  for (std::size_t i = 0; i < std::min<std::size_t>(values.size(), 16); ++i) {
    const std::string key = "key" + std::to_string(i);
    text += (i == 0 ? "" : ",") + key + " " + to_base64(bytes_of(values[i]));
    expected.push_back({key, values[i]});
  }
  RC_ASSERT(*parse_upload_metadata(text) == expected);
}

TEST(UploadChecksum, is_an_algorithm_and_a_digest) {
  const auto checksum = parse_upload_checksum("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=");
  ASSERT_TRUE(checksum.has_value());
  EXPECT_EQ(checksum->algorithm, "sha1");
  EXPECT_EQ(checksum->digest.size(), 20u);
  for (const char* text : {"", "sha1", "sha1 ", "SHA1 YQ==", "sha1 !",
                           " YQ==", "sha1  YQ==", "averyveryverylongname YQ=="}) {
    EXPECT_FALSE(parse_upload_checksum(text).has_value()) << text;
  }
}

RC_GTEST_PROP(TusHeaders, any_text_is_read_or_refused, (const std::string& text)) {
  static_cast<void>(parse_upload_number(text));
  static_cast<void>(parse_upload_metadata(text));
  static_cast<void>(parse_upload_checksum(text));
}

}  // namespace
}  // namespace pixiu::http
