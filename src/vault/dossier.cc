#include "vault/dossier.h"

#include "base/base64.h"
#include "base/check.h"
#include "crypto/content_digests.h"
#include "tlog/checkpoint.h"
#include "vault/canonical_json.h"
#include "vault/dossier_archive.h"
#include "vault/dossier_pdf.h"
#include "vault/dossier_texts.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pixiu::vault {
namespace {

using nlohmann::json;

// Writes members and keeps what the manifest says of them.
class Packer {
 public:
  Packer(Timestamp time, const crypto::ByteSink& sink) : writer_(time, sink) {}

  Status add(const std::string& name, std::string_view role, ByteView content,
             const json& more = json::object()) {
    const Status done = writer_.add(name, content);
    if (done) note(name, role, crypto::content_digests(content), more);
    return done;
  }

  Status add(const std::string& name, std::string_view role, std::string_view text,
             const json& more = json::object()) {
    return add(name, role, bytes_of(text), more);
  }

  Status add_content(const std::string& name, const DossierExhibit& one) {
    const Exhibit& exhibit = one.exhibit;
    crypto::ContentDigester digester;
    const Status done =
        writer_.add(name, exhibit.size_bytes, [&](const crypto::ByteSink& zip) -> Status {
          // The digester reads a piece until the next one has come: each is copied to one of two.
          std::array<Bytes, 2> pieces;
          std::size_t turn = 0;
          const Status written = one.write_content([&](ByteView bytes) -> Status {
            Bytes& piece = pieces[turn++ % 2];
            piece.assign(bytes.begin(), bytes.end());
            digester.update(piece);
            return zip(bytes);
          });
          digests_ = digester.finish();
          return written;
        });
    if (!done) return done;
    if (digests_.sha256 != exhibit.sha256 || digests_.sm3 != exhibit.sm3) {
      return Error{ErrorCode::corrupted,
                   "exhibit " + exhibit.id.text() + " is not the content that was received"};
    }
    json more = {{"exhibit", exhibit.id.text()}, {"media_type", exhibit.media_type}};
    if (exhibit.derived_from) more["derived_from"] = exhibit.derived_from->text();
    note(name, exhibit.derived_from ? member_role::derived : member_role::original, digests_, more);
    return {};
  }

  // "digest  name" of every member so far, as sha256sum writes and checks it.
  std::string sha256sums() const {
    std::string text;
    for (const json& member : members_) {
      text += member["sha256"].get<std::string>() + "  " + member["path"].get<std::string>() + '\n';
    }
    return text;
  }

  // The manifest of everything so far, and the end.
  Status finish(json manifest) {
    std::sort(members_.begin(), members_.end(), [](const json& a, const json& b) {
      return a["path"].get_ref<const std::string&>() < b["path"].get_ref<const std::string&>();
    });
    manifest["members"] = members_;
    const auto text = canonical_json(manifest);
    PIXIU_CHECK(text.has_value());
    const Status done = writer_.add(manifest_name, bytes_of(*text));
    return done ? writer_.finish() : done;
  }

 private:
  void note(const std::string& name, std::string_view role, const crypto::ContentDigests& digests,
            json more) {
    more["path"] = name;
    more["role"] = role;
    more["size_bytes"] = digests.size_bytes;
    more["sha256"] = crypto::hex(digests.sha256);
    more["sm3"] = crypto::hex(digests.sm3);
    members_.push_back(std::move(more));
  }

