#include "vault/dossier_archive.h"

#include "base/limits.h"
#include "vault/dossier_check.h"

#include <memory>
#include <string>
#include <vector>

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::vault {
namespace {

using ::testing::HasSubstr;

// A member as somebody makes it who does not use our writer.
struct ForeignMember {
  std::string name;
  std::string content;
  unsigned type = AE_IFREG;
};

Bytes foreign_zip(const std::vector<ForeignMember>& members, bool is_deflated = false) {
  Bytes zip(1u << 20);
  std::size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  if (is_deflated) {
    archive_write_zip_set_compression_deflate(writer);
  } else {
    archive_write_zip_set_compression_store(writer);
  }
  EXPECT_EQ(archive_write_open_memory(writer, zip.data(), zip.size(), &used), ARCHIVE_OK);
  for (const ForeignMember& member : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.name.c_str());
    archive_entry_set_filetype(entry, member.type);
    archive_entry_set_perm(entry, 0644);
    if (member.type == AE_IFLNK) archive_entry_set_symlink(entry, member.content.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(member.content.size()));
    EXPECT_EQ(archive_write_header(writer, entry), ARCHIVE_OK);
    archive_write_data(writer, member.content.data(), member.content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  zip.resize(used);
  return zip;
}

MemberVisitor blind() {
  return {.begin = [](std::string_view) { return Status(); },
          .content = [](ByteView) { return Status(); },
          .end = [] { return Status(); }};
}

TEST(DossierArchive, names_that_could_lead_elsewhere_are_refused) {
  for (const char* name :
       {"../evil", "originals/../../evil", "/etc/passwd", "c:evil", "originals//x",
        "originals/.hidden", ".", "..", "Originals/X.jpg", "a/", "a b", "a\nb", "ä"}) {
    EXPECT_FALSE(is_member_name(name)) << name;
    const Status read = read_archive(foreign_zip({{name, "x"}}), blind());
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.error().code, ErrorCode::corrupted) << name;
  }
  EXPECT_TRUE(is_member_name("originals/01890a5d-ac96-774b-bcce-b302099a8057.jpg"));
  EXPECT_FALSE(is_member_name(std::string(201, 'a')));
  EXPECT_FALSE(is_member_name(""));
}

TEST(DossierArchive, links_and_folders_are_no_members) {
  for (const unsigned type : {unsigned{AE_IFLNK}, unsigned{AE_IFDIR}}) {
    const Status read =
        read_archive(foreign_zip({{"originals", type == AE_IFLNK ? "/etc" : "", type}}), blind());
    ASSERT_FALSE(read);
  }
}

TEST(DossierArchive, a_member_that_is_there_twice_is_named) {
  const DossierOutcome outcome =
      check_dossier(foreign_zip({{"report.pdf", "one"}, {"report.pdf", "two"}}), {});
  ASSERT_TRUE(outcome.fault);
  EXPECT_THAT(outcome.fault->what, HasSubstr("report.pdf: is there twice"));
}

TEST(DossierArchive, a_bomb_is_left_when_it_has_grown_too_large) {
  const std::string zeros(64u << 20, '\0');
  const Bytes zip = foreign_zip({{"originals/x.jpg", zeros}}, true);
  ASSERT_LT(zip.size(), 200'000u);
  std::size_t unpacked = 0;
  MemberVisitor visitor = blind();
  visitor.content = [&](ByteView bytes) -> Status {
    unpacked += bytes.size();
    return {};
  };
  const Status read = read_archive(zip, visitor);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::limit_exceeded);
  EXPECT_LT(unpacked, 6u << 20);
}

TEST(DossierArchive, cut_and_foreign_bytes_are_damaged_zips) {
  const Bytes zip = foreign_zip({{"report.pdf", std::string(5000, 'x')}});
  for (const std::size_t size : {0u, 1u, 30u, 1000u, static_cast<unsigned>(zip.size()) - 1}) {
    const DossierOutcome outcome = check_dossier(ByteView(zip).first(size), {});
    ASSERT_TRUE(outcome.fault) << size;
  }
  ASSERT_TRUE(check_dossier(bytes_of("not a zip at all"), {}).fault);
}

TEST(DossierArchive, a_content_of_another_length_than_announced_is_refused) {
  for (const std::size_t size : {2u, 4u}) {
    ArchiveWriter writer(Timestamp{}, [](ByteView) { return Status(); });
    const Status done =
        writer.add("a", size, [](const crypto::ByteSink& sink) { return sink(bytes_of("abc")); });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::corrupted);
  }
}

TEST(DossierArchive, a_full_disk_is_reported) {
  std::size_t left = 1000;
  ArchiveWriter writer(Timestamp{}, [&](ByteView bytes) -> Status {
    if (bytes.size() > left) return Error{ErrorCode::limit_exceeded, "no room"};
    left -= bytes.size();
    return {};
  });
  const std::string large(1u << 20, 'x');
  Status done = writer.add("a", bytes_of(large));
  if (done) done = writer.finish();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error(), (Error{ErrorCode::limit_exceeded, "no room"}));
}

}  // namespace
}  // namespace pixiu::vault
