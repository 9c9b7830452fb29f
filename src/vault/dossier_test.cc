#include "vault/dossier.h"

#include "tlog/proof_file.h"
#include "vault/dossier_archive.h"
#include "vault/dossier_check.h"
#include "vault/dossier_testing.h"

#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::vault {
namespace {

using testing::DossierScene;
using ::testing::HasSubstr;
using testing::OpensslAuthority;
using testing::run_program;
using testing::TemporaryFolder;

using Contents = std::map<std::string, std::string>;

class DossierTest : public ::testing::Test {
 protected:
  static OpensslAuthority& authority() {
    static OpensslAuthority made;
    return made;
  }

  static Contents unpacked(const Bytes& zip) {
    Contents contents;
    std::string name;
    const Status read = read_archive(zip, {.begin = [&](std::string_view next) -> Status {
                                             name = next;
                                             contents[name];
                                             return {};
                                           },
                                           .content = [&](ByteView bytes) -> Status {
                                             contents[name] += text_of(bytes);
                                             return {};
                                           },
                                           .end = [] { return Status(); }});
    EXPECT_TRUE(read) << read.error().message;
    return contents;
  }

  static Bytes packed(const Contents& contents) {
    Bytes zip;
    ArchiveWriter writer(Timestamp{}, [&](ByteView piece) -> Status {
      zip.insert(zip.end(), piece.begin(), piece.end());
      return {};
    });
    for (const auto& [name, content] : contents) EXPECT_TRUE(writer.add(name, bytes_of(content)));
    EXPECT_TRUE(writer.finish());
    return zip;
  }

  // The manifest made to fit, as somebody who tampers would.
  static Contents with_digests(Contents contents) {
    auto manifest = nlohmann::json::parse(contents["manifest.json"]);
    for (auto& member : manifest["members"]) {
      const std::string& content = contents[member["path"].get<std::string>()];
      member["size_bytes"] = content.size();
      member["sha256"] = crypto::hex(crypto::sha256(bytes_of(content)));
      member["sm3"] = crypto::hex(crypto::sm3(bytes_of(content)));
    }
    contents["manifest.json"] = manifest.dump();
    return contents;
  }

  static std::string first(const Contents& contents, std::string_view begin,
                           std::string_view end = "") {
    for (const auto& [name, content] : contents) {
      if (name.starts_with(begin) && name.ends_with(end)) return name;
    }
    ADD_FAILURE() << begin;
    return "";
  }
};

TEST_F(DossierTest, what_pixiu_writes_pixiu_verifies) {
  DossierScene scene;
  const DossierOutcome outcome = check_dossier(scene.zip(&authority()), {});
  ASSERT_FALSE(outcome.fault) << outcome.fault->where << ": " << outcome.fault->what;
  EXPECT_EQ(outcome.originals, 1u);
  EXPECT_EQ(outcome.events, 3u);
  EXPECT_EQ(outcome.origin, "log.example/test");
  EXPECT_EQ(outcome.stamped_at.size(), 2u);
  EXPECT_EQ(outcome.reminders.size(), 2u);
}

TEST_F(DossierTest, the_same_dossier_gives_the_same_bytes) {
  DossierScene scene;
  EXPECT_EQ(scene.zip(), scene.zip());
}

// The very commands of verify.txt, in a folder where unzip has put it, without any program of ours.
TEST_F(DossierTest, its_instructions_work_with_other_peoples_programs) {
  DossierScene scene;
  const TemporaryFolder folder;
  folder.write("dossier.zip", text_of(scene.zip(&authority())));
  ASSERT_EQ(run_program({"unzip", "-q", "dossier.zip"}, folder).exit_status, 0);
  std::istringstream text(folder.read("verify.txt"));
  std::vector<std::string> commands;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("    $ ")) commands.push_back(line.substr(6));
  }
  ASSERT_EQ(commands.size(), 7u);
  for (const std::string& command : commands) {
    const auto outcome = run_program({"sh", "-c", command}, folder);
    EXPECT_EQ(outcome.exit_status, 0) << command << '\n' << outcome.output;
  }
  // A verifier of C2SP proofs.
  const auto policy = tlog::parse_policy(folder.read("log/policy.txt"));
  ASSERT_TRUE(policy) << policy.error().message;
  for (const auto& file : std::filesystem::directory_iterator(folder.path() / "events")) {
    if (file.path().extension() != ".entry") continue;
    const std::string id = file.path().stem().string();
    const auto proof = tlog::parse_proof_file(folder.read("proofs/" + id + ".tlog-proof"));
    ASSERT_TRUE(proof);
    const std::string entry = folder.read("events/" + id + ".entry");
    EXPECT_TRUE(tlog::verify_proof_file(*proof, bytes_of(entry), *policy));
  }
  // And each of them notices: an original, a record, an entry, the signature, a time stamp.
  const auto fails_after = [&](const std::string& name, std::size_t command) {
    const std::string sound = folder.read(name);
    std::string damaged = sound;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
    folder.write(name, damaged);
    EXPECT_NE(run_program({"sh", "-c", commands[command]}, folder).exit_status, 0) << name;
    folder.write(name, sound);
  };
  Contents contents = unpacked(scene.zip());
  const std::string original = first(contents, "originals/");
  fails_after(original, 0);
  fails_after(first(contents, "events/", ".json"), 1);
  fails_after(first(contents, "events/", ".entry"), 2);
  fails_after(original, 3);
  fails_after("log/checkpoint.txt", 4);
  fails_after("log/checkpoint.sig", 4);
  fails_after("log/checkpoint.txt", 5);
  fails_after("log/checkpoint.txt", 6);
}

