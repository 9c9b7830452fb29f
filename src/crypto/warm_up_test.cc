#include "crypto/warm_up.h"

#include "crypto/ocsp.h"
#include "crypto/time_stamp.h"
#include "tests/c2pa_signer/authorities.h"
#include "tests/c2pa_signer/pki.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pixiu::crypto {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool has_sanitizer = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
constexpr bool has_sanitizer = true;
#else
constexpr bool has_sanitizer = false;
#endif
#else
constexpr bool has_sanitizer = false;
#endif

// Everything that an examination does, as plain bytes made before the child starts.
struct Work {
  Bytes root;
  Bytes intermediate;
  std::vector<Bytes> leaves;
  std::vector<Bytes> signatures;
  Bytes token;
  Bytes ocsp;
};

constexpr SignatureAlgorithm algorithms[] = {
    SignatureAlgorithm::es256, SignatureAlgorithm::es384,   SignatureAlgorithm::es512,
    SignatureAlgorithm::ps256, SignatureAlgorithm::ed25519, SignatureAlgorithm::sm3_with_sm2};

Work make_work() {
  using c2pa_signer::KeyType;
  const c2pa_signer::World world = c2pa_signer::make_world();
  Work work{.root = world.root.certificate,
            .intermediate = world.intermediate.certificate,
            .leaves = {},
            .signatures = {},
            .token = {},
            .ocsp = {}};
  const std::tuple<KeyType, const char*, std::size_t> keys[] = {
      {KeyType::p256, "SHA256", 32},   {KeyType::p384, "SHA384", 48}, {KeyType::p521, "SHA512", 66},
      {KeyType::rsa2048, "SHA256", 0}, {KeyType::ed25519, "", 0},     {KeyType::sm2, "SM3", 32}};
  for (const auto& [type, digest, half] : keys) {
    const c2pa_signer::Party leaf = world.leaf({.key_type = type});
    const Bytes signature = c2pa_signer::sign(leaf.key, digest, bytes_of("claim"));
    work.signatures.push_back(half == 0 ? signature : c2pa_signer::raw_signature(signature, half));
    work.leaves.push_back(leaf.certificate);
    if (type == KeyType::p256) {
      work.ocsp = c2pa_signer::ocsp_response(world.ocsp_responder, leaf, world.intermediate);
    }
  }
  c2pa_signer::StampRecipe stamp;
  stamp.more_certificates = {world.intermediate.certificate};
  work.token = c2pa_signer::time_stamp_token(world.time_stamp_authority, bytes_of("x"), stamp);
  return work;
}

bool do_work(const Work& work) {
  const Timestamp at = c2pa_signer::day("2024-06-02");
  const auto root = Certificate::parse(work.root);
  const auto intermediate = Certificate::parse(work.intermediate);
  if (!root || !intermediate) return false;
  const TrustList trust({.anchors = {*root}, .allowed_end_entities = {}});
  bool is_good = true;
  for (std::size_t i = 0; i < work.leaves.size(); ++i) {
    const auto leaf = Certificate::parse(work.leaves[i]);
    if (!leaf) return false;
    const ChainResult chain =
        check_chain(*leaf, std::span(&*intermediate, 1), trust, CertificateUse::claim_signing, at);
    const bool is_sm2 = algorithms[i] == SignatureAlgorithm::sm3_with_sm2;
    is_good &= chain.outcome == (is_sm2 ? ChainOutcome::bad_profile : ChainOutcome::trusted);
    is_good &= verify(leaf->public_key(), algorithms[i], bytes_of("claim"), work.signatures[i]) ==
               SignatureCheck::valid;
    if (i == 0) {
      is_good &= check_ocsp(work.ocsp, *leaf, *intermediate, at).outcome == OcspOutcome::good;
    }
  }
  return is_good && check_time_stamp(work.token, bytes_of("x"), trust).is_trusted();
}

TEST(WarmUp, works_more_than_once) {
  EXPECT_TRUE(warm_up().has_value());
  EXPECT_TRUE(warm_up().has_value());
}

// From here on the kernel kills this process for any system call but these. OpenSSL blinds points
// of curves with random numbers, even public ones, and asks for its process id on the way.
bool forbid_system_calls() {
  constexpr auto number = static_cast<std::uint32_t>(offsetof(seccomp_data, nr));
  std::vector<sock_filter> program = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, number)};
  for (const long call : {SYS_getpid, SYS_getrandom, SYS_exit}) {
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  }
  program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL));
  const sock_fprog filter{.len = static_cast<unsigned short>(program.size()),
                          .filter = program.data()};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

TEST(WarmUp, leaves_nothing_that_opens_a_file_or_waits) {
  if (has_sanitizer) GTEST_SKIP() << "sanitizers call the system themselves";
  ASSERT_TRUE(warm_up().has_value());
  const Work work = make_work();
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // Memory for all of the work lies ready in the heap, and is not given back.
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    std::free(std::memset(std::malloc(16u << 20), 1, 16u << 20));
    if (!forbid_system_calls()) syscall(SYS_exit, 77);
    syscall(SYS_exit, do_work(work) ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status)) << "killed by signal " << WTERMSIG(status);
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no filters on this machine";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace pixiu::crypto
