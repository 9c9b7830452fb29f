#pragma once

#include "crypto/certificate.h"
#include "vault/program_testing.h"
#include "vault/time_stamping.h"

#include <string>

#include <gtest/gtest.h>

// A time-stamp authority made of the openssl program: its own root, and `openssl ts -reply` for
// each request. Included by tests only.
namespace pixiu::vault::testing {

class OpensslAuthority {
 public:
  OpensslAuthority() {
    folder_.write("ts.cnf", R"(
[ req ]
distinguished_name = dn
prompt = no
[ dn ]
CN = Test Root
[ ca ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[ tsa_extensions ]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ tsa ]
default_tsa = main
[ main ]
serial = ./serial
signer_cert = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
certs = ./tsa.pem
default_policy = 1.2.3.4.1
digests = sha256, sm3
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
)");
    folder_.write("serial", "01\n");
    const std::vector<std::string> curve = {
        "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "ts.cnf"};
    std::vector<std::string> root = {"openssl", "req",   "-x509", "-extensions",
                                     "ca",      "-days", "3650",  "-keyout",
                                     "ca.key",  "-out",  "ca.pem"};
    root.insert(root.end(), curve.begin(), curve.end());
    must(root);
    std::vector<std::string> request = {
        "openssl", "req",     "-new", "-subj",  "/CN=Test Time Stamps",
        "-keyout", "tsa.key", "-out", "tsa.csr"};
    request.insert(request.end(), curve.begin(), curve.end());
    must(request);
    must({"openssl", "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
          "-set_serial", "2", "-days", "3650", "-extfile", "ts.cnf", "-extensions",
          "tsa_extensions", "-out", "tsa.pem"});
  }

  // The transport to it.
  TimeStampTransport transport() {
    return [this](std::string_view, ByteView body, std::size_t) -> Result<Bytes> {
      folder_.write("query.tsq", text_of(body));
      must({"openssl", "ts", "-reply", "-config", "ts.cnf", "-section", "main", "-queryfile",
            "query.tsq", "-out", "reply.tsr"});
      const std::string reply = folder_.read("reply.tsr");
      const ByteView bytes = bytes_of(reply);
      return Bytes(bytes.begin(), bytes.end());
    };
  }

  std::string root_pem() const { return folder_.read("ca.pem"); }

  crypto::TrustList anchors() const {
    return crypto::TrustList(
        {.anchors = *crypto::parse_pem_certificates(root_pem()), .allowed_end_entities = {}});
  }

 private:
  void must(const std::vector<std::string>& words) {
    const ProgramOutcome outcome = run_program(words, folder_);
    ASSERT_EQ(outcome.exit_status, 0) << outcome.output;
  }

  TemporaryFolder folder_;
};

}  // namespace pixiu::vault::testing