TEST_F(DossierTest, the_first_thing_that_does_not_hold_is_named) {
  DossierScene scene;
  const Contents sound = unpacked(scene.zip(&authority()));
  const auto fault_of = [](const Contents& contents) {
    const DossierOutcome outcome = check_dossier(packed(contents), {});
    return outcome.fault ? outcome.fault->where : std::string("nothing");
  };
  ASSERT_EQ(fault_of(sound), "nothing");
  // Damage: the manifest knows.
  for (const auto& [name, content] : sound) {
    Contents damaged = sound;
    damaged[name][content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 4);
    if (name == manifest_name) {
      EXPECT_NE(fault_of(damaged), "nothing");  // what it says no longer fits a member
      continue;
    }
    EXPECT_EQ(fault_of(damaged), name);
    Contents missing = sound;
    missing.erase(name);
    EXPECT_EQ(fault_of(missing), name);
  }
  Contents more = sound;
  more["originals/extra.jpg"] = "x";
  EXPECT_EQ(fault_of(more), "originals/extra.jpg");
  // Tampering with a manifest that fits: the proofs know.
  const auto tampered = [&](const std::string& name, auto change) {
    Contents contents = sound;
    change(contents[name]);
    return fault_of(with_digests(contents));
  };
  const auto flip = [](std::string& content) {
    content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
  };
  for (const auto& [begin, end] :
       std::vector<std::pair<std::string, std::string>>{{"originals/", ""},
                                                        {"derived/", ""},
                                                        {"events/", ".salted"},
                                                        {"events/", ".entry"},
                                                        {"proofs/", ""},
                                                        {"log/checkpoint.txt", ""}}) {
    const std::string name = first(sound, begin, end);
    EXPECT_EQ(tampered(name, flip), name);
  }
  // The event itself, with a commitment that fits: only the log can know.
  const std::string record = first(sound, "events/", ".json");
  const std::string base = record.substr(0, record.size() - 5);
  Contents forged = sound;
  std::string& text = forged[record];
  const std::size_t digit = text.find("Z\",\"type\"") - 1;
  text[digit] = text[digit] == '1' ? '2' : '1';
  forged[base + ".salted"].replace(32, std::string::npos, text);
  forged[base + ".entry"] = leaf_entry(crypto::sha256(bytes_of(forged[base + ".salted"])));
  EXPECT_EQ(fault_of(with_digests(forged)),
            "proofs/" + base.substr(base.find('/') + 1) + ".tlog-proof");
}

TEST_F(DossierTest, a_log_or_an_authority_that_the_checker_does_not_know_is_refused) {
  DossierScene scene;
  const Bytes zip = scene.zip(&authority());
  const auto stranger = tlog::SigningKey::from_seed(
      "log.example/test", tlog::SignatureType::ed25519, Bytes(32, std::byte{9}));
  DossierOutcome outcome =
      check_dossier(zip, {.policy = policy_of(stranger->verifier()), .authorities = {}});
  ASSERT_TRUE(outcome.fault);
  EXPECT_EQ(outcome.fault->where, "log/checkpoint");
  outcome = check_dossier(zip, {.policy = {}, .authorities = OpensslAuthority().anchors()});
  ASSERT_TRUE(outcome.fault);
  EXPECT_EQ(outcome.fault->where, "time-stamps/1-sha256.tsr");
  outcome = check_dossier(
      zip, {.policy = policy_of(scene.key.verifier()), .authorities = authority().anchors()});
  EXPECT_FALSE(outcome.fault);
  EXPECT_TRUE(outcome.reminders.empty());
}

TEST_F(DossierTest, an_altered_blob_does_not_get_into_a_dossier) {
  DossierScene scene;
  const auto dossier = gather_dossier(scene.sources(), scene.keys.tenant, scene.keys.claim);
  ASSERT_TRUE(dossier);
  (*scene.blobs.content(dossier->exhibits[0].exhibit.blob))[5000] ^= std::byte{1};
  const Status done = write_dossier(*dossier, [](ByteView) { return Status(); });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::corrupted);
}

TEST_F(DossierTest, an_event_that_is_not_in_the_log_yet_is_waited_for) {
  DossierScene scene;
  scene.store(*make_event({.tenant = scene.keys.tenant,
                           .stream = Stream::of(scene.keys.claim),
                           .kind = "claim.noted",
                           .actor = Actor::program("test"),
                           .id = {}},
                          scene.keys.clock, scene.keys.entropy));
  EXPECT_EQ(gather_dossier(scene.sources(), scene.keys.tenant, scene.keys.claim).error().code,
            ErrorCode::unavailable);
  EXPECT_EQ(gather_dossier(scene.sources(), scene.keys.tenant,
                           ClaimId::make(scene.keys.clock, scene.keys.entropy))
                .error()
                .code,
            ErrorCode::not_found);
}

TEST_F(DossierTest, the_report_can_be_read_in_both_languages) {
  DossierScene scene;
  const Contents contents = unpacked(scene.zip(&authority()));
  const TemporaryFolder folder;
  folder.write("report.pdf", contents.at("report.pdf"));
  ASSERT_EQ(run_program({"pdftotext", "-layout", "report.pdf"}, folder).exit_status, 0);
  const std::string text = folder.read("report.txt");
  for (const char* part :
       {"电子证据卷", "Dossier", "由原图 1 制作", "Made from reference picture 1.", "接收",
        "exhibit.received", "log.example/test", "RFC 3161, SM3"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

}  // namespace
}  // namespace pixiu::vault
