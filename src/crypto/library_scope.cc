#include "crypto/library_scope.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include <openssl/core_dispatch.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/provider.h>

// A provider of our own that passes on a choice of what OpenSSL's default provider has: the lists
// of algorithms are OpenSSL's public interface between it and its providers (provider(7)).
namespace pixiu::crypto {
namespace {

// Lists of algorithms end with an entry without names, as OpenSSL wants them.
using Algorithms = std::vector<OSSL_ALGORITHM>;

struct Choice {
  OSSL_PROVIDER* all = nullptr;  // OpenSSL's default provider, in a context of its own
  Algorithms key_managers;
  Algorithms decoders;
};

bool is_for_key_of_certificate(const OSSL_ALGORITHM& algorithm) {
  constexpr std::array<std::string_view, 5> kinds = {"RSA", "RSA-PSS", "EC", "ED25519", "SM2"};
  const std::string_view names = algorithm.algorithm_names;  // "RSA:rsaEncryption:1.2.840..."
  return std::find(kinds.begin(), kinds.end(), names.substr(0, names.find(':'))) != kinds.end();
}

bool reads_public_key(const OSSL_ALGORITHM& algorithm) {
  const std::string_view properties = algorithm.property_definition;
  return properties.find("input=der") != std::string_view::npos &&
         properties.find("structure=SubjectPublicKeyInfo") != std::string_view::npos;
}

template <class Predicate>
Algorithms chosen(const OSSL_PROVIDER* provider, int operation, Predicate is_wanted) {
  int no_cache = 0;
  Algorithms list;
  const OSSL_ALGORITHM* one = OSSL_PROVIDER_query_operation(provider, operation, &no_cache);
  for (; one != nullptr && one->algorithm_names != nullptr; ++one) {
    if (is_wanted(*one)) list.push_back(*one);
  }
  PIXIU_CHECK(!list.empty());
  list.push_back(OSSL_ALGORITHM{});
  return list;
}

// Never freed: certificates that outlive it would point into it.
const Choice& choice() {
  static const Choice* const made = [] {
    auto* choice = std::make_unique<Choice>().release();
    OSSL_LIB_CTX* context = OSSL_LIB_CTX_new();
    PIXIU_CHECK(context != nullptr);
    choice->all = OSSL_PROVIDER_load(context, "default");
    PIXIU_CHECK(choice->all != nullptr);
    choice->key_managers = chosen(choice->all, OSSL_OP_KEYMGMT, is_for_key_of_certificate);
    choice->decoders = chosen(choice->all, OSSL_OP_DECODER, [](const OSSL_ALGORITHM& one) {
      return is_for_key_of_certificate(one) && reads_public_key(one);
    });
    return choice;
  }();
  return *made;
}

using Keys = LibraryScope::Keys;

template <Keys keys>
const OSSL_ALGORITHM* algorithms_for(void* /*context*/, int operation, int* no_cache) {
  *no_cache = 0;
  const bool is_for_keys = operation == OSSL_OP_KEYMGMT || operation == OSSL_OP_DECODER;
  if (is_for_keys && keys == Keys::left) return nullptr;
  if (operation == OSSL_OP_KEYMGMT) return choice().key_managers.data();
  if (operation == OSSL_OP_DECODER) return choice().decoders.data();
  return OSSL_PROVIDER_query_operation(choice().all, operation, no_cache);
}

// The algorithms are the default provider's, so they get its context.
template <Keys keys>
int start(const OSSL_CORE_HANDLE* /*core*/, const OSSL_DISPATCH* /*in*/, const OSSL_DISPATCH** out,
          void** context) {
  static const std::array<OSSL_DISPATCH, 2> functions = {
      {{OSSL_FUNC_PROVIDER_QUERY_OPERATION, reinterpret_cast<void (*)()>(algorithms_for<keys>)},
       {0, nullptr}}};
  *out = functions.data();
  *context = OSSL_PROVIDER_get0_provider_ctx(choice().all);
  return 1;
}

template <Keys keys>
OSSL_LIB_CTX* library_context() {
  static OSSL_LIB_CTX* const made = [] {
    constexpr const char* name = "pixiu";
    OSSL_LIB_CTX* context = OSSL_LIB_CTX_new();
    PIXIU_CHECK(context != nullptr);
    PIXIU_CHECK(OSSL_PROVIDER_add_builtin(context, name, start<keys>) == 1);
    PIXIU_CHECK(OSSL_PROVIDER_load(context, name) != nullptr);
    return context;
  }();
  return made;
}

}  // namespace

LibraryScope::LibraryScope(Keys keys)
    : previous_(OSSL_LIB_CTX_set0_default(keys == Keys::read ? library_context<Keys::read>()
                                                             : library_context<Keys::left>())) {
  ERR_clear_error();
}

LibraryScope::~LibraryScope() {
  ERR_clear_error();
  OSSL_LIB_CTX_set0_default(previous_);
}

}  // namespace pixiu::crypto
