#include "base/base64.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu {
namespace {

TEST(Base64, the_vectors_of_rfc4648_come_out_and_lead_back) {
  const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                   {"f", "Zg=="},
                                                                   {"fo", "Zm8="},
                                                                   {"foo", "Zm9v"},
                                                                   {"foob", "Zm9vYg=="},
                                                                   {"fooba", "Zm9vYmE="},
                                                                   {"foobar", "Zm9vYmFy"},
                                                                   {"\xff\xfe\xfd", "//79"}};
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(to_base64(bytes_of(plain)), encoded);
    const auto decoded = from_base64(encoded);
    ASSERT_TRUE(decoded) << encoded;
    EXPECT_EQ(text_of(*decoded), plain);
  }
}

TEST(Base64, a_text_that_another_text_stands_for_is_refused) {
  for (const std::string_view text : {"Zg", "Zg=", "Zg===", "=", "====", "Zh==", "Zm9=", "Zg==Zg==",
                                      "Z g=", "Zm9v\n", "Zm_v", "Zm-v", "Z=g=", "Zm\xffv"}) {
    EXPECT_FALSE(from_base64(text)) << text;
  }
}

RC_GTEST_PROP(Base64, what_is_read_is_written_again, (const std::string& text)) {
  if (const auto bytes = from_base64(text)) RC_ASSERT(to_base64(*bytes) == text);
  RC_ASSERT((from_base64(to_base64(bytes_of(text))) ==
             Bytes(bytes_of(text).begin(), bytes_of(text).end())));
}

}  // namespace
}  // namespace pixiu
