#include "storage/s3_answer.h"

#include <charconv>

#include <pugixml.hpp>

namespace pixiu::storage {
namespace {

Error not_understood() {
  return {ErrorCode::corrupted, "the object store answered with something else than S3 does"};
}

// The root element, if it has this name.
Result<pugi::xml_node> root_of(pugi::xml_document& document, ByteView answer, const char* name) {
  const auto read =
      document.load_buffer(answer.data(), answer.size(), pugi::parse_default, pugi::encoding_utf8);
  const pugi::xml_node root = document.child(name);
  if (!read || !root) return not_understood();
  return root;
}

}  // namespace

Result<std::string> upload_id_of(ByteView answer) {
  pugi::xml_document document;
  const auto root = root_of(document, answer, "InitiateMultipartUploadResult");
  if (!root) return root.error();
  std::string id = root->child_value("UploadId");
  if (id.empty()) return not_understood();
  return id;
}

Status completed(ByteView answer) {
  pugi::xml_document document;
  const auto root = root_of(document, answer, "CompleteMultipartUploadResult");
  if (root) return {};
  return Error{ErrorCode::unavailable, "the object store did not put the parts together"};
}

Result<ObjectList> object_list_of(ByteView answer, std::string_view prefix) {
  pugi::xml_document document;
  const auto root = root_of(document, answer, "ListBucketResult");
  if (!root) return root.error();
  ObjectList list;
  list.is_truncated = std::string_view(root->child_value("IsTruncated")) == "true";
  for (const pugi::xml_node& object : root->children("Contents")) {
    list.last_name = object.child_value("Key");
    const std::string_view name = list.last_name;
    if (!name.starts_with(prefix)) continue;
    const auto address = vault::BlobAddress::parse(name.substr(prefix.size()));
    if (!address) continue;
    const std::string_view size = object.child_value("Size");
    std::uint64_t size_bytes = 0;
    const auto [end, problem] = std::from_chars(size.data(), size.data() + size.size(), size_bytes);
    const auto written_at = parse_timestamp(object.child_value("LastModified"));
    if (problem != std::errc() || end != size.data() + size.size() || !written_at) {
      return not_understood();
    }
    list.blobs.push_back(
        {.address = *address, .size_bytes = size_bytes, .written_at = *written_at});
  }
  return list;
}

}  // namespace pixiu::storage
