#include "provenance/trust/trust_store.h"

#include "base/check.h"
#include "crypto/digest.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace pixiu::provenance {
namespace {

using nlohmann::json;

constexpr std::string_view schema = "pixiu.trust/1";
constexpr std::size_t name_chars_max = 64;
constexpr std::size_t source_bytes_max = 500;
constexpr std::size_t key_purposes_max = 32;
constexpr std::size_t digest_chars_in_file_name = 16;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name(std::string_view name) {
  const auto is_allowed = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= name_chars_max && name[0] != '.' &&
         std::all_of(name.begin(), name.end(), is_allowed);
}

bool is_dotted(std::string_view text) {
  const auto is_allowed = [](char c) { return is_digit(c) || c == '.'; };
  return text.size() >= 3 && text.size() <= 120 && is_digit(text.front()) &&
         is_digit(text.back()) && text.find("..") == std::string_view::npos &&
         text.find('.') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), is_allowed);
}

bool is_day(const std::string& text) {
  return text.size() == 10 && parse_timestamp(text + "T00:00:00Z").has_value();
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'f');
         });
}

std::string text_member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Error broken_index(const std::string& why) {
  return {ErrorCode::corrupted, "the index trust.json is broken: " + why};
}

Result<TrustListFacts> facts_of(const json& item) {
  if (!item.is_object()) return broken_index("a list is not an object");
  TrustListFacts facts{.name = text_member(item, "name"),
                       .kind = TrustKind::signer,
                       .source = text_member(item, "source"),
                       .issued = text_member(item, "issued"),
                       .sha256 = text_member(item, "sha256"),
                       .key_purposes = {}};
  const std::string kind = text_member(item, "kind");
  if (kind != "signer" && kind != "tsa") return broken_index("\"kind\" is not signer or tsa");
  if (kind == "tsa") facts.kind = TrustKind::tsa;
  for (const json& purpose : item.value("key_purposes", json::array())) {
    if (!purpose.is_string()) return broken_index("a key purpose is not a text");
    facts.key_purposes.push_back(purpose.get<std::string>());
  }
  if (!is_sha256(facts.sha256)) return broken_index("\"sha256\" is not a digest");
  if (const std::string fault = fault_of(facts); !fault.empty()) return broken_index(fault);
  return facts;
}

bool holds(const std::vector<crypto::Certificate>& certificates, const crypto::Certificate& one) {
  return std::find(certificates.begin(), certificates.end(), one) != certificates.end();
}

}  // namespace

std::string_view trust_kind_name(TrustKind kind) {
  switch (kind) {
    case TrustKind::signer: return "signer";
    case TrustKind::tsa: return "tsa";
  }
  PIXIU_CHECK(false);
}

std::string TrustListFacts::file_name() const {
  return name + "-" + sha256.substr(0, digest_chars_in_file_name) + ".pem";
}

std::string fault_of(const TrustListFacts& facts) {
  if (!is_name(facts.name)) {
    return "a list's name has 1 to 64 letters, digits, dots, dashes or underscores";
  }
  if (facts.source.empty() || facts.source.size() > source_bytes_max) {
    return "the source says in 1 to 500 bytes where the list comes from";
  }
  if (!is_day(facts.issued)) return "the date of issue is a day such as 2026-08-05";
  if (facts.key_purposes.size() > key_purposes_max) return "more than 32 key purposes";
  for (const std::string& purpose : facts.key_purposes) {
    if (!is_dotted(purpose)) return "a key purpose is a dotted number such as 1.3.6.1.5.5.7.3.4";
  }
  return "";
}

Timestamp StoredTrustList::valid_until() const {
  PIXIU_CHECK(!certificates.empty());
  Timestamp first = certificates.front().fields().not_after;
  for (const crypto::Certificate& one : certificates) {
    first = std::min(first, one.fields().not_after);
  }
  return first;
}

