#pragma once

#include <openssl/types.h>

// Inside this module only.
namespace pixiu::crypto {

// How every function of this module calls OpenSSL: while one of these lives, its thread works in a
// library context of our own, and OpenSSL's error queue, where the next caller would find our
// errors, is empty at its beginning and its end.
//
// The context holds what OpenSSL's default provider has, but of key managers and decoders only
// those for the public keys that certificates carry. OpenSSL 3.0 looks through all decoders there
// are for every single key, some hundred, which took 0.2 ms a certificate and most of the time of a
// check; docs/methods/certificates.md has figures. It is made on first use and never changes.
class LibraryScope {
 public:
  // Whether the keys of certificates are read with what they stand in. Reading them takes most of
  // the time, and is not worth it for those that were read before or are only passed over.
  enum class Keys { read, left };

  explicit LibraryScope(Keys keys = Keys::read);
  LibraryScope(const LibraryScope&) = delete;
  LibraryScope& operator=(const LibraryScope&) = delete;
  ~LibraryScope();

 private:
  OSSL_LIB_CTX* previous_;  // the thread's own
};

}  // namespace pixiu::crypto
