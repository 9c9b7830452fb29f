#include "workflow/uploads.h"

#include "vault/sealed_partial.h"
#include "workflow/upload_note.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace pixiu::workflow {
namespace {

// So much at most is sent again after a crash of ours.
constexpr std::uint64_t kept_part_bytes = std::uint64_t{64} << 20;
constexpr std::size_t open_uploads_max = 64;
constexpr std::chrono::seconds clean_up_interval{60};

// One upload that is open: its note, and its bytes.
struct OpenUpload {
  UploadNote note;
  std::unique_ptr<vault::SealedPartial> bytes;
  bool is_held = false;  // somebody appends to it, or it is being taken in
  // bytes->content_bytes(), for those who do not hold it.
  std::atomic<std::uint64_t> offset_bytes = 0;

  OpenUpload(UploadNote its_note, std::unique_ptr<vault::SealedPartial> its_bytes)
      : note(std::move(its_note)),
        bytes(std::move(its_bytes)),
        offset_bytes(bytes->content_bytes()) {}

  UploadState state() const {
    UploadState state = note.upload;
    state.offset_bytes = offset_bytes;
    return state;
  }
};

Error no_upload(const UploadId& id) {
  return {ErrorCode::not_found, "no upload " + id.text()};
}

Error held(const UploadId& id) {
  return {ErrorCode::unavailable, "upload " + id.text() + " is in use"};
}

// An error after which a second try goes the same way.
bool is_final(ErrorCode code) {
  return code == ErrorCode::not_found || code == ErrorCode::conflict ||
         code == ErrorCode::invalid_input || code == ErrorCode::corrupted;
}

class UploadsOnStore final : public Uploads {
 public:
  explicit UploadsOnStore(UploadParts parts) : parts_(std::move(parts)) {}

  ~UploadsOnStore() override {
    {
      const std::lock_guard lock(mutex_);
      is_ending_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  void start_thread() {
    thread_ = std::thread([this] { run(); });
  }

  Result<UploadState> create(const NewUpload& upload) override;
  Result<UploadState> state(const UploadId& id) override;
  Result<std::unique_ptr<UploadAppend>> append(const UploadId& id, std::uint64_t offset_bytes,
                                               bool keeps_parts) override;
  Status remove(const UploadId& id) override;
  Result<std::size_t> remove_expired() override;

  void wait_until_taken_in() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return (complete_.empty() && !is_taking_in_) || has_failed_; });
  }

  // Called by an append that ends.
  void release(const std::shared_ptr<OpenUpload>& upload) {
    const std::lock_guard lock(mutex_);
    upload->is_held = false;
    if (upload->state().is_complete()) complete_.push_back(upload->note.upload.id);
    changed_.notify_all();
  }

 private:
  Result<std::shared_ptr<OpenUpload>> find(const UploadId& id);
  Result<std::shared_ptr<OpenUpload>> hold(const UploadId& id);
  void make_room();
  void run();
  void queue_complete();
  void take_in(const UploadId& id);
  Status take_in_held(OpenUpload& upload);

  UploadParts parts_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<UploadId, std::shared_ptr<OpenUpload>> open_;
  std::deque<UploadId> complete_;
  bool is_taking_in_ = false;
  bool has_failed_ = false;
  bool is_ending_ = false;
  std::thread thread_;
};

class Append final : public UploadAppend {
 public:
  Append(UploadsOnStore& uploads, std::shared_ptr<OpenUpload> upload, bool keeps_parts)
      : uploads_(uploads), upload_(std::move(upload)), keeps_parts_(keeps_parts) {}
  Append(const Append&) = delete;
  Append& operator=(const Append&) = delete;

  ~Append() override {
    // What cannot be thrown away now is at the next open of the upload.
    static_cast<void>(upload_->bytes->discard().has_value());
    uploads_.release(upload_);
  }

  Status write(ByteView bytes) override {
    auto& partial = *upload_->bytes;
    if (bytes.size() > upload_->note.upload.length_bytes - partial.appended_bytes()) {
      return Error{ErrorCode::limit_exceeded, "there are more bytes than the upload's length"};
    }
    if (auto status = partial.append(bytes); !status) {
      // What the disk took of it in part is in the way of what comes next.
      if (auto discarded = partial.discard(); !discarded) has_failed_ = true;
      return status;
    }
    if (keeps_parts_ && partial.appended_bytes() - partial.content_bytes() >= kept_part_bytes) {
      return count();
    }
    return {};
  }

