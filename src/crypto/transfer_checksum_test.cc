#include "crypto/transfer_checksum.h"

#include "crypto/digest.h"

#include <gtest/gtest.h>

namespace pixiu::crypto {
namespace {

std::string checksum(TransferAlgorithm algorithm, std::string_view text) {
  TransferChecksum checksum(algorithm);
  checksum.update(bytes_of(text.substr(0, 1)));
  checksum.update(bytes_of(text.substr(1)));
  return hex(checksum.finish());
}

// FIPS 180-4 examples.
TEST(TransferChecksum, gives_the_published_vectors) {
  EXPECT_EQ(checksum(TransferAlgorithm::sha1, "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(checksum(TransferAlgorithm::sha256, "abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(TransferAlgorithm, has_a_name_that_leads_back) {
  for (const auto algorithm : {TransferAlgorithm::sha1, TransferAlgorithm::sha256}) {
    EXPECT_EQ(transfer_algorithm_by_name(transfer_algorithm_name(algorithm)), algorithm);
  }
  EXPECT_EQ(transfer_algorithm_by_name("md5"), std::nullopt);
}

}  // namespace
}  // namespace pixiu::crypto
