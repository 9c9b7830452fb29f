#include "crypto/certificate_cache.h"

#include <algorithm>

namespace pixiu::crypto {
namespace {

// Everything that a path depends on. Time matters in that certificates are valid or not at it.
std::string key_of(const Certificate& leaf, std::span<const Certificate> intermediates,
                   const TrustList& trust, CertificateUse use, Timestamp at) {
  std::string key = std::to_string(static_cast<int>(use)) + ' ';
  const auto add = [&](const Certificate& one) {
    key += text_of(one.sha256());
    key += one.is_valid_at(at) ? '+' : '-';
  };
  key += text_of(trust.sha256());
  for (const Certificate& anchor : trust.content().anchors) {
    key += anchor.is_valid_at(at) ? '+' : '-';
  }
  add(leaf);
  std::for_each(intermediates.begin(), intermediates.end(), add);
  return key;
}

}  // namespace

Result<Certificate> CertificateCache::parse(ByteView der) {
  if (const auto known = certificates_.find(text_of(der)); known != certificates_.end()) {
    return known->second;
  }
  Result<Certificate> parsed = Certificate::parse(der);
  if (parsed) certificates_.emplace(text_of(der), *parsed);
  return parsed;
}

ChainResult CertificateCache::check_chain(const Certificate& leaf,
                                          std::span<const Certificate> intermediates,
                                          const TrustList& trust, CertificateUse use,
                                          Timestamp at) {
  const auto used = intermediates.first(std::min(intermediates.size(), intermediates_max));
  std::string key = key_of(leaf, used, trust, use, at);
  if (const auto known = paths_.find(key); known != paths_.end()) return known->second;
  ChainResult built = crypto::check_chain(leaf, used, trust, use, at);
  paths_.emplace(std::move(key), built);
  return built;
}

}  // namespace pixiu::crypto