  Result<std::uint64_t> keep() override {
    if (has_failed_) return Error{ErrorCode::unavailable, "the disk does not take the upload"};
    if (auto status = count(); !status) return status.error();
    return upload_->offset_bytes.load();
  }

 private:
  Status count() {
    auto status = upload_->bytes->count();
    upload_->offset_bytes = upload_->bytes->content_bytes();
    return status;
  }

  UploadsOnStore& uploads_;
  std::shared_ptr<OpenUpload> upload_;
  bool keeps_parts_;
  bool has_failed_ = false;
};

// The open upload, opened when it is not. With the lock.
Result<std::shared_ptr<OpenUpload>> UploadsOnStore::find(const UploadId& id) {
  if (const auto at = open_.find(id); at != open_.end()) return at->second;
  const auto text = parts_.store.note(id, upload_note_bytes_max);
  if (!text) return text.error();
  auto note = read_upload_note(id, *text, parts_.keyring);
  if (!note) return note.error();
  if (note->upload.expires_at <= parts_.clock.now()) return no_upload(id);
  auto file = parts_.store.open(id);
  if (!file) return file.error().code == ErrorCode::conflict ? held(id) : file.error();
  auto bytes = vault::SealedPartial::open(std::move(*file), note->key.clone(),
                                          place_of_upload(note->upload), parts_.entropy);
  if (!bytes) return bytes.error();
  make_room();
  auto upload = std::make_shared<OpenUpload>(std::move(*note), std::move(*bytes));
  open_.emplace(id, upload);
  return upload;
}

// Closes the oldest that nobody holds.
void UploadsOnStore::make_room() {
  for (auto at = open_.begin(); at != open_.end() && open_.size() >= open_uploads_max;) {
    at = at->second->is_held ? std::next(at) : open_.erase(at);
  }
}

// For one holder. With the lock.
Result<std::shared_ptr<OpenUpload>> UploadsOnStore::hold(const UploadId& id) {
  auto upload = find(id);
  if (!upload) return upload;
  if ((*upload)->is_held) return held(id);
  (*upload)->is_held = true;
  return upload;
}

Result<UploadState> UploadsOnStore::create(const NewUpload& upload) {
  if (upload.length_bytes > limits::recording_bytes_max) {
    return Error{ErrorCode::limit_exceeded,
                 "an upload may hold " + std::to_string(limits::recording_bytes_max) + " bytes"};
  }
  if (upload.metadata.size() > limits::upload_metadata_bytes_max) {
    return Error{ErrorCode::invalid_input, "the metadata of an upload may hold " +
                                               std::to_string(limits::upload_metadata_bytes_max) +
                                               " bytes"};
  }
  if (auto status = parts_.check(upload); !status) return status.error();
  const auto known = parts_.store.list();
  if (!known) return known.error();
  if (known->size() >= limits::uploads_max) {
    return Error{ErrorCode::unavailable, "too many uploads are under way"};
  }
  UploadState state{.id = UploadId::make(parts_.clock, parts_.entropy),
                    .owner = upload.owner,
                    .retention_class = upload.retention_class,
                    .offset_bytes = 0,
                    .length_bytes = upload.length_bytes,
                    .expires_at = parts_.clock.now() + limits::upload_time_max,
                    .metadata = Sensitive<std::string>(upload.metadata)};
  const UploadNote note{state, crypto::SecretKey::generate(parts_.entropy)};
  const auto text = write_upload_note(note, parts_.keyring, parts_.entropy);
  if (!text) return text.error();
  if (auto status = parts_.store.create(state.id, *text); !status) return status.error();
  if (state.is_complete()) {
    const std::lock_guard lock(mutex_);
    complete_.push_back(state.id);
    changed_.notify_all();
  }
  return state;
}

Result<UploadState> UploadsOnStore::state(const UploadId& id) {
  const std::lock_guard lock(mutex_);
  const auto upload = find(id);
  if (!upload) return upload.error();
  return (*upload)->state();
}

