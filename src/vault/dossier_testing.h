#pragma once

#include "privacy/keyring_testing.h"
#include "vault/authority_testing.h"
#include "vault/dossier_gather.h"
#include "vault/memory_files_testing.h"
#include "vault/memory_record_testing.h"
#include "vault/sealed_blobs.h"
#include "vault/sequencer.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

// A claim with an original and a rendition, in a record with a log. Included by tests only.
namespace pixiu::vault::testing {

class DossierScene {
 public:
  DossierScene() {
    const Exhibit original = take_in(std::string(150'000, 'p') + "hoto", "image/jpeg", {});
    take_in("smaller photo", "image/png", original.id);
    store(*make_event({.tenant = keys.tenant,
                       .stream = Stream::of(keys.claim),
                       .kind = "claim.opened",
                       .actor = Actor::user(keys.user),
                       .body = {{"reason", "杯子有裂纹"}},
                       .id = {}},
                      keys.clock, keys.entropy));
    Sequencer sequencer({.events = record, .log = log, .key = key, .clock = keys.clock});
    EXPECT_TRUE(sequencer.round());
  }

  Exhibit take_in(const std::string& content, const std::string& media_type,
                  std::optional<ExhibitId> derived_from) {
    keys.clock.advance(std::chrono::seconds{1});
    const ExhibitId id = ExhibitId::make(keys.clock, keys.entropy);
    ByteView rest = bytes_of(content);
    const auto sealed = put_sealed(
        blobs, *keys.keyring, keys.entropy, {keys.tenant, keys.subject, keys.claim, id},
        [&rest](std::span<std::byte> bytes) -> Result<std::size_t> {
          const auto size = std::min(rest.size(), bytes.size());
          std::copy_n(rest.begin(), size, bytes.begin());
          rest = rest.subspan(size);
          return size;
        },
        content.size());
    EXPECT_TRUE(sealed);
    const Exhibit exhibit{.id = id,
                          .tenant = keys.tenant,
                          .claim = keys.claim,
                          .subject = keys.subject,
                          .derived_from = derived_from,
                          .sha256 = sealed->digests.sha256,
                          .sm3 = sealed->digests.sm3,
                          .size_bytes = sealed->digests.size_bytes,
                          .media_type = media_type,
                          .blob = BlobAddress(sealed->address),
                          .wrapped_key = sealed->wrapped_key,
                          .retention_class = "dispute",
                          .received_at = keys.clock.now()};
    EXPECT_TRUE(record.run([&](Transaction& t) { return record.put(t, exhibit); }));
    store(*custody_event({.exhibit = exhibit,
                          .action = CustodyAction::received,
                          .actor = Actor::user(keys.user),
                          .sha256 = exhibit.sha256,
                          .id = {}},
                         keys.clock, keys.entropy));
    return exhibit;
  }

  void store(const Event& event) {
    EXPECT_TRUE(record.run([&](Transaction& t) { return record.append(t, std::vector{event}); }));
  }

  // With time stamps of `authority`, or without any.
  DossierSources sources(OpensslAuthority* authority = nullptr) {
    DossierSources made{
        .events = record,
        .exhibits = record,
        .blobs = blobs,
        .log = log,
        .keyring = *keys.keyring,
        .clock = keys.clock,
        .log_key = key.verifier(),
        .policy = policy_of(key.verifier()),
        .authorities_pem = authority == nullptr ? "" : authority->root_pem(),
        .stamp = {},
        .findings = [](const Exhibit& exhibit) -> Result<std::optional<std::string>> {
          if (exhibit.derived_from) return std::optional<std::string>();
          return std::optional<std::string>(R"({"findings":[{"examiner":"same_capture",)"
                                            R"("summary":"Made from reference picture 1.",)"
                                            R"("summary_zh":"由原图 1 制作。"}]})");
        }};
    if (authority != nullptr) {
      made.stamp = [this, authority](std::string_view text) { return stamps(*authority, text); };
    }
    return made;
  }

  Bytes zip(OpensslAuthority* authority = nullptr) {
    const auto dossier = gather_dossier(sources(authority), keys.tenant, keys.claim);
    EXPECT_TRUE(dossier) << dossier.error().message;
    Bytes bytes;
    const Status done = write_dossier(*dossier, [&](ByteView piece) -> Status {
      bytes.insert(bytes.end(), piece.begin(), piece.end());
      return {};
    });
    EXPECT_TRUE(done) << done.error().message;
    return bytes;
  }

  privacy::testing::TestKeys keys;
  MemoryRecord record;
  MemoryBlobs blobs;
  MemoryLog log;
  tlog::SigningKey key = *tlog::SigningKey::from_seed(
      "log.example/test", tlog::SignatureType::ed25519, Bytes(32, std::byte{3}));

 private:
  Result<std::vector<CheckpointTimeStamp>> stamps(OpensslAuthority& authority,
                                                  std::string_view text) {
    std::vector<CheckpointTimeStamp> made;
    for (const auto imprint : {crypto::DigestAlgorithm::sha256, crypto::DigestAlgorithm::sm3}) {
      auto one =
          request_time_stamp(authority.transport(), {.url = "", .anchors = authority.anchors()},
                             imprint, text, keys.entropy);
      if (!one) return one.error();
      made.push_back(*std::move(one));
    }
    return made;
  }
};

}  // namespace pixiu::vault::testing
