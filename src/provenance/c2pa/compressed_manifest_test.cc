#include "provenance/c2pa/compressed_manifest.h"

#include "provenance/c2pa/limits.h"
#include "tests/c2pa_signer/cbor.h"
#include "tests/c2pa_signer/manifest.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::provenance::c2pa {
namespace {

using c2pa_signer::box;
using c2pa_signer::brotli;
using c2pa_signer::superbox;

constexpr const char* label = "urn:c2pa:1";

Bytes packed(const std::vector<Bytes>& children) {
  return superbox("c2cm", label, children);
}

Result<UnpackedManifest> unpack(const Bytes& bytes, std::size_t bytes_max = 1u << 20,
                                std::size_t boxes_max = 100) {
  const Result<JumbfBox> parsed = parse_jumbf(bytes);
  if (!parsed) return parsed.error();
  UnpackingBudget budget{bytes_max, boxes_max};
  return unpack_manifest(*parsed, budget);
}

TEST(UnpackManifest, gives_the_manifest_and_takes_it_off_the_budget) {
  const Bytes inner = superbox("c2um", label, {box("cbor", Bytes(1000))});
  const Bytes outer = packed({box("brob", brotli(inner))});
  const Result<JumbfBox> parsed = parse_jumbf(outer);
  ASSERT_TRUE(parsed.has_value());
  UnpackingBudget budget{inner.size(), 3};
  const auto made = unpack_manifest(*parsed, budget);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->bytes, inner);
  EXPECT_EQ(made->manifest.kind, jumbf_type::update_manifest);
  EXPECT_EQ(budget.bytes_left, 0u);
  EXPECT_EQ(budget.boxes_left, 0u);
}

TEST(UnpackManifest, a_bomb_ends_at_the_budget) {
  const Bytes inner = superbox("c2ma", label, {box("cbor", Bytes(std::size_t{64} << 20))});
  const Bytes outer = packed({box("brob", brotli(inner))});
  ASSERT_LT(outer.size(), 2000u);
  const auto made = unpack(outer);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code, ErrorCode::limit_exceeded);
}

TEST(UnpackManifest, more_boxes_than_the_store_may_have_are_refused) {
  const Bytes inner = superbox("c2ma", label, std::vector<Bytes>(200, box("free", {})));
  const auto made = unpack(packed({box("brob", brotli(inner))}));
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code, ErrorCode::limit_exceeded);
}

TEST(UnpackManifest, anything_but_one_manifest_of_the_same_label_is_corrupted) {
  const Bytes inner = superbox("c2ma", label, {});
  Bytes behind = brotli(inner);
  behind.push_back(std::byte{0});
  for (const Bytes& outer :
       {packed({}), packed({box("cbor", brotli(inner))}),
        packed({box("brob", brotli(inner)), box("brob", brotli(inner))}), packed({box("brob", {})}),
        packed({box("brob", inner)}), packed({box("brob", behind)}),
        packed({box("brob", brotli({}))}), packed({box("brob", brotli(Bytes(100)))}),
        packed({box("brob", brotli(superbox("c2ma", "urn:c2pa:2", {})))}),
        packed({box("brob", brotli(superbox("c2cm", label, {})))}),
        packed({box("brob", brotli(superbox("c2as", label, {})))})}) {
    const auto made = unpack(outer);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, ErrorCode::corrupted) << made.error().message;
  }
}

RC_GTEST_PROP(UnpackManifestProperty, any_bytes_are_survived,
              (const std::vector<unsigned char>& noise)) {
  Bytes packed_bytes;
  for (const unsigned char one : noise) packed_bytes.push_back(static_cast<std::byte>(one));
  RC_ASSERT(!unpack(packed({box("brob", packed_bytes)})).has_value());
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
