// Resumable uploads over real files: what is acknowledged stays, what is not goes.
#include "workflow/uploads.h"

#include "privacy/keyring_testing.h"
#include "storage/directory_partial_store.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>

#include <gtest/gtest.h>

namespace pixiu::workflow {
namespace {

struct UploadsTest : ::testing::Test {
  privacy::testing::TestKeys keys;
  std::filesystem::path path =
      std::filesystem::path(::testing::TempDir()) /
      ("uploads_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
  std::unique_ptr<storage::DirectoryPartialStore> store;
  std::mutex mutex;
  std::vector<std::pair<ExhibitId, Bytes>> taken_in;
  std::vector<Error> reported;
  std::optional<Error> take_in_fails;
  std::unique_ptr<Uploads> uploads;

  UploadsTest() {
    std::filesystem::remove_all(path);
    restart();
  }
  ~UploadsTest() override {
    uploads.reset();
    std::filesystem::remove_all(path);
  }

  void stop() {
    uploads.reset();
    store.reset();
  }
  void restart() {
    stop();
    store = std::move(*storage::DirectoryPartialStore::open(path));
    uploads =
        Uploads::start({*store, *keys.keyring, keys.entropy, keys.clock,
                        [](const NewUpload&) -> Status { return {}; },
                        [this](const UploadState& upload, const privacy::ByteSource& content) {
                          return take_in(upload, content);
                        },
                        [this](const Error& error) {
                          const std::lock_guard lock(mutex);
                          reported.push_back(error);
                        }});
  }
  Status take_in(const UploadState& upload, const privacy::ByteSource& content) {
    Bytes bytes;
    Bytes piece(70'000);
    for (;;) {
      const auto size = content(piece);
      if (!size) return size.error();
      if (*size == 0) break;
      bytes.insert(bytes.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*size));
    }
    const std::lock_guard lock(mutex);
    if (take_in_fails) return *take_in_fails;
    taken_in.emplace_back(upload.owner.exhibit, std::move(bytes));
    return {};
  }

  NewUpload plan(std::uint64_t length_bytes) {
    return {
        .owner = {keys.tenant, keys.subject, keys.claim, ExhibitId::make(keys.clock, keys.entropy)},
        .retention_class = "claim",
        .length_bytes = length_bytes,
        .metadata = "filename 5byg5LiJLm1wNA=="};
  }
  static Bytes content_of(std::size_t size) {
    Bytes bytes(size);
    pixiu::testing::SeededEntropy(11).fill(bytes);
    return bytes;
  }
  Result<std::uint64_t> send(const UploadId& id, std::uint64_t offset, ByteView bytes,
                             bool keeps = true) {
    auto append = uploads->append(id, offset, true);
    if (!append) return append.error();
    if (auto status = (*append)->write(bytes); !status) return status.error();
    if (!keeps) return offset;
    return (*append)->keep();
  }
  std::string everything_on_disk() const {
    std::string text;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      text.append(std::istreambuf_iterator<char>(file), {});
    }
    return text;
  }
};

TEST_F(UploadsTest, goes_on_after_a_restart_and_is_taken_in_when_complete) {
  const auto content = content_of(1'000'000);
  const auto plan_made = plan(content.size());
  const auto id = uploads->create(plan_made)->id;
  EXPECT_EQ(*send(id, 0, ByteView(content).first(300'000)), 300'000u);
  restart();
  const auto state = uploads->state(id);
  ASSERT_TRUE(state.has_value());
  EXPECT_EQ(state->offset_bytes, 300'000u);
  EXPECT_EQ(state->length_bytes, content.size());
  EXPECT_EQ(state->metadata.reveal(Purpose::legal), plan_made.metadata);
  EXPECT_EQ(state->owner.exhibit, plan_made.owner.exhibit);
  EXPECT_EQ(*send(id, 300'000, ByteView(content).subspan(300'000)), content.size());
  uploads->wait_until_taken_in();
  ASSERT_EQ(taken_in.size(), 1u);
  EXPECT_EQ(taken_in[0].first, plan_made.owner.exhibit);
  EXPECT_TRUE(taken_in[0].second == content);
  EXPECT_EQ(uploads->state(id).error().code, ErrorCode::not_found);
  EXPECT_TRUE(store->list()->empty());
}

TEST_F(UploadsTest, keeps_nothing_that_was_not_kept) {
  const auto content = content_of(200'000);
  const auto id = uploads->create(plan(content.size()))->id;
  ASSERT_TRUE(send(id, 0, ByteView(content).first(100'000)).has_value());
  ASSERT_TRUE(send(id, 100'000, ByteView(content).subspan(100'000), false).has_value());
  EXPECT_EQ(uploads->state(id)->offset_bytes, 100'000u);
  restart();
  EXPECT_EQ(uploads->state(id)->offset_bytes, 100'000u);
}

TEST_F(UploadsTest, has_neither_content_nor_metadata_in_the_clear_on_the_disk) {
  const std::string words = "the very words of a person, in the clear";
  const auto id = uploads->create(plan(1000))->id;
  ASSERT_TRUE(send(id, 0, bytes_of(words)).has_value());
  const auto disk = everything_on_disk();
  EXPECT_GT(disk.size(), words.size());
  EXPECT_EQ(disk.find(words), std::string::npos);
  EXPECT_EQ(disk.find("5byg5LiJLm1wNA"), std::string::npos);
}

TEST_F(UploadsTest, refuses_a_wrong_offset_and_bytes_beyond_the_length) {
  const auto id = uploads->create(plan(10))->id;
  EXPECT_EQ(send(id, 5, bytes_of("x")).error().code, ErrorCode::conflict);
  EXPECT_EQ(send(id, 0, bytes_of("12345678901")).error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(uploads->state(id)->offset_bytes, 0u);
  EXPECT_EQ(*send(id, 0, bytes_of("12345")), 5u);
}

TEST_F(UploadsTest, is_appended_to_by_one_at_a_time) {
  const auto id = uploads->create(plan(10))->id;
  const auto first = uploads->append(id, 0, true);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(uploads->append(id, 0, true).error().code, ErrorCode::unavailable);
  EXPECT_EQ(uploads->remove(id).error().code, ErrorCode::unavailable);
  EXPECT_TRUE(uploads->state(id).has_value());
}

TEST_F(UploadsTest, that_was_removed_is_gone) {
  const auto id = uploads->create(plan(10))->id;
  ASSERT_TRUE(uploads->remove(id));
  EXPECT_EQ(uploads->state(id).error().code, ErrorCode::not_found);
  EXPECT_EQ(uploads->remove(id).error().code, ErrorCode::not_found);
  EXPECT_TRUE(everything_on_disk().empty());
}

TEST_F(UploadsTest, expires_and_is_cleaned_away) {
  const auto id = uploads->create(plan(10))->id;
  keys.clock.advance(limits::upload_time_max - std::chrono::seconds(1));
  EXPECT_EQ(*uploads->remove_expired(), 0u);
  keys.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(*uploads->remove_expired(), 1u);
  EXPECT_EQ(uploads->state(id).error().code, ErrorCode::not_found);
  EXPECT_TRUE(everything_on_disk().empty());
}

TEST_F(UploadsTest, without_bytes_is_taken_in_at_once) {
  ASSERT_TRUE(uploads->create(plan(0)).has_value());
  uploads->wait_until_taken_in();
  ASSERT_EQ(taken_in.size(), 1u);
  EXPECT_TRUE(taken_in[0].second.empty());
}

TEST_F(UploadsTest, that_could_not_be_taken_in_is_taken_in_after_a_restart) {
  take_in_fails = Error{ErrorCode::unavailable, "the database cannot be used"};
  const auto id = uploads->create(plan(5))->id;
  ASSERT_TRUE(send(id, 0, bytes_of("hello")).has_value());
  uploads->wait_until_taken_in();
  EXPECT_EQ(reported.size(), 1u);
  EXPECT_EQ(uploads->state(id)->offset_bytes, 5u) << "nothing acknowledged is lost";
  stop();
  take_in_fails.reset();
  restart();
  for (int i = 0; i < 1000 && !store->list()->empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_EQ(taken_in.size(), 1u);
  EXPECT_EQ(text_of(taken_in[0].second), "hello");
}

TEST_F(UploadsTest, of_an_erased_subject_opens_no_more) {
  const auto id = uploads->create(plan(10))->id;
  ASSERT_TRUE(send(id, 0, bytes_of("12345")).has_value());
  ASSERT_TRUE(keys.store.run([this](Transaction& transaction) {
    return keys.store.destroy_subject_key(transaction, keys.tenant, keys.subject, keys.clock.now());
  }));
  restart();
  EXPECT_EQ(uploads->state(id).error().code, ErrorCode::not_found);
  EXPECT_EQ(uploads->create(plan(10)).error().code, ErrorCode::conflict);
}

TEST_F(UploadsTest, whose_note_was_altered_does_not_open) {
  const auto id = uploads->create(plan(10))->id;
  stop();
  const auto note = path / "uploads" / (id.text() + ".note");
  std::ifstream in(note);
  std::string text(std::istreambuf_iterator<char>(in), {});
  const auto at = text.find("\"length_bytes\":10");
  ASSERT_NE(at, std::string::npos);
  std::ofstream(note) << text.replace(at, 17, "\"length_bytes\":11");
  restart();
  EXPECT_EQ(uploads->state(id).error().code, ErrorCode::corrupted);
}

TEST_F(UploadsTest, has_limits) {
  EXPECT_EQ(uploads->create(plan(limits::recording_bytes_max + 1)).error().code,
            ErrorCode::limit_exceeded);
  auto wordy = plan(1);
  wordy.metadata.resize(limits::upload_metadata_bytes_max + 1, 'x');
  EXPECT_EQ(uploads->create(wordy).error().code, ErrorCode::invalid_input);
}

}  // namespace
}  // namespace pixiu::workflow
