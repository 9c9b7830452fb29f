#include "storage/s3_blob_store.h"

#include "base/check.h"
#include "crypto/digest.h"
#include "storage/s3_answer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>

#include <unistd.h>

namespace pixiu::storage {
namespace {

using vault::BlobAddress;

constexpr std::size_t part_bytes = 16u << 20;  // S3 asks for 5 MiB at least, 10,000 parts at most
constexpr std::size_t read_bytes = 4u << 20;
constexpr std::size_t answer_bytes_max = 4u << 20;
constexpr std::chrono::minutes request_time_max{5};
constexpr std::size_t page_count_max = 1000;
constexpr int status_not_found = 404;
constexpr int status_ok_first = 200;
constexpr int status_ok_end = 300;

Error failure_of(int status) {
  const std::string message = "the object store answered " + std::to_string(status);
  switch (status) {
    case status_not_found: return {ErrorCode::not_found, message};
    case 401:
    case 403: return {ErrorCode::permission_denied, message};
    case 409:
    case 412: return {ErrorCode::conflict, message};
    default: return {ErrorCode::unavailable, message};
  }
}

// Unreserved characters stay, others become %XX (RFC 3986, 2.3), as signatures want it.
std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char character : text) {
    const auto code = static_cast<unsigned char>(character);
    if (std::isalnum(code) != 0 ||
        std::string_view("-_.~").find(character) != std::string_view::npos) {
      out += character;
      continue;
    }
    out += '%';
    out += digits[code >> 4];
    out += digits[code & 0x0f];
  }
  return out;
}

// `size_bytes` of a file from `offset`.
Result<Bytes> read_part(int file, std::uint64_t offset, std::size_t size_bytes) {
  Bytes bytes(size_bytes);
  std::size_t have = 0;
  while (have < size_bytes) {
    const ssize_t count =
        ::pread(file, bytes.data() + have, size_bytes - have, static_cast<off_t>(offset + have));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error("cannot read a spooled blob", errno);
    if (count == 0) return Error{ErrorCode::corrupted, "a spooled blob has become shorter"};
    have += static_cast<std::size_t>(count);
  }
  return bytes;
}

bool is_plain_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char character) {
    return std::isalnum(character) != 0 ||
           std::string_view("-_./").find(static_cast<char>(character)) != std::string_view::npos;
  });
}

}  // namespace

class S3BlobStore::Writer final : public vault::BlobWriter {
 public:
  Writer(S3BlobStore& store, Descriptor file) : store_(store), file_(std::move(file)) {}

  Status write(ByteView bytes) override {
    if (failure_) return *failure_;
    const Status written = write_all(file_.get(), bytes);
    if (!written) failure_ = written.error();
    size_bytes_ += bytes.size();
    return written;
  }

  Status commit(const BlobAddress& address) override {
    PIXIU_CHECK(!is_committed_);
    is_committed_ = true;
    if (failure_) return *failure_;
    return store_.put(address, file_.get(), size_bytes_);
  }

 private:
  S3BlobStore& store_;
  Descriptor file_;
  std::uint64_t size_bytes_ = 0;
  std::optional<Error> failure_;
  bool is_committed_ = false;
};

class S3BlobStore::Reader final : public vault::BlobReader {
 public:
  Reader(const S3BlobStore& store, std::string object, std::uint64_t size_bytes)
      : store_(store), object_(std::move(object)), size_bytes_(size_bytes) {}

  Result<std::size_t> read(std::span<std::byte> bytes) override {
    PIXIU_CHECK(!bytes.empty());
    if (taken_ == piece_.size() && offset_ < size_bytes_) {
      const Status fetched = fetch();
      if (!fetched) return fetched.error();
    }
    const std::size_t count = std::min(bytes.size(), piece_.size() - taken_);
    std::copy_n(piece_.begin() + static_cast<std::ptrdiff_t>(taken_), count, bytes.begin());
    taken_ += count;
    return count;
  }

  std::uint64_t size_bytes() const override { return size_bytes_; }