const StoredTrustList* TrustStore::find(std::string_view name) const {
  const auto found = std::find_if(lists.begin(), lists.end(), [name](const StoredTrustList& one) {
    return one.facts.name == name;
  });
  return found == lists.end() ? nullptr : &*found;
}

crypto::TrustList TrustStore::trusted(TrustKind kind) const {
  crypto::TrustList::Content content;
  for (const StoredTrustList& list : lists) {
    if (list.facts.kind != kind) continue;
    for (const crypto::Certificate& one : list.certificates) {
      (one.fields().is_authority ? content.anchors : content.allowed_end_entities).push_back(one);
    }
    for (const std::string& purpose : list.facts.key_purposes) {
      std::vector<std::string>& allowed = content.allowed_purposes;
      if (std::find(allowed.begin(), allowed.end(), purpose) == allowed.end()) {
        allowed.push_back(purpose);
      }
    }
  }
  return crypto::TrustList(std::move(content));
}

Result<StoredTrustList> make_trust_list(TrustListFacts facts, std::string_view pem) {
  if (std::string fault = fault_of(facts); !fault.empty()) {
    return Error{ErrorCode::invalid_input, std::move(fault)};
  }
  Result<std::vector<crypto::Certificate>> certificates = crypto::parse_pem_certificates(pem);
  if (!certificates) return certificates.error();
  if (certificates->empty()) {
    return Error{ErrorCode::invalid_input,
                 "no certificate in it; a PEM file has lines -----BEGIN CERTIFICATE-----"};
  }
  facts.sha256 = crypto::hex(crypto::sha256(bytes_of(pem)));
  StoredTrustList list{.facts = std::move(facts), .certificates = {}};
  for (crypto::Certificate& one : *certificates) {
    if (!holds(list.certificates, one)) list.certificates.push_back(std::move(one));
  }
  return list;
}

std::string trust_index_text(const TrustStore& store) {
  json lists = json::array();
  for (const StoredTrustList& list : store.lists) {
    const TrustListFacts& facts = list.facts;
    json item = {{"name", facts.name},
                 {"kind", trust_kind_name(facts.kind)},
                 {"source", facts.source},
                 {"issued", facts.issued},
                 {"sha256", facts.sha256}};
    if (!facts.key_purposes.empty()) item["key_purposes"] = facts.key_purposes;
    lists.push_back(std::move(item));
  }
  const json index = {{"schema", schema}, {"lists", std::move(lists)}};
  return index.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<std::vector<TrustListFacts>> parse_trust_index(std::string_view text) {
  if (text.size() > trust_index_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "the index trust.json is longer than 256 KiB"};
  }
  const json index = json::parse(text, nullptr, false);
  if (!index.is_object() || text_member(index, "schema") != schema) {
    return broken_index("it is not JSON with \"schema\": \"pixiu.trust/1\"");
  }
  const auto lists = index.find("lists");
  if (lists == index.end() || !lists->is_array()) return broken_index("it has no \"lists\"");
  if (lists->size() > trust_lists_max) {
    return Error{ErrorCode::limit_exceeded, "the index trust.json has more than 64 lists"};
  }
  std::vector<TrustListFacts> all;
  for (const json& item : *lists) {
    Result<TrustListFacts> facts = facts_of(item);
    if (!facts) return facts.error();
    const bool is_twice = std::any_of(all.begin(), all.end(), [&facts](const TrustListFacts& one) {
      return one.name == facts->name;
    });
    if (is_twice) return broken_index("a name stands twice: " + facts->name);
    all.push_back(*std::move(facts));
  }
  return all;
}

TrustChange change_between(const StoredTrustList& before, const StoredTrustList& after) {
  TrustChange change;
  for (const crypto::Certificate& one : after.certificates) {
    if (holds(before.certificates, one)) {
      ++change.unchanged_count;
    } else {
      change.came.push_back(one);
    }
  }
  for (const crypto::Certificate& one : before.certificates) {
    if (!holds(after.certificates, one)) change.went.push_back(one);
  }
  return change;
}

}  // namespace pixiu::provenance