Result<std::unique_ptr<UploadAppend>> UploadsOnStore::append(const UploadId& id,
                                                             std::uint64_t offset_bytes,
                                                             bool keeps_parts) {
  const std::lock_guard lock(mutex_);
  auto upload = hold(id);
  if (!upload) return upload.error();
  const std::uint64_t stands_at = (*upload)->offset_bytes;
  if (stands_at != offset_bytes) {
    (*upload)->is_held = false;
    return Error{ErrorCode::conflict, "the upload stands at byte " + std::to_string(stands_at)};
  }
  return std::unique_ptr<UploadAppend>(
      std::make_unique<Append>(*this, std::move(*upload), keeps_parts));
}

Status UploadsOnStore::remove(const UploadId& id) {
  const std::lock_guard lock(mutex_);
  const auto upload = hold(id);
  if (!upload) return upload.error();
  open_.erase(id);
  return parts_.store.remove(id);
}

Result<std::size_t> UploadsOnStore::remove_expired() {
  const auto uploads = parts_.store.list();
  if (!uploads) return uploads.error();
  std::size_t count = 0;
  for (const auto& id : *uploads) {
    const auto text = parts_.store.note(id, upload_note_bytes_max);
    if (!text) continue;
    const auto expiry = read_expiry(*text);
    if (!expiry || *expiry > parts_.clock.now()) continue;
    const std::lock_guard lock(mutex_);
    const auto at = open_.find(id);
    if (at != open_.end() && at->second->is_held) continue;
    if (at != open_.end()) open_.erase(at);
    if (auto status = parts_.store.remove(id); !status) return status.error();
    ++count;
  }
  return count;
}

// What was complete when the process ended.
void UploadsOnStore::queue_complete() {
  const auto uploads = parts_.store.list();
  if (!uploads) return parts_.report(uploads.error());
  for (const auto& id : *uploads) {
    const auto upload = state(id);
    if (!upload || !upload->is_complete()) continue;
    const std::lock_guard lock(mutex_);
    if (std::find(complete_.begin(), complete_.end(), id) == complete_.end()) {
      complete_.push_back(id);
    }
  }
}

Status UploadsOnStore::take_in_held(OpenUpload& upload) {
  auto status = parts_.take_in(upload.state(), upload.bytes->content());
  if (!status && !is_final(status.error().code)) return status;
  if (!status) parts_.report(status.error());
  // A damaged one stays until it expires, for somebody to look at.
  if (!status && status.error().code == ErrorCode::corrupted) return {};
  return parts_.store.remove(upload.note.upload.id);
}

void UploadsOnStore::take_in(const UploadId& id) {
  std::shared_ptr<OpenUpload> upload;
  {
    const std::lock_guard lock(mutex_);
    auto found = hold(id);
    if (!found) return;  // taken in by another process, or removed
    upload = std::move(*found);
  }
  const auto status = take_in_held(*upload);
  const std::lock_guard lock(mutex_);
  upload->is_held = false;
  if (status) {
    open_.erase(id);
    return;
  }
  has_failed_ = true;
  parts_.report(status.error());
}

void UploadsOnStore::run() {
  std::unique_lock lock(mutex_);
  while (!is_ending_) {
    lock.unlock();
    queue_complete();
    if (auto removed = remove_expired(); !removed) parts_.report(removed.error());
    lock.lock();
    // What failed waits for the next round.
    for (auto waiting = complete_.size(); waiting > 0 && !complete_.empty() && !is_ending_;
         --waiting) {
      const auto id = complete_.front();
      complete_.pop_front();
      is_taking_in_ = true;
      lock.unlock();
      take_in(id);
      lock.lock();
      is_taking_in_ = false;
      changed_.notify_all();
    }
    changed_.wait_for(lock, clean_up_interval, [this] { return is_ending_ || !complete_.empty(); });
  }
}

}  // namespace

std::unique_ptr<Uploads> Uploads::start(UploadParts parts) {
  auto uploads = std::make_unique<UploadsOnStore>(std::move(parts));
  uploads->start_thread();
  return uploads;
}

}  // namespace pixiu::workflow
