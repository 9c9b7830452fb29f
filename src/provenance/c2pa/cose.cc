#include "provenance/c2pa/cose.h"

#include <utility>

namespace pixiu::provenance::c2pa {
namespace {

constexpr std::uint64_t sign1_tag = 18;
constexpr std::int64_t header_algorithm = 1;
constexpr std::int64_t header_chain = 33;
constexpr std::size_t list_max = 64;

const CborValue* chain_in(const CborValue& header) {
  const CborValue* chain = header.find(header_chain);
  return chain != nullptr ? chain : header.find("x5chain");
}

// A byte string, or an array of byte strings; false when it is neither.
bool read_list(const CborValue& value, std::vector<ByteView>& into) {
  if (const auto one = value.as_bytes()) {
    into.push_back(*one);
    return true;
  }
  if (!value.is_array() || value.items.size() > list_max) return false;
  for (const CborValue& item : value.items) {
    const auto bytes = item.as_bytes();
    if (!bytes) return false;
    into.push_back(*bytes);
  }
  return true;
}

// {tstTokens: [{val: bytes}]}. What is not of that form comes out as an empty token, so that it
// is reported as malformed rather than overlooked.
void read_stamps(const CborValue* container, std::vector<ByteView>& into) {
  if (container == nullptr || container->is_null()) return;
  const CborValue* tokens = container->find("tstTokens");
  if (tokens == nullptr || !tokens->is_array() || tokens->items.empty() ||
      tokens->items.size() > list_max) {
    into.emplace_back();
    return;
  }
  for (const CborValue& token : tokens->items) {
    const CborValue* value = token.find("val");
    into.push_back(value == nullptr ? ByteView{} : value->as_bytes().value_or(ByteView{}));
  }
}

void read_revocation(const CborValue& header, std::vector<ByteView>& into) {
  const CborValue* values = header.find("rVals");
  const CborValue* answers = values == nullptr ? nullptr : values->find("ocspVals");
  if (answers != nullptr && !read_list(*answers, into)) into.clear();
}

Error broken(std::string_view what) {
  return {ErrorCode::corrupted, "COSE: " + std::string(what)};
}

}  // namespace

Result<CoseSignature> read_cose_signature(ByteView bytes) {
  Result<CborDocument> document = parse_cbor(bytes);
  if (!document) return document.error();
  CoseSignature read;
  read.document = std::move(*document);
  const CborValue* root = &read.document.root();
  if (root->type == CborType::tag) {
    if (root->number != sign1_tag) return broken("another kind of message");
    root = &root->items[0];
  }
  if (!root->is_array() || root->items.size() != 4) return broken("not four parts");
  const auto protected_header = root->items[0].as_bytes();
  const CborValue& unprotected = root->items[1];
  const auto signature = root->items[3].as_bytes();
  if (!protected_header || !unprotected.is_map() || !signature) return broken("odd parts");
  if (!root->items[2].is_null()) return broken("the payload is not detached");
  read.protected_header = *protected_header;
  read.signature = *signature;
  if (!protected_header->empty()) {
    Result<CborDocument> fields = parse_cbor(*protected_header);
    if (!fields) return fields.error();
    read.protected_fields = std::move(*fields);
    if (!read.protected_fields.root().is_map()) return broken("an odd protected header");
  }
  const CborValue& protected_map = read.protected_fields.root();
  if (const CborValue* algorithm = protected_map.find(header_algorithm)) {
    read.algorithm = algorithm->as_integer();
  }
  const CborValue* chain = chain_in(protected_map);
  const CborValue* open_chain = chain_in(unprotected);
  read.is_chain_twice = chain != nullptr && open_chain != nullptr;
  if (chain == nullptr) chain = open_chain;
  if (chain != nullptr && !read_list(*chain, read.certificates)) return broken("an odd x5chain");
  read_stamps(unprotected.find("sigTst"), read.stamps_of_claim);
  read_stamps(unprotected.find("sigTst2"), read.stamps_of_signature);
  read_revocation(unprotected, read.ocsp_responses);
  return read;
}

Bytes signed_structure(std::string_view context, ByteView protected_header, ByteView payload) {
  Bytes out;
  out.reserve(protected_header.size() + payload.size() + 64);
  append_cbor_head(out, CborMajor::array, 4);
  append_cbor_text(out, context);
  append_cbor_bytes(out, protected_header);
  append_cbor_bytes(out, {});
  append_cbor_bytes(out, payload);
  return out;
}

}  // namespace pixiu::provenance::c2pa
