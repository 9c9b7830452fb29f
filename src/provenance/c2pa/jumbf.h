#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance::c2pa {

// The types of the superboxes C2PA uses (C2PA 2.3, 6.1.4): the first four bytes of the 16-byte
// type.
namespace jumbf_type {
inline constexpr std::string_view store = "c2pa";
inline constexpr std::string_view manifest = "c2ma";
inline constexpr std::string_view old_manifest = "c2md";  // read as "c2ma", not written any more
inline constexpr std::string_view update_manifest = "c2um";
inline constexpr std::string_view compressed_manifest = "c2cm";
inline constexpr std::string_view assertion_store = "c2as";
inline constexpr std::string_view claim = "c2cl";
inline constexpr std::string_view signature = "c2cs";
inline constexpr std::string_view credentials = "c2vc";
inline constexpr std::string_view cbor = "cbor";
inline constexpr std::string_view json = "json";
}  // namespace jumbf_type

// A JUMBF box (ISO/IEC 19566-5) with its place in the bytes that were parsed.
struct JumbfBox {
  std::string_view type;  // four characters: "jumb" for a superbox, "cbor", "json", "bidb", ...
  ByteView content;       // without size and type: what C2PA hashes

  // Of a superbox only.
  std::string_view kind;           // first four characters of its type when the rest is ISO's
  bool is_embedded_file = false;   // 40cb0c32-bb8a-489d-a70b-2ad6f47f4369
  std::string label;               // empty when it has none
  std::vector<JumbfBox> children;  // behind the description box

  bool is_superbox() const { return type == "jumb"; }

  // The first child superbox with this label, or content box of this type; null when none.
  const JumbfBox* child_labelled(std::string_view wanted) const;
  const JumbfBox* child_of_type(std::string_view wanted) const;
};

// Parses the one superbox that fills `bytes`, together with everything in it.
// Errors: corrupted (sizes that do not fit, no description, a label that is not UTF-8 or holds
//         control characters or one of / ; ? #), limit_exceeded (c2pa_boxes_max,
//         c2pa_box_nesting_max, c2pa_store_bytes_max).
// Cost:   one pass over the headers; contents are not read.
Result<JumbfBox> parse_jumbf(ByteView bytes);
// The same with at most `boxes_left` boxes, which is lessened by those there are.
Result<JumbfBox> parse_jumbf(ByteView bytes, std::size_t& boxes_left);

// The box that a URI such as "self#jumbf=/c2pa/LABEL/c2pa.assertions/c2pa.actions" leads to, from
// the store, or for "self#jumbf=c2pa.assertions/c2pa.actions" from the manifest; null when there is
// none.
const JumbfBox* resolve(std::string_view uri, const JumbfBox& store, const JumbfBox& manifest);

// The manifest label in an absolute URI ("self#jumbf=/c2pa/LABEL..."); empty in a relative one.
std::string_view manifest_label_in(std::string_view uri);

// The last part of a URI, which is the label of what it leads to.
std::string_view last_label_in(std::string_view uri);

}  // namespace pixiu::provenance::c2pa
