#include "vault/sealed_blobs.h"

namespace pixiu::vault {

Result<privacy::SealedContent> put_sealed(BlobStore& blobs, privacy::Keyring& keyring,
                                          Entropy& entropy, const privacy::ContentOwner& owner,
                                          const privacy::ByteSource& source,
                                          std::uint64_t bytes_max) {
  const auto writer = blobs.create();
  if (!writer) return writer.error();
  auto sealed = privacy::seal_content(
      keyring, entropy, owner, source,
      [&writer](ByteView bytes) { return (*writer)->write(bytes); }, bytes_max);
  if (!sealed) return sealed.error();
  if (auto status = (*writer)->commit(BlobAddress(sealed->address)); !status) {
    return status.error();
  }
  return sealed;
}

Status read_sealed(const BlobStore& blobs, privacy::Keyring& keyring, const Exhibit& exhibit,
                   const crypto::ByteSink& sink) {
  const auto reader = blobs.open(exhibit.blob);
  if (!reader) return reader.error();
  const privacy::SealedContent sealed{
      .digests = {.sha256 = exhibit.sha256, .sm3 = exhibit.sm3, .size_bytes = exhibit.size_bytes},
      .address = exhibit.blob.digest(),
      .wrapped_key = exhibit.wrapped_key};
  return privacy::open_content(
      keyring, {exhibit.tenant, exhibit.subject, exhibit.claim, exhibit.id}, sealed,
      [&reader](std::span<std::byte> bytes) { return (*reader)->read(bytes); }, sink);
}

}  // namespace pixiu::vault
