#include "tests/c2pa_signer/binding.h"

#include "base/check.h"
#include "tests/c2pa_signer/cbor.h"
#include "tests/c2pa_signer/cose.h"

#include <algorithm>

namespace pixiu::c2pa_signer {
namespace {

constexpr std::string_view c2pa_uuid(
    "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81", 16);

ByteView piece(const Assembled& file, std::size_t start, std::size_t end) {
  const std::size_t size = file.file.size();
  return ByteView(file.file).subspan(std::min(start, size),
                                     std::min(end, size) - std::min(start, size));
}

std::vector<Part> exclusions_of(const Recipe& recipe, const Assembled& file) {
  Part store = file.store;
  if (recipe.faults.contains(Fault::exclusion_too_wide)) {
    const std::size_t end = file.pixels.offset + file.pixels.size;
    store.offset = std::min(store.offset, file.pixels.offset);
    store.size = std::max(file.store.offset + file.store.size, end) - store.offset;
  }
  if (recipe.faults.contains(Fault::exclusion_beyond)) store.size = file.file.size() + 10;
  std::vector<Part> exclusions = {store};
  if (recipe.faults.contains(Fault::exclusions_overlap)) {
    exclusions.push_back({"", store.offset + 1, store.size});
  }
  return exclusions;
}

Assertion data_hash(const std::string& label, const Recipe& recipe, const Assembled& file,
                    const std::vector<Part>& exclusions) {
  Bytes hashed = copy_of(file.file);
  if (!exclusions.empty()) {
    hashed = copy_of(piece(file, 0, exclusions.front().offset));
    append(hashed,
           piece(file, exclusions.front().offset + exclusions.front().size, file.file.size()));
  }
  std::vector<Bytes> listed;
  for (const Part& one : exclusions) {
    listed.push_back(
        cbor::object({{"start", cbor::wide_integer(static_cast<std::uint32_t>(one.offset))},
                      {"length", cbor::wide_integer(static_cast<std::uint32_t>(one.size))}}));
  }
  return {label,
          cbor_assertion(label,
                         cbor::object({{"exclusions", cbor::array(listed)},
                                       {"name", cbor::text("jumbf manifest")},
                                       {"alg", cbor::text(recipe.digest)},
                                       {"hash", cbor::bytes(digest_by_name(recipe.digest, hashed))},
                                       {"pad", cbor::bytes(Bytes(4))}}))};
}

std::size_t little_endian_at(ByteView bytes, std::size_t at, std::size_t size) {
  std::size_t value = 0;
  for (std::size_t i = size; i > 0; --i) {
    value = value << 8 | std::to_integer<std::size_t>(bytes[at + i - 1]);
  }
  return value;
}

// The entries of the small TIFF of container.cc: one directory behind the header, one strip.
Assertion tiff_boxes_hash(const Recipe& recipe, const Assembled& file) {
  std::vector<Bytes> boxes;
  const auto add = [&](const std::string& name, const Bytes& hash) {
    boxes.push_back(cbor::object({{"names", cbor::array({cbor::text(name)})},
                                  {"hash", cbor::bytes(hash)},
                                  {"pad", cbor::bytes({})}}));
  };
  add("TIFh", digest_by_name(recipe.digest, piece(file, 0, 8)));
  const std::size_t count = little_endian_at(file.file, 8, 2);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = 10 + i * 12;
    const std::size_t tag = little_endian_at(file.file, at, 2);
    Bytes hashed = copy_of(piece(file, at, at + 12));
    if (tag == 273) {
      if (recipe.faults.contains(Fault::exclusion_too_wide)) continue;
      append(hashed, piece(file, file.pixels.offset, file.pixels.offset + file.pixels.size));
    }
    if (tag == 0xcd41) {
      add("C2PA", Bytes(1));
    } else {
      add(std::to_string(tag), digest_by_name(recipe.digest, hashed));
    }
  }
  return {"c2pa.hash.boxes",
          cbor_assertion("c2pa.hash.boxes", cbor::object({{"alg", cbor::text(recipe.digest)},
                                                          {"boxes", cbor::array(boxes)}}))};
}

// Of files that are somewhere else.
Assertion collection_hash(const Recipe& recipe) {
  const Bytes one =
      cbor::object({{"uri", cbor::text("photos/1.jpg")}, {"hash", cbor::bytes(Bytes(32))}});
  return {"c2pa.hash.collection.data",
          cbor_assertion(
              "c2pa.hash.collection.data",
              cbor::object({{"alg", cbor::text(recipe.digest)}, {"uris", cbor::array({one})}}))};
}

// Neighbours are not joined: a box an entry, as in the annex's example.
Assertion boxes_hash(const Recipe& recipe, const Assembled& file) {
  if (text_of(piece(file, 0, 2)) == "II") return tiff_boxes_hash(recipe, file);
  PIXIU_CHECK(!file.boxes.empty());
  std::vector<Bytes> boxes;
  for (const Part& part : file.boxes) {
    // As wide as an exclusion: the box with the picture is simply not listed.
    if (recipe.faults.contains(Fault::exclusion_too_wide) && part.name == file.pixels.name)
      continue;
    const bool is_store = part.name == "C2PA";
    const ByteView bytes = piece(file, part.offset, part.offset + part.size);
    const std::string name =
        recipe.faults.contains(Fault::boxes_unknown) && part.name == "DQT" ? "XYZ9" : part.name;
    boxes.push_back(cbor::object(
        {{"names", cbor::array({cbor::text(name)})},
         {"hash", cbor::bytes(is_store ? Bytes(1) : digest_by_name(recipe.digest, bytes))},
         {"pad", cbor::bytes({})}}));
  }
  return {"c2pa.hash.boxes",
          cbor_assertion("c2pa.hash.boxes", cbor::object({{"alg", cbor::text(recipe.digest)},
                                                          {"boxes", cbor::array(boxes)}}))};
}

Bytes box_exclusion(std::string_view path, const Bytes& data) {
  return cbor::object({{"xpath", cbor::text(path)},
                       {"length", cbor::null()},
                       {"data", data},
                       {"subset", cbor::null()},
                       {"version", cbor::null()},
                       {"flags", cbor::null()},
                       {"exact", cbor::null()}});
}

Assertion bmff_hash(int version, const Recipe& recipe, const Assembled& file) {
  const bool is_too_wide = recipe.faults.contains(Fault::exclusion_too_wide);
  Bytes hashed;
  for (const Part& part : file.boxes) {
    if (part.name == "ftyp" || part.name == "uuid") continue;
    if (is_too_wide && part.name == "mdat") continue;
    if (version >= 2) append(hashed, big_endian(part.offset, 8));
    append(hashed, piece(file, part.offset, part.offset + part.size));
  }
  const Bytes uuid = cbor::array(
      {cbor::object({{"offset", cbor::integer(8)}, {"value", cbor::bytes(bytes_of(c2pa_uuid))}})});
  std::vector<Bytes> exclusions = {box_exclusion("/uuid", uuid),
                                   box_exclusion("/ftyp", cbor::null()),
                                   box_exclusion("/mfra", cbor::null())};
  if (is_too_wide) exclusions.push_back(box_exclusion("/mdat", cbor::null()));
  const std::string label =
      version == 1 ? "c2pa.hash.bmff" : "c2pa.hash.bmff.v" + std::to_string(version);
  return {label,
          cbor_assertion(label,
                         cbor::object({{"exclusions", cbor::array(exclusions)},
                                       {"alg", cbor::text(recipe.digest)},
                                       {"hash", cbor::bytes(digest_by_name(recipe.digest, hashed))},
                                       {"name", cbor::text("jumbf manifest")}}))};
}

}  // namespace

