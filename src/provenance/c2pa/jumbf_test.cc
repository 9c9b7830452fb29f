#include "provenance/c2pa/jumbf.h"

#include "provenance/c2pa/limits.h"
#include "tests/c2pa_signer/cbor.h"

#include <string>

#include <gtest/gtest.h>

namespace pixiu::provenance::c2pa {
namespace {

using namespace std::string_literals;
using c2pa_signer::box;
using c2pa_signer::cbor_assertion;
using c2pa_signer::superbox;

Bytes small_store() {
  const Bytes assertion = cbor_assertion("c2pa.actions", bytes_of("\xA0"));
  return superbox("c2pa", "c2pa",
                  {superbox("c2ma", "urn:1", {superbox("c2as", "c2pa.assertions", {assertion})})});
}

ErrorCode failure(ByteView bytes) {
  const auto parsed = parse_jumbf(bytes);
  EXPECT_FALSE(parsed.has_value());
  return parsed ? ErrorCode::internal : parsed.error().code;
}

TEST(Jumbf, a_store_is_read_as_a_tree_with_labels_and_kinds) {
  const Bytes bytes = small_store();
  const auto store = parse_jumbf(bytes);
  ASSERT_TRUE(store.has_value());
  EXPECT_EQ(store->kind, jumbf_type::store);
  ASSERT_EQ(store->children.size(), 1U);
  const JumbfBox& manifest = store->children[0];
  EXPECT_EQ(manifest.kind, jumbf_type::manifest);
  EXPECT_EQ(manifest.label, "urn:1");
  const JumbfBox* assertions = manifest.child_labelled("c2pa.assertions");
  ASSERT_NE(assertions, nullptr);
  EXPECT_EQ(text_of(assertions->children[0].child_of_type("cbor")->content), "\xA0");
}

TEST(Jumbf, uris_are_resolved_from_the_store_and_from_the_manifest) {
  const Bytes bytes = small_store();
  const auto store = parse_jumbf(bytes);
  const JumbfBox& manifest = store->children[0];
  const JumbfBox* actions = &manifest.children[0].children[0];
  EXPECT_EQ(resolve("self#jumbf=/c2pa/urn:1/c2pa.assertions/c2pa.actions", *store, manifest),
            actions);
  EXPECT_EQ(resolve("self#jumbf=c2pa.assertions/c2pa.actions", *store, manifest), actions);
  EXPECT_EQ(resolve("self#jumbf=/c2pa/urn:2/c2pa.assertions", *store, manifest), nullptr);
  EXPECT_EQ(resolve("self#jumbf=/other/urn:1", *store, manifest), nullptr);
  EXPECT_EQ(resolve("https://example.org/", *store, manifest), nullptr);
  EXPECT_EQ(manifest_label_in("self#jumbf=/c2pa/urn:1/c2pa.signature"), "urn:1");
  EXPECT_EQ(manifest_label_in("self#jumbf=c2pa.signature"), "");
  EXPECT_EQ(last_label_in("self#jumbf=c2pa.signature"), "c2pa.signature");
}

TEST(Jumbf, every_cut_and_every_size_too_large_is_refused) {
  const Bytes whole = small_store();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(failure(ByteView(whole).first(size)), ErrorCode::corrupted);
  }
  Bytes longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_EQ(failure(longer), ErrorCode::corrupted);
  Bytes huge = whole;
  huge[0] = std::byte{0x40};  // a gigabyte
  EXPECT_EQ(failure(huge), ErrorCode::corrupted);
}

TEST(Jumbf, deep_nesting_is_refused) {
  Bytes inner = superbox("c2as", "x", {});
  for (int depth = 0; depth < limits::c2pa_box_nesting_max + 2; ++depth) {
    inner = superbox("c2as", "x", {inner});
  }
  EXPECT_EQ(failure(inner), ErrorCode::limit_exceeded);
}

TEST(Jumbf, a_flood_of_boxes_is_refused) {
  Bytes many;
  for (std::size_t i = 0; i <= limits::c2pa_boxes_max; ++i) {
    c2pa_signer::append(many, box("free", {}));
  }
  EXPECT_EQ(failure(superbox("c2pa", "c2pa", {many})), ErrorCode::limit_exceeded);
}

TEST(Jumbf, labels_that_could_be_taken_for_paths_or_are_not_utf8_are_refused) {
  for (const std::string& label : {"a/b"s, "a;b"s, "a#b"s, "a\nb"s, "\xFF"s}) {
    EXPECT_EQ(failure(superbox("c2pa", label, {})), ErrorCode::corrupted);
  }
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
