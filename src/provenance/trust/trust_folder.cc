#include "provenance/trust/trust_folder.h"

#include "crypto/digest.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pixiu::provenance {
namespace {

namespace fs = std::filesystem;

constexpr const char* index_name = "trust.json";

// An open file or folder; closed at the end, which also gives a lock back.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

Error system_error(const fs::path& path, int error_number) {
  ErrorCode code = ErrorCode::unavailable;
  if (error_number == ENOENT) code = ErrorCode::not_found;
  if (error_number == EACCES || error_number == EPERM || error_number == EROFS) {
    code = ErrorCode::permission_denied;
  }
  return {code, path.string() + ": " + std::generic_category().message(error_number)};
}

// Errors: not_found, permission_denied, unavailable, limit_exceeded.
Result<std::string> read_whole(const fs::path& path, std::size_t bytes_max) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return system_error(path, errno);
  std::string text;
  std::array<char, 65536> chunk{};
  for (;;) {
    const ssize_t count = read(file.number(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error(path, errno);
    if (count == 0) return text;
    text.append(chunk.data(), static_cast<std::size_t>(count));
    if (text.size() > bytes_max) {
      return Error{ErrorCode::limit_exceeded,
                   path.string() + ": longer than " + std::to_string(bytes_max) + " bytes"};
    }
  }
}

Status write_whole(const Descriptor& file, const fs::path& path, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(file.number(), text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return system_error(path, count < 0 ? errno : EIO);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  if (fsync(file.number()) != 0) return system_error(path, errno);
  return {};
}

// Writes beside the file and puts it in its place when all is on disk.
Status replace_file(const fs::path& path, std::string_view text) {
  const fs::path beside = path.string() + ".new";
  {
    const Descriptor file(open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file.is_open()) return system_error(beside, errno);
    if (const Status written = write_whole(file, beside, text); !written) {
      unlink(beside.c_str());
      return written;
    }
  }
  if (rename(beside.c_str(), path.c_str()) == 0) return {};
  const int why = errno;
  unlink(beside.c_str());
  return system_error(path, why);
}

Result<StoredTrustList> load_list(const fs::path& folder, const TrustListFacts& facts) {
  const fs::path path = folder / facts.file_name();
  const Result<std::string> pem = read_whole(path, trust_pem_bytes_max);
  if (!pem && pem.error().code == ErrorCode::not_found) {
    return Error{ErrorCode::corrupted, path.string() + ": the index names it, but it is not there"};
  }
  if (!pem) return pem.error();
  if (crypto::hex(crypto::sha256(bytes_of(*pem))) != facts.sha256) {
    return Error{ErrorCode::corrupted, path.string() + ": changed since it was stored"};
  }
  Result<StoredTrustList> list = make_trust_list(facts, *pem);
  if (!list) return Error{list.error().code, path.string() + ": " + list.error().message};
  return list;
}

// Why the list may not be stored so; nothing when it may.
std::optional<Error> objection(const TrustStore& store, const StoredTrustList& list,
                               bool replaces) {
  const StoredTrustList* before = store.find(list.facts.name);
  const std::string& name = list.facts.name;
  if (!replaces && before != nullptr) {
    return Error{ErrorCode::conflict, "a list named " + name + " is there; use `trust update`"};
  }
  if (replaces && before == nullptr) {
    return Error{ErrorCode::not_found, "no list named " + name + "; use `trust add`"};
  }
  if (replaces && before->facts.kind != list.facts.kind) {
    return Error{ErrorCode::invalid_input, "the list " + name + " is of another kind"};
  }
  for (const StoredTrustList& other : store.lists) {
    if (other.facts.name != name && other.facts.sha256 == list.facts.sha256 &&
        other.facts.kind == list.facts.kind) {
      return Error{ErrorCode::conflict, "the same list is there as " + other.facts.name};
    }
  }
  if (!replaces && store.lists.size() == trust_lists_max) {
    return Error{ErrorCode::limit_exceeded, "the store holds 64 lists, which is all it may"};
  }
  return std::nullopt;
}

void put(TrustStore& store, const StoredTrustList& list) {
  std::erase_if(store.lists,
                [&list](const StoredTrustList& one) { return one.facts.name == list.facts.name; });
  const auto place = std::find_if(
      store.lists.begin(), store.lists.end(),
      [&list](const StoredTrustList& one) { return list.facts.name < one.facts.name; });
  store.lists.insert(place, list);
}

Status write_store(const fs::path& folder, const Descriptor& open_folder, const TrustStore& store,
                   const TrustListFacts& changed, std::string_view pem) {
  const fs::path pem_path = folder / changed.file_name();
  if (Status written = replace_file(pem_path, pem); !written) return written;
  if (fsync(open_folder.number()) != 0) return system_error(folder, errno);
  if (Status written = replace_file(folder / index_name, trust_index_text(store)); !written) {
    return written;
  }
  if (fsync(open_folder.number()) != 0) return system_error(folder, errno);
  return {};
}

}  // namespace

Result<TrustStore> load_trust_store(const fs::path& folder) {
  const Result<std::string> text = read_whole(folder / index_name, trust_index_bytes_max);
  if (!text && text.error().code == ErrorCode::not_found) return TrustStore{};
  if (!text) return text.error();
  const Result<std::vector<TrustListFacts>> index = parse_trust_index(*text);
  if (!index) return Error{index.error().code, folder.string() + ": " + index.error().message};
  TrustStore store;
  for (const TrustListFacts& facts : *index) {
    Result<StoredTrustList> list = load_list(folder, facts);
    if (!list) return list.error();
    put(store, *list);
  }
  return store;
}

Result<TrustStore> store_trust_list(const fs::path& folder, const StoredTrustList& list,
                                    std::string_view pem, bool replaces) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) return system_error(folder, failure.value());
  const Descriptor open_folder(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!open_folder.is_open()) return system_error(folder, errno);
  if (flock(open_folder.number(), LOCK_EX) != 0) return system_error(folder, errno);
  Result<TrustStore> store = load_trust_store(folder);
  if (!store) return store;
  if (const auto error = objection(*store, list, replaces)) return *error;
  const StoredTrustList* before = store->find(list.facts.name);
  const std::string old_file = before == nullptr ? "" : before->facts.file_name();
  put(*store, list);
  if (const Status written = write_store(folder, open_folder, *store, list.facts, pem); !written) {
    return written.error();
  }
  if (!old_file.empty() && old_file != list.facts.file_name()) {
    fs::remove(folder / old_file, failure);  // left behind it harms nothing
  }
  return store;
}

}  // namespace pixiu::provenance
