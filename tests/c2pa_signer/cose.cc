#include "tests/c2pa_signer/cose.h"

#include "base/check.h"
#include "tests/c2pa_signer/cbor.h"
#include "tests/c2pa_signer/handle.h"

#include <openssl/evp.h>

namespace pixiu::c2pa_signer {
namespace {

struct Scheme {
  KeyType key_type;
  const char* digest;
  std::size_t half_bytes;  // of r||s; 0 for RSA and Ed25519
};

Scheme scheme_of(std::int64_t algorithm) {
  switch (algorithm) {
    case -7: return {KeyType::p256, "SHA256", 32};
    case -35: return {KeyType::p384, "SHA384", 48};
    case -36: return {KeyType::p521, "SHA512", 66};
    case -37: return {KeyType::rsa2048, "SHA256", 0};
    case -38: return {KeyType::rsa2048, "SHA384", 0};
    case -39: return {KeyType::rsa2048, "SHA512", 0};
    case -8: return {KeyType::ed25519, "", 0};
    default: PIXIU_CHECK(false);
  }
}

Bytes structure(std::string_view context, ByteView protected_header, ByteView payload) {
  return cbor::array(
      {cbor::text(context), cbor::bytes(protected_header), cbor::bytes({}), cbor::bytes(payload)});
}

Bytes chain_of(const Signer& signer) {
  if (signer.intermediates.empty()) return cbor::bytes(signer.party.certificate);
  std::vector<Bytes> chain = {cbor::bytes(signer.party.certificate)};
  for (const Bytes& one : signer.intermediates) chain.push_back(cbor::bytes(one));
  return cbor::array(chain);
}

Bytes protected_header(const Recipe& recipe) {
  const bool is_wrong = recipe.faults.contains(Fault::algorithm_not_allowed);
  std::vector<std::pair<Bytes, Bytes>> members = {
      {cbor::integer(1), cbor::integer(is_wrong ? -257 : recipe.signer.algorithm)}};
  const bool has_chain = recipe.claim_version >= 2 || recipe.faults.contains(Fault::chain_twice);
  if (has_chain && !recipe.faults.contains(Fault::chain_missing)) {
    members.emplace_back(cbor::integer(33), chain_of(recipe.signer));
  }
  return cbor::map(members);
}

Bytes signature_of(const Recipe& recipe, ByteView header, ByteView claim) {
  const Scheme scheme = scheme_of(recipe.signer.algorithm);
  Bytes signature =
      sign(recipe.signer.party.key, scheme.digest, structure("Signature1", header, claim));
  if (scheme.half_bytes != 0 && !recipe.faults.contains(Fault::der_signature)) {
    signature = raw_signature(signature, scheme.half_bytes);
  }
  if (recipe.faults.contains(Fault::signature_changed)) signature[9] ^= std::byte{1};
  return signature;
}

Bytes stamp_value(const Stamp& stamp, ByteView header, ByteView claim, ByteView signature) {
  if (!stamp.instead.empty()) return stamp.instead;
  Bytes stamped = stamp.kind == StampKind::claim ? structure("CounterSignature", header, claim)
                                                 : cbor::bytes(signature);
  if (stamp.is_over_other_bytes) stamped.push_back(std::byte{1});
  const Bytes token = time_stamp_token(stamp.authority, stamped, stamp.recipe);
  return stamp.is_response ? time_stamp_response(token) : token;
}

Bytes unprotected_header(const Recipe& recipe, ByteView header, ByteView claim, ByteView signature,
                         std::size_t pad_bytes) {
  std::vector<std::pair<std::string, Bytes>> members;
  const bool has_chain = recipe.claim_version < 2 || recipe.faults.contains(Fault::chain_twice);
  if (has_chain && !recipe.faults.contains(Fault::chain_missing)) {
    members.emplace_back("x5chain", chain_of(recipe.signer));
  }
  for (const StampKind kind : {StampKind::claim, StampKind::signature}) {
    std::vector<Bytes> tokens;
    for (const Stamp& stamp : recipe.stamps) {
      if (stamp.kind != kind) continue;
      const Bytes value = stamp_value(stamp, header, claim, signature);
      tokens.push_back(cbor::object({{"val", cbor::bytes(value)}}));
    }
    if (tokens.empty()) continue;
    members.emplace_back(kind == StampKind::claim ? "sigTst" : "sigTst2",
                         cbor::object({{"tstTokens", cbor::array(tokens)}}));
  }
  if (!recipe.ocsp_responses.empty()) {
    std::vector<Bytes> values;
    for (const Bytes& one : recipe.ocsp_responses) values.push_back(cbor::bytes(one));
    members.emplace_back("rVals", cbor::object({{"ocspVals", cbor::array(values)}}));
  }
  members.emplace_back("pad", cbor::wide_bytes(Bytes(pad_bytes)));
  return cbor::object(members);
}

}  // namespace

Bytes digest_by_name(std::string_view name, ByteView bytes) {
  Bytes digest(EVP_MAX_MD_SIZE);
  std::size_t size = 0;
  PIXIU_CHECK(EVP_Q_digest(nullptr, std::string(name).c_str(), nullptr, bytes.data(), bytes.size(),
                           reinterpret_cast<unsigned char*>(digest.data()), &size) == 1);
  digest.resize(size);
  return digest;
}

Signer make_signer(const World& world, std::int64_t algorithm, CertificateRecipe recipe) {
  recipe.key_type = scheme_of(algorithm).key_type;
  return {.party = world.leaf(recipe),
          .intermediates = {world.intermediate.certificate},
          .algorithm = algorithm};
}

Bytes cose_signature(const Recipe& recipe, ByteView claim) {
  const Bytes header = protected_header(recipe);
  const Bytes signature = signature_of(recipe, header, claim);
  const Bytes payload =
      recipe.faults.contains(Fault::payload_attached) ? cbor::bytes(claim) : cbor::null();
  // Two rounds would make two time stamps of different size: the pad is filled in by hand.
  const Bytes unpadded = unprotected_header(recipe, header, claim, signature, 0);
  const Bytes bare = cbor::tagged(
      18, cbor::array({cbor::bytes(header), unpadded, payload, cbor::bytes(signature)}));
  PIXIU_CHECK(bare.size() <= cose_bytes);
  const std::size_t pad_bytes = cose_bytes - bare.size();
  Bytes padded(unpadded.begin(), unpadded.end() - 4);  // without the length of the pad
  append(padded, big_endian(pad_bytes, 4));
  append(padded, Bytes(pad_bytes));
  return cbor::tagged(18,
                      cbor::array({cbor::bytes(header), padded, payload, cbor::bytes(signature)}));
}

}  // namespace pixiu::c2pa_signer
