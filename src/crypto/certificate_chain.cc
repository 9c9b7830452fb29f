#include "crypto/certificate_chain.h"

#include "base/check.h"
#include "crypto/certificate_state.h"

#include <algorithm>
#include <utility>

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace pixiu::crypto {

struct TrustList::State {
  Content content;
  StoreHandle store;  // of the anchors
  Digest sha256{};
};

namespace {

// What went wrong on a path; the order is the order of weight.
struct Faults {
  int bad_signature = X509_V_OK;
  int no_anchor = X509_V_OK;
  int bad_profile = X509_V_OK;
  int outside_validity = X509_V_OK;
  // OpenSSL ends a certificate a second before its last (RFC 5280, 4.1.2.5, counts it in), so it
  // prefers valid certificates for the path, but has no say in whether they are.
  int seen_by_openssl = X509_V_OK;
};

int& fault_of(Faults& faults, int error) {
  switch (error) {
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
    case X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: return faults.bad_signature;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_CERT_REJECTED: return faults.no_anchor;
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_CERT_HAS_EXPIRED: return faults.seen_by_openssl;
    default: return faults.bad_profile;
  }
}

// Notes every fault and lets OpenSSL go on, so that all are known in the end.
int note_fault(int is_fine, X509_STORE_CTX* context) {
  if (is_fine == 1) return 1;
  auto* faults = static_cast<Faults*>(X509_STORE_CTX_get_app_data(context));
  const int error = X509_STORE_CTX_get_error(context);
  int& fault = fault_of(*faults, error);
  if (fault == X509_V_OK) fault = error;
  return 1;
}

bool contains(const std::vector<Certificate>& certificates, const Certificate& wanted) {
  return std::find(certificates.begin(), certificates.end(), wanted) != certificates.end();
}

// The path that OpenSSL built, as the certificates that went in.
std::vector<Certificate> path_of(X509_STORE_CTX* context, const Certificate& leaf,
                                 std::span<const Certificate> intermediates,
                                 const std::vector<Certificate>& anchors) {
  std::vector<Certificate> path;
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    const X509* x509 = sk_X509_value(chain, i);
    const auto is_it = [x509](const Certificate& one) { return x509_of(one) == x509; };
    if (is_it(leaf)) {
      path.push_back(leaf);
      continue;
    }
    const auto between = std::find_if(intermediates.begin(), intermediates.end(), is_it);
    const auto anchor = std::find_if(anchors.begin(), anchors.end(), is_it);
    if (between != intermediates.end()) {
      path.push_back(*between);
    } else if (anchor != anchors.end()) {
      path.push_back(*anchor);
    }
  }
  return path;
}

void judge(const Faults& faults, ChainResult& result) {
  const auto decide = [&result](ChainOutcome outcome, int error) {
    result.outcome = outcome;
    result.reason = X509_verify_cert_error_string(error);
  };
  if (faults.bad_signature != X509_V_OK) {
    decide(ChainOutcome::bad_signature, faults.bad_signature);
  } else if (faults.no_anchor != X509_V_OK) {
    decide(ChainOutcome::no_anchor, faults.no_anchor);
  } else if (faults.bad_profile != X509_V_OK) {
    decide(ChainOutcome::bad_profile, faults.bad_profile);
  } else if (!result.violations.empty()) {
    result.outcome = ChainOutcome::bad_profile;
    result.reason = profile_violation_name(result.violations.front());
  } else if (faults.outside_validity != X509_V_OK) {
    decide(ChainOutcome::outside_validity, faults.outside_validity);
  } else {
    result.outcome = ChainOutcome::trusted;
  }
}

void note_validity(const std::vector<Certificate>& path, Timestamp at, Faults& faults) {
  for (const Certificate& one : path) {
    if (one.is_valid_at(at)) continue;
    faults.outside_validity =
        at < one.fields().not_before ? X509_V_ERR_CERT_NOT_YET_VALID : X509_V_ERR_CERT_HAS_EXPIRED;
  }
}

// One line a thing that is trusted, sorted.
Digest digest_of(const TrustList::Content& content) {
  std::vector<std::string> lines;
  for (const Certificate& one : content.anchors) lines.push_back("anchor " + hex(one.sha256()));
  for (const Certificate& one : content.allowed_end_entities) {
    lines.push_back("end-entity " + hex(one.sha256()));
  }
  for (const std::string& purpose : content.allowed_purposes) {
    lines.push_back("purpose " + purpose);
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return sha256(bytes_of(text));
}

}  // namespace

TrustList::TrustList() : TrustList(Content{}) {}

TrustList::TrustList(Content content) {
  const LibraryScope scope;
  auto state = std::make_shared<State>();
  state->content = std::move(content);
  state->store.reset(X509_STORE_new());
  PIXIU_CHECK(state->store != nullptr);
  for (const Certificate& anchor : state->content.anchors) {
    PIXIU_CHECK(X509_STORE_add_cert(state->store.get(), x509_of(anchor)) == 1);
  }
  state->sha256 = digest_of(state->content);
  state_ = std::move(state);
}

const Digest& TrustList::sha256() const {
  return state_->sha256;
}

const TrustList::Content& TrustList::content() const {
  return state_->content;
}

bool TrustList::is_empty() const {
  return state_->content.anchors.empty() && state_->content.allowed_end_entities.empty();
}

std::string_view chain_outcome_name(ChainOutcome outcome) {
  switch (outcome) {
    case ChainOutcome::trusted: return "trusted";
    case ChainOutcome::no_anchor: return "no_anchor";
    case ChainOutcome::outside_validity: return "outside_validity";
    case ChainOutcome::bad_signature: return "bad_signature";
    case ChainOutcome::bad_profile: return "bad_profile";
  }
  PIXIU_CHECK(false);
}

ChainResult check_chain(const Certificate& leaf, std::span<const Certificate> intermediates,
                        const TrustList& trust, CertificateUse use, Timestamp at) {
  const LibraryScope scope;
  const TrustList::Content& content = trust.content();
  ChainResult result;
  result.violations = profile_violations(leaf, use, content.allowed_purposes);
  if (contains(content.allowed_end_entities, leaf)) {
    Faults faults;  // nobody has to vouch for a leaf that is on the list itself
    result.path = {leaf};
    note_validity(result.path, at, faults);
    judge(faults, result);
    return result;
  }
  const auto used = intermediates.first(std::min(intermediates.size(), intermediates_max));
  const CertificateStack untrusted = stack_of(used);
  const StoreContextHandle context(X509_STORE_CTX_new());
  PIXIU_CHECK(context != nullptr);
  PIXIU_CHECK(X509_STORE_CTX_init(context.get(), trust.state().store.get(), x509_of(leaf),
                                  untrusted.get()) == 1);
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
  X509_VERIFY_PARAM_set_depth(rules, chain_length_max - 2);  // counts what lies between the ends
  X509_VERIFY_PARAM_set_time(
      rules, std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
  Faults faults;
  X509_STORE_CTX_set_app_data(context.get(), &faults);
  X509_STORE_CTX_set_verify_cb(context.get(), note_fault);
  if (X509_verify_cert(context.get()) != 1) {
    const int error = X509_STORE_CTX_get_error(context.get());
    int& fault = fault_of(faults, error == X509_V_OK ? X509_V_ERR_UNSPECIFIED : error);
    if (fault == X509_V_OK) fault = error == X509_V_OK ? X509_V_ERR_UNSPECIFIED : error;
  }
  result.path = path_of(context.get(), leaf, used, content.anchors);
  note_validity(result.path, at, faults);
  judge(faults, result);
  return result;
}

std::optional<Certificate> issuer_of(const Certificate& certificate,
                                     std::span<const Certificate> candidates) {
  const LibraryScope scope;
  for (const Certificate& candidate : candidates) {
    if (X509_check_issued(x509_of(candidate), x509_of(certificate)) != X509_V_OK) continue;
    EVP_PKEY* key = candidate.public_key().state().key.get();
    if (key != nullptr && X509_verify(x509_of(certificate), key) == 1) return candidate;
  }
  return std::nullopt;
}

}  // namespace pixiu::crypto
