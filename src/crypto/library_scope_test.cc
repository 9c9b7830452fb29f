#include "crypto/library_scope.h"

#include "crypto/openssl_handle.h"

#include <gtest/gtest.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

namespace pixiu::crypto {
namespace {

OSSL_LIB_CTX* threads_own() {
  OSSL_LIB_CTX* const own = OSSL_LIB_CTX_set0_default(nullptr);  // null changes nothing
  return own;
}

TEST(LibraryScope, gives_the_thread_its_own_context_back) {
  OSSL_LIB_CTX* const before = threads_own();
  {
    const LibraryScope scope;
    EXPECT_NE(threads_own(), before);
    const LibraryScope within;
    EXPECT_NE(threads_own(), before);
  }
  EXPECT_EQ(threads_own(), before);
}

TEST(LibraryScope, leaves_no_errors_behind) {
  {
    const LibraryScope scope;
    ERR_raise(ERR_LIB_USER, 1);
  }
  EXPECT_EQ(ERR_peek_error(), 0u);
}

// Others in the process read private keys in PEM, which our choice of decoders could not.
TEST(LibraryScope, takes_nothing_from_the_rest_of_the_process) {
  { const LibraryScope scope; }
  const KeyHandle key(EVP_EC_gen("P-256"));
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(EVP_PKEY_is_a(key.get(), "EC"), 1);
}

}  // namespace
}  // namespace pixiu::crypto
