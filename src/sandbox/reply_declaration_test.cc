#include "sandbox/reply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::sandbox {
namespace {

using assessment::AiAnswer;
using provenance::Article6;
using provenance::DeclaredAi;
using provenance::DeclaredBy;

Result<assessment::Assessment> sent(const AiAnswer& ai) {
  assessment::Assessment assessment;
  assessment.photo.width = assessment.photo.height = 8;
  assessment.ai = ai;
  Bytes all;
  const EncodedReply reply = encode_reply(assessment);
  for (const ByteView part : reply.parts()) all.insert(all.end(), part.begin(), part.end());
  return decode_assessment(all, {});
}

TEST(ReplyDeclaration, what_can_be_declared_arrives_as_it_was_sent) {
  const AiAnswer ai{
      DeclaredAi::composite, {DeclaredBy::c2pa, DeclaredBy::exif}, Article6::suspected};
  ASSERT_TRUE(sent(ai).has_value());
  EXPECT_EQ(sent(ai)->ai, ai);
}

TEST(ReplyDeclaration, what_cannot_be_declared_is_refused) {
  const std::pair<AiAnswer, const char*> answers[] = {
      {{DeclaredAi::generated, {}, Article6::none}, "declaration"},
      {{DeclaredAi::none, {DeclaredBy::exif}, Article6::none}, "declaration"},
      {{DeclaredAi::generated, {DeclaredBy::exif, DeclaredBy::exif}, Article6::none},
       "standards out of order"},
      {{DeclaredAi::generated, {static_cast<DeclaredBy>(5)}, Article6::none}, "enumerator"},
      {{DeclaredAi::generated, std::vector(6, DeclaredBy::exif), Article6::none}, "too many"},
      {{DeclaredAi::none, {}, static_cast<Article6>(4)}, "enumerator"},
      {{static_cast<DeclaredAi>(3), {}, Article6::none}, "enumerator"}};
  for (const auto& [ai, why] : answers) {
    const auto result = sent(ai);
    ASSERT_FALSE(result.has_value()) << why;
    EXPECT_THAT(result.error().message, testing::HasSubstr(why));
  }
}

}  // namespace
}  // namespace pixiu::sandbox