  ArchiveWriter writer_;
  crypto::ContentDigests digests_;
  std::vector<json> members_;
};

Status add_exhibits(const Dossier& dossier, Packer& packer) {
  for (const DossierExhibit& one : dossier.exhibits) {
    const std::string id = one.exhibit.id.text();
    const std::string folder = one.exhibit.derived_from ? "derived/" : "originals/";
    const std::string name =
        folder + id + '.' + std::string(file_ending_of(one.exhibit.media_type));
    const Status content = packer.add_content(name, one);
    if (!content) return content;
    if (!one.findings_json) continue;
    const Status findings = packer.add("findings/" + id + ".json", member_role::findings,
                                       *one.findings_json, {{"exhibit", id}});
    if (!findings) return findings;
  }
  return {};
}

Status add_events(const Dossier& dossier, Packer& packer) {
  for (const DossierEvent& one : dossier.events) {
    const std::string id = one.event.id.text();
    const std::string record = canonical_record(one.event);
    Bytes salted(one.event.salt.begin(), one.event.salt.end());
    const ByteView record_bytes = bytes_of(record);
    salted.insert(salted.end(), record_bytes.begin(), record_bytes.end());
    const std::string entry = leaf_entry(crypto::sha256(salted));
    const json more = {{"event", id}};
    const std::string base = "events/" + id;
    Status done = packer.add(base + ".json", member_role::record, record, more);
    if (done) done = packer.add(base + ".salted", member_role::salted_record, salted, more);
    if (done) done = packer.add(base + ".entry", member_role::log_entry, entry, more);
    if (done)
      done = packer.add("proofs/" + id + ".tlog-proof", member_role::proof, one.proof, more);
    if (!done) return done;
  }
  return {};
}

// A PEM file of an Ed25519 public key (RFC 8410), for programs that do not read C2SP's form.
std::string public_key_pem(const tlog::VerifierKey& key) {
  constexpr std::array<unsigned char, 12> head = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                  0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
  const ByteView head_bytes = std::as_bytes(std::span(head));
  Bytes der(head_bytes.begin(), head_bytes.end());
  const auto& raw = key.public_key();
  der.insert(der.end(), raw.begin(), raw.end());
  return "-----BEGIN PUBLIC KEY-----\n" + to_base64(der) + "\n-----END PUBLIC KEY-----\n";
}

Status add_log(const Dossier& dossier, const tlog::Note& note, Packer& packer) {
  Status done = packer.add("log/checkpoint", member_role::checkpoint, dossier.checkpoint);
  if (done) done = packer.add("log/checkpoint.txt", member_role::checkpoint_text, note.text);
  for (const tlog::NoteSignature& signature : note.signatures) {
    if (!done || !dossier.log_key.is_of(signature)) continue;
    done = packer.add("log/checkpoint.sig", member_role::log_signature, signature.signature);
    break;
  }
  if (done) done = packer.add("log/key.pem", member_role::log_key, public_key_pem(dossier.log_key));
  if (done) done = packer.add("log/policy.txt", member_role::policy, dossier.policy);
  for (std::size_t i = 0; i < dossier.time_stamps.size() && done; ++i) {
    const CheckpointTimeStamp& stamp = dossier.time_stamps[i];
    done = packer.add("time-stamps/" + std::to_string(i + 1) + '-' +
                          std::string(crypto::digest_algorithm_name(stamp.imprint)) + ".tsr",
                      member_role::time_stamp, stamp.response);
  }
  if (done && !dossier.authorities_pem.empty()) {
    done = packer.add("certificates/authorities.pem", member_role::authorities,
                      dossier.authorities_pem);
  }
  return done;
}

}  // namespace

std::string_view file_ending_of(std::string_view media_type) {
  constexpr std::pair<std::string_view, std::string_view> endings[] = {
      {"image/jpeg", "jpg"},  {"image/png", "png"},       {"image/webp", "webp"},
      {"image/heic", "heic"}, {"image/gif", "gif"},       {"image/tiff", "tif"},
      {"video/mp4", "mp4"},   {"video/quicktime", "mov"}, {"application/pdf", "pdf"}};
  for (const auto& [type, ending] : endings) {
    if (type == media_type) return ending;
  }
  return "bin";
}

Status write_dossier(const Dossier& dossier, const crypto::ByteSink& sink) {
  const auto opened = tlog::open_checkpoint(dossier.checkpoint, {&dossier.log_key, 1});
  if (!opened) return Error{ErrorCode::corrupted, "checkpoint: " + opened.error().message};
  Packer packer(dossier.created_at, sink);
  Status done = add_exhibits(dossier, packer);
  if (done) done = add_events(dossier, packer);
  if (done) done = add_log(dossier, opened->note, packer);
  if (!done) return done;
  const auto report = dossier_pdf(dossier, opened->checkpoint);
  if (!report) return report.error();
  done = packer.add("report.pdf", member_role::report, *report);
  if (done) {
    done = packer.add("verify.txt", member_role::instructions, verification_instructions(dossier));
  }
  if (done) done = packer.add("sha256sums.txt", member_role::digests, packer.sha256sums());
  if (!done) return done;
  return packer.finish({{"type", manifest_type},
                        {"tenant", dossier.tenant.text()},
                        {"claim", dossier.claim.text()},
                        {"created", format_timestamp(dossier.created_at)},
                        {"log",
                         {{"origin", opened->checkpoint.origin},
                          {"size", opened->checkpoint.size},
                          {"root", to_base64(opened->checkpoint.root)}}}});
}

}  // namespace pixiu::vault