 private:
  Status fetch() {
    const std::uint64_t last = std::min<std::uint64_t>(offset_ + read_bytes, size_bytes_) - 1;
    auto answer =
        store_.ask("GET", object_, "", {},
                   {{"Range", "bytes=" + std::to_string(offset_) + "-" + std::to_string(last)}});
    if (!answer) return answer.error();
    if (answer->body.size() != last - offset_ + 1) {
      return Error{ErrorCode::corrupted, "the object store gave another part of a blob"};
    }
    piece_ = std::move(answer->body);
    taken_ = 0;
    offset_ = last + 1;
    return {};
  }

  const S3BlobStore& store_;
  std::string object_;
  std::uint64_t size_bytes_;
  std::uint64_t offset_ = 0;  // of what comes after the piece
  Bytes piece_;
  std::size_t taken_ = 0;
};

Result<std::unique_ptr<S3BlobStore>> S3BlobStore::open(S3Options options, outbound::Client& client,
                                                       Entropy& entropy) {
  if (options.bucket.empty() || !is_plain_name(options.bucket) || !is_plain_name(options.prefix) ||
      options.endpoint.ends_with('/')) {
    return Error{ErrorCode::invalid_input,
                 "an S3 store is given by https://host, a bucket and a prefix of plain letters"};
  }
  auto spool = Folder::open(options.spool_folder);
  if (!spool) return spool.error();
  return std::unique_ptr<S3BlobStore>(
      new S3BlobStore(std::move(options), client, entropy, std::move(*spool)));
}

std::string S3BlobStore::object_of(const BlobAddress& address) const {
  return options_.prefix + address.text();
}

Result<outbound::Response> S3BlobStore::ask(std::string method, const std::string& object,
                                            const std::string& query, Bytes body,
                                            std::vector<outbound::Header> headers) const {
  outbound::Request request{.method = std::move(method),
                            .url = options_.endpoint + "/" + options_.bucket};
  if (!object.empty()) request.url += "/" + object;
  if (!query.empty()) request.url += "?" + query;
  headers.push_back({"x-amz-content-sha256", crypto::hex(crypto::sha256(body))});
  request.headers = std::move(headers);
  request.body = std::move(body);
  request.signed_by = &options_.credentials;
  request.response_bytes_max = answer_bytes_max;
  request.time_max = request_time_max;
  auto answer = client_.send(request);
  if (!answer) return answer;
  if (answer->status < status_ok_first || answer->status >= status_ok_end) {
    return failure_of(answer->status);
  }
  return answer;
}

Result<std::unique_ptr<vault::BlobWriter>> S3BlobStore::create() {
  std::array<std::byte, 16> noise{};
  entropy_.fill(noise);
  const std::string name = crypto::hex(noise);
  auto file = spool_.create_file_without_name(name);
  if (!file) return file.error();
  return std::unique_ptr<vault::BlobWriter>(std::make_unique<Writer>(*this, std::move(*file)));
}

Status S3BlobStore::put(const BlobAddress& address, int file, std::uint64_t size_bytes) {
  const std::string object = object_of(address);
  const Error taken{ErrorCode::conflict, "there is a blob " + address.text() + " already"};
  const auto there = ask("HEAD", object, "", {}, {});
  if (there) return taken;
  if (there.error().code != ErrorCode::not_found) return there.error();
  if (size_bytes > part_bytes) return put_in_parts(object, file, size_bytes);
  auto bytes = read_part(file, 0, static_cast<std::size_t>(size_bytes));
  if (!bytes) return bytes.error();
  const auto stored = ask("PUT", object, "", std::move(*bytes), {{"If-None-Match", "*"}});
  if (stored) return {};
  if (stored.error().code == ErrorCode::conflict) return taken;
  return stored.error();
}

