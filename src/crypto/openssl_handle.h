#pragma once

#include "base/bytes.h"
#include "crypto/library_scope.h"
#include "crypto/octets.h"

#include <memory>

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

// Owners of OpenSSL's objects. Inside this module only.
namespace pixiu::crypto {

template <auto free_function>
struct FreeBy {
  template <class T>
  void operator()(T* object) const {
    free_function(object);
  }
};

template <class T, auto free_function>
using Handle = std::unique_ptr<T, FreeBy<free_function>>;

using KeyHandle = Handle<EVP_PKEY, EVP_PKEY_free>;
using DigestContextHandle = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using CertificateHandle = Handle<X509, X509_free>;
using StoreHandle = Handle<X509_STORE, X509_STORE_free>;
using StoreContextHandle = Handle<X509_STORE_CTX, X509_STORE_CTX_free>;
using BufferHandle = Handle<BIO, BIO_free_all>;
using CmsHandle = Handle<CMS_ContentInfo, CMS_ContentInfo_free>;
using TimeStampInfoHandle = Handle<TS_TST_INFO, TS_TST_INFO_free>;
using OcspResponseHandle = Handle<OCSP_RESPONSE, OCSP_RESPONSE_free>;
using OcspBasicHandle = Handle<OCSP_BASICRESP, OCSP_BASICRESP_free>;
using OcspIdHandle = Handle<OCSP_CERTID, OCSP_CERTID_free>;

// A list that does not own the certificates in it.
struct FreeStack {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};
using CertificateStack = std::unique_ptr<STACK_OF(X509), FreeStack>;

inline ByteView view_of(const unsigned char* data, int size) {
  if (data == nullptr || size <= 0) return {};
  return {reinterpret_cast<const std::byte*>(data), static_cast<std::size_t>(size)};
}

inline ByteView view_of(const ASN1_STRING* string) {
  return view_of(ASN1_STRING_get0_data(string), ASN1_STRING_length(string));
}

}  // namespace pixiu::crypto
