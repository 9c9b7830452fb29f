#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance::gb45438 {

// What ReservedCode1 or ReservedCode2 holds. TC260-PG-202511A lets it be SecurityData, a JSON
//   {"Type":"TC260PG","PubSD":[{"Type":"DS","AlgID":"1.2.156.10197.1.501","TBSData":{"Type":"Md"},
//    "Signature":...},{"Type":"PubKey","KeyValue":...}],"Bindings":...}
struct SecurityData {
  enum class Kind {
    empty,
    opaque,    // a text of the provider's own: nothing to check it by
    security,  // SecurityData, with or without a signature
  };
  enum class Signature {
    none,
    valid,           // of a key we know to be the provider's
    valid_own_key,   // of the key the label itself carries: unchanged, but by whomever
    mismatch,        // well formed, but not this key's signature over this label
    not_verifiable,  // present; unknown algorithm, message, key or encoding
  };

  Kind kind = Kind::empty;
  Signature signature = Signature::none;
  std::string algorithm;                // AlgID as written; empty when absent
  std::string key_owner;                // of a key we know: a vendor's id
  std::string key_value;                // as carried, hexadecimal; empty when absent
  std::vector<std::string> deviations;  // keys spelt otherwise: "LabelMataData", "PubSd"
};

// "empty", "opaque", "security"; "none", "valid", "valid_own_key", "mismatch", "not_verifiable".
std::string_view kind_name(SecurityData::Kind kind);
std::string_view signature_state_name(SecurityData::Signature signature);

// The parts of a label that its producer's signature is over.
struct SignedPart {
  std::string_view label;
  std::string_view content_producer;
  std::string_view produce_id;
  std::string_view vendor_id;  // of the producer, to tell whose key is due; may be empty
};

// The message SM3withSM2 signs: "Label":"1","ContentProducer":"...","ProduceID":"..."
std::string signed_message(const SignedPart& part);

// Reads a ReservedCode and checks its signature. `part`: nothing for ReservedCode2, whose signed
// message no source gives; its signature is `not_verifiable`.
//
// Hostile input: JSON bounded as read_label_fields; at most 16 entries, 4 keys and 4 signature
// encodings are tried, so at most 16 verifications of 1 ms.
// Source: TC260-PG-202511A as implementers read it; SM2 user id 1234567812345678 (GM/T 0009-2012)
SecurityData read_security_data(std::string_view reserved_code,
                                const std::optional<SignedPart>& part);

}  // namespace pixiu::provenance::gb45438