Assertion hard_binding(Binding binding, const Recipe& recipe, const Assembled& file) {
  switch (binding) {
    case Binding::data:
      return data_hash("c2pa.hash.data", recipe, file, exclusions_of(recipe, file));
    case Binding::boxes: return boxes_hash(recipe, file);
    case Binding::bmff_v1: return bmff_hash(1, recipe, file);
    case Binding::bmff_v2: return bmff_hash(2, recipe, file);
    case Binding::bmff_v3: return bmff_hash(3, recipe, file);
    case Binding::collection: return collection_hash(recipe);
    case Binding::none: break;
  }
  PIXIU_CHECK(false);
}

std::vector<Assertion> part_hashes(const Recipe& recipe, const Assembled& file) {
  const std::size_t first_size = file.file.size() - recipe.trailer.size();
  Assembled first = file;
  first.file.resize(first_size);
  Assembled second;
  second.file = recipe.trailer;
  const std::string first_label = "c2pa.hash.data.part";
  const std::string second_label = "c2pa.hash.data.part__1";
  std::vector<Assertion> made = {data_hash(first_label, recipe, first, {file.store}),
                                 data_hash(second_label, recipe, second, {})};
  const auto part = [&](std::size_t offset, std::size_t size, const Assertion& hash,
                        bool is_optional) {
    const Bytes digest = digest_by_name(recipe.digest, ByteView(hash.superbox).subspan(8));
    return cbor::object(
        {{"location",
          cbor::object({{"byteOffset", cbor::wide_integer(static_cast<std::uint32_t>(offset))},
                        {"length", cbor::wide_integer(static_cast<std::uint32_t>(size))}})},
         {"hashAssertion",
          cbor::object({{"url", cbor::text("self#jumbf=c2pa.assertions/" + hash.label)},
                        {"hash", cbor::bytes(digest)}})},
         {"optional", cbor::boolean(is_optional)}});
  };
  const Bytes parts =
      cbor::array({part(0, first_size, made[0], false),
                   part(first_size, recipe.trailer.size(), made[1], recipe.is_trailer_optional)});
  made.push_back({"c2pa.hash.multi-asset",
                  cbor_assertion("c2pa.hash.multi-asset", cbor::object({{"parts", parts}}))});
  return made;
}

}  // namespace pixiu::c2pa_signer
