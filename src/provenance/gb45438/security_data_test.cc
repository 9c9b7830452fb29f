#include "provenance/gb45438/security_data.h"

#include "base/bytes.h"
#include "crypto/signature.h"
#include "provenance/gb45438/encoded_bytes.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace pixiu::provenance::gb45438 {
namespace {

using Kind = SecurityData::Kind;
using Signature = SecurityData::Signature;

// Made with the openssl program: a key of ours and its signature over `part`.
constexpr SignedPart part{.label = "1",
                          .content_producer = "001191110102MACQD9K64010000",
                          .produce_id = "e3578014edd949de"};
const std::string point =
    "044FE62BDA419302A64B6A429240919292E527504C28C623951339F1E3116BC71EFD43A086048611FE2E9E784BF280"
    "C3B833D2834E78124BD102A8F3350FE98D9B";
const std::string spki = "3059301306072a8648ce3d020106082a811ccf5501822d034200" + point;
const std::string signature_hex =
    "304402204aeee147917f8b2628931cae4f1816686ab19e8296bfc5abbe227b5aa72770a80220789a13078922a20fb8"
    "0bb8acecfeaee8d46da5f8c29231aa01b1117a7e45e6a2";
const std::string signature_base64 =
    "MEQCIEru4UeRf4smKJMcrk8YFmhqsZ6Clr/Fq74ie1qnJ3CoAiB4mhMHiSKiD7gLuKzs/q7o1G2l+MKSMaoBsRF6fkXm"
    "og==";

std::string security(const std::string& signature, const std::string& key,
                     const std::string& algorithm = "1.2.156.10197.1.501",
                     const std::string& list = "PubSD") {
  return R"({"SecurityData":{"Type":"TC260PG",")" + list + R"(":[{"Type":"DS","AlgID":")" +
         algorithm + R"(","TBSData":{"Type":"Md"},"Signature":")" + signature +
         R"("},{"Type":"PubKey","KeyValue":")" + key + R"("}],"Bindings":{}}})";
}

TEST(SecurityData, the_signed_message_is_as_the_guide_writes_it) {
  EXPECT_EQ(signed_message(part),
            "\"Label\":\"1\",\"ContentProducer\":\"001191110102MACQD9K64010000\","
            "\"ProduceID\":\"e3578014edd949de\"");
}

TEST(SecurityData, a_signature_of_the_carried_key_is_verified_in_every_encoding) {
  const std::string raw_hex = signature_hex.substr(8, 64) + signature_hex.substr(76);
  for (const std::string& signature : {signature_hex, signature_base64, raw_hex}) {
    for (const std::string& key : {point, spki, point.substr(2)}) {
      const SecurityData data = read_security_data(security(signature, key), part);
      EXPECT_EQ(data.kind, Kind::security);
      EXPECT_EQ(signature_state_name(data.signature), "valid_own_key") << signature << key;
      EXPECT_EQ(data.key_value, key);
    }
  }
}

TEST(SecurityData, a_changed_label_breaks_the_signature) {
  SignedPart changed = part;
  changed.produce_id = "e3578014edd949df";
  EXPECT_EQ(read_security_data(security(signature_hex, point), changed).signature,
            Signature::mismatch);
}

TEST(SecurityData, a_signature_beside_a_known_key_is_checked_against_that_key) {
  const std::string minimax_x = "A0B3B0B6A0C9B0C89CAB328342AF4E8221EC5B40799CBE835AB4251F7B47E4FD";
  EXPECT_TRUE(crypto::PublicKey::sm2_from_point(readings_as_bytes("02" + minimax_x).at(0)));
  const SecurityData data = read_security_data(security(signature_hex, "02" + minimax_x), part);
  EXPECT_EQ(data.key_owner, "minimax");
  EXPECT_EQ(data.signature, Signature::mismatch);
  SignedPart of_minimax = part;
  of_minimax.vendor_id = "minimax";
  EXPECT_EQ(read_security_data(security(signature_hex, point), of_minimax).signature,
            Signature::mismatch);
}

TEST(SecurityData, what_cannot_be_checked_is_said_to_be_present) {
  const auto state = [](const std::string& text, const std::optional<SignedPart>& what) {
    return read_security_data(text, what).signature;
  };
  EXPECT_EQ(state(security(signature_hex, point), std::nullopt), Signature::not_verifiable);
  EXPECT_EQ(state(security(signature_hex, ""), part), Signature::not_verifiable);
  EXPECT_EQ(state(security(signature_hex, point, "1.2.840.113549.1.1.11"), part),
            Signature::not_verifiable);
  EXPECT_EQ(state(security("zz%", point), part), Signature::not_verifiable);
  EXPECT_EQ(state(R"({"Type":"TC260PG","PubSD":[]})", part), Signature::none);
}

TEST(SecurityData, other_spellings_are_read_and_named) {
  const SecurityData data = read_security_data(
      security(signature_hex, point, "1.2.156.10197.1.501", "PubSd") + " ", part);
  EXPECT_EQ(data.signature, Signature::valid_own_key);
  EXPECT_THAT(data.deviations, testing::ElementsAre("PubSd"));
}

TEST(SecurityData, texts_of_their_own_are_opaque) {
  EXPECT_EQ(read_security_data("", part).kind, Kind::empty);
  EXPECT_EQ(read_security_data("  ", part).kind, Kind::empty);
  for (const char* text : {"5f2b", "{}", "{\"a\":1}", "{", "[1]"}) {
    EXPECT_EQ(read_security_data(text, part).kind, Kind::opaque) << text;
  }
  EXPECT_EQ(read_security_data(std::string(5000, '{'), part).kind, Kind::opaque);
}

RC_GTEST_PROP(SecurityDataProperty, any_text_is_survived, (const std::string& text)) {
  read_security_data(text, part);
  read_security_data("{\"SecurityData\":" + text + "}", part);
  read_security_data(security(text, point), part);
}

}  // namespace
}  // namespace pixiu::provenance::gb45438