Status S3BlobStore::put_in_parts(const std::string& object, int file, std::uint64_t size_bytes) {
  const auto begun = ask("POST", object, "uploads=", {}, {});
  if (!begun) return begun.error();
  const auto upload = upload_id_of(begun->body);
  if (!upload) return upload.error();
  const std::string upload_query = "uploadId=" + escaped(*upload);
  const auto parts = send_parts(object, upload_query, file, size_bytes);
  Status done;
  if (!parts) done = parts.error();
  if (done) {
    const ByteView text = bytes_of(*parts);
    const auto answer = ask("POST", object, upload_query, Bytes(text.begin(), text.end()),
                            {{"If-None-Match", "*"}});
    done = answer ? completed(answer->body) : Status(answer.error());
  }
  // Parts without an object cost room until somebody gives them up.
  if (!done) static_cast<void>(ask("DELETE", object, upload_query, {}, {}).has_value());
  return done;
}

// The list of the parts, as it completes the upload.
Result<std::string> S3BlobStore::send_parts(const std::string& object, const std::string& upload,
                                            int file, std::uint64_t size_bytes) const {
  std::string list = "<CompleteMultipartUpload>";
  int number = 0;
  for (std::uint64_t offset = 0; offset < size_bytes; offset += part_bytes) {
    auto bytes = read_part(
        file, offset,
        static_cast<std::size_t>(std::min<std::uint64_t>(part_bytes, size_bytes - offset)));
    if (!bytes) return bytes.error();
    const std::string number_text = std::to_string(++number);
    const auto sent =
        ask("PUT", object, "partNumber=" + number_text + "&" + upload, std::move(*bytes), {});
    if (!sent) return sent.error();
    const auto tag = sent->header("etag");
    if (!tag || tag->find_first_of("<>&") != std::string_view::npos) {
      return Error{ErrorCode::corrupted, "the object store gave no tag for a part"};
    }
    list += "<Part><PartNumber>" + number_text + "</PartNumber><ETag>" + std::string(*tag) +
            "</ETag></Part>";
  }
  return list + "</CompleteMultipartUpload>";
}

Result<std::unique_ptr<vault::BlobReader>> S3BlobStore::open(const BlobAddress& address) const {
  std::string object = object_of(address);
  const auto head = ask("HEAD", object, "", {}, {});
  if (!head) {
    if (head.error().code != ErrorCode::not_found) return head.error();
    return Error{ErrorCode::not_found, "no blob " + address.text()};
  }
  const std::string_view size = head->header("content-length").value_or("");
  std::uint64_t size_bytes = 0;
  const auto [end, problem] = std::from_chars(size.data(), size.data() + size.size(), size_bytes);
  if (problem != std::errc() || end != size.data() + size.size()) {
    return Error{ErrorCode::corrupted, "the object store does not say how large a blob is"};
  }
  return std::unique_ptr<vault::BlobReader>(
      std::make_unique<Reader>(*this, std::move(object), size_bytes));
}

Status S3BlobStore::remove(const BlobAddress& address) {
  const auto removed = ask("DELETE", object_of(address), "", {}, {});
  if (removed || removed.error().code == ErrorCode::not_found) return {};
  return removed.error();
}

Result<std::vector<vault::BlobInfo>> S3BlobStore::list(const std::optional<BlobAddress>& after,
                                                       std::size_t count_max) const {
  PIXIU_CHECK(count_max >= 1 && count_max <= page_count_max);
  std::string last_name = after ? object_of(*after) : options_.prefix;
  std::vector<vault::BlobInfo> found;
  for (bool is_truncated = true; is_truncated && found.size() < count_max;) {
    // ListObjects, the first version: it needs no token, and every store knows it. The parameters
    // are in the order of their names, as signatures want it.
    const std::string query = "marker=" + escaped(last_name) +
                              "&max-keys=" + std::to_string(count_max - found.size()) +
                              "&prefix=" + escaped(options_.prefix);
    const auto answer = ask("GET", "", query, {}, {});
    if (!answer) return answer.error();
    auto list = object_list_of(answer->body, options_.prefix);
    if (!list) return list.error();
    found.insert(found.end(), list->blobs.begin(), list->blobs.end());
    is_truncated = list->is_truncated && list->last_name > last_name;
    last_name = std::move(list->last_name);
  }
  return found;
}

}  // namespace pixiu::storage
