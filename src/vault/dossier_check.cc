#include "vault/dossier_check.h"

#include "base/base64.h"
#include "base/limits.h"
#include "crypto/content_digests.h"
#include "tlog/proof_file.h"
#include "vault/canonical_json.h"
#include "vault/dossier.h"
#include "vault/dossier_archive.h"
#include "vault/event.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace pixiu::vault {
namespace {

using nlohmann::json;

struct Member {
  crypto::ContentDigests digests;
  Bytes content;  // of small members in folders other than originals/ and derived/
  std::string role;
  json said;  // what the manifest says of it
};

// Everything of the zip that the checks need, by name.
class Members {
 public:
  MemberVisitor visitor() {
    return {.begin = [this](std::string_view name) { return begin(name); },
            .content = [this](ByteView bytes) { return add(bytes); },
            .end = [this] { return end(); }};
  }

  std::map<std::string, Member> all;

 private:
  Status begin(std::string_view name) {
    if (all.contains(std::string(name))) {
      return Error{ErrorCode::corrupted, std::string(name) + ": is there twice"};
    }
    open_ = &all[std::string(name)];
    is_kept_ = !name.starts_with("originals/") && !name.starts_with("derived/");
    digester_ = crypto::ContentDigester();
    turn_ = 0;
    return {};
  }

  Status add(ByteView bytes) {
    Bytes& piece = pieces_[turn_++ % 2];  // the digester reads it until the next one comes
    piece.assign(bytes.begin(), bytes.end());
    digester_.update(piece);
    if (!is_kept_) return {};
    Bytes& content = open_->content;
    kept_bytes_ += bytes.size();
    if (content.size() + bytes.size() > limits::dossier_record_bytes_max ||
        kept_bytes_ > limits::dossier_records_bytes_max) {
      return Error{ErrorCode::limit_exceeded, "records of a dossier that are too large"};
    }
    content.insert(content.end(), bytes.begin(), bytes.end());
    return {};
  }

  Status end() {
    open_->digests = digester_.finish();
    return {};
  }

  Member* open_ = nullptr;
  bool is_kept_ = false;
  crypto::ContentDigester digester_;
  Bytes pieces_[2];
  std::size_t turn_ = 0;
  std::size_t kept_bytes_ = 0;
};

std::string text_member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The steps, each of which returns what does not hold.
class Check {
 public:
  Check(Members& members, const DossierTrust& trust, DossierOutcome& outcome)
      : members_(members.all), trust_(trust), outcome_(outcome) {}

  std::optional<DossierFault> run() {
    for (const auto step :
         {&Check::manifest, &Check::events, &Check::originals, &Check::log, &Check::time_stamps}) {
      auto fault = (this->*step)();
      if (fault) return fault;
    }
    return std::nullopt;
  }

 private:
  using Fault = std::optional<DossierFault>;

  const Member* find(const std::string& name) const {
    const auto found = members_.find(name);
    return found == members_.end() ? nullptr : &found->second;
  }

  std::string text(const std::string& name) const {
    const Member* member = find(name);
    return member == nullptr ? std::string() : std::string(text_of(member->content));
  }

  Fault manifest() {
    const std::string name(manifest_name);
    if (find(name) == nullptr) return DossierFault{name, "is missing"};
    const std::string content = text(name);
    const auto value = parse_json(content, limits::dossier_record_bytes_max);
    if (!value) return DossierFault{name, value.error().message};
    if (!is_canonical_json(content, limits::dossier_record_bytes_max)) {
      return DossierFault{name, "is not in canonical form (RFC 8785)"};
    }
    const bool has_form = value->is_object() && text_member(*value, "type") == manifest_type &&
                          value->contains("members") && (*value)["members"].is_array();
    if (!has_form) return DossierFault{name, "is no manifest of " + std::string(manifest_type)};
    std::set<std::string> named = {name};
    for (const json& said : (*value)["members"]) {
      Fault fault = said.is_object()
                        ? member_of(said, named)
                        : Fault(DossierFault{name, "names something else than members"});
      if (fault) return fault;
    }
    for (const auto& [path, member] : members_) {
      if (!named.contains(path)) return DossierFault{path, "is not named by the manifest"};
    }
    outcome_.claim = text_member(*value, "claim");
    outcome_.created = text_member(*value, "created");
    outcome_.steps.push_back(std::to_string(named.size()) +
                             " members are those of the manifest, with their digests");
    return std::nullopt;
  }

  Fault member_of(const json& said, std::set<std::string>& named) {
    const std::string path = text_member(said, "path");
    const auto found = members_.find(path);
    if (!named.insert(path).second) {
      return DossierFault{std::string(manifest_name), "names a member twice"};
    }
    if (found == members_.end()) {
      return DossierFault{is_member_name(path) ? path : std::string(manifest_name),
                          "is named by the manifest and missing"};
    }
    Member& member = found->second;
    const auto size = said.find("size_bytes");
    if (size == said.end() || *size != member.digests.size_bytes) {
      return DossierFault{path, "has another length than the manifest says"};
    }
    if (text_member(said, "sha256") != crypto::hex(member.digests.sha256)) {
      return DossierFault{path, "has another SHA-256 than the manifest says"};
    }
    if (text_member(said, "sm3") != crypto::hex(member.digests.sm3)) {
      return DossierFault{path, "has another SM3 than the manifest says"};
    }
    member.role = text_member(said, "role");
    member.said = said;
    return std::nullopt;
  }

  Fault events() {
    for (const auto& [path, member] : members_) {
      if (member.role != member_role::record) continue;
      const auto event = parse_record(text_of(member.content));
      if (!event) return DossierFault{path, event.error().message};
      const std::string id = event->id.text();
      const std::string base = "events/" + id;
      if (path != base + ".json")
        return DossierFault{path, "holds another event than its name says"};
      const Bytes salted =
          find(base + ".salted") == nullptr ? Bytes() : find(base + ".salted")->content;
      constexpr std::size_t salt_bytes = std::tuple_size_v<Salt>;
      if (salted.size() < salt_bytes ||
          text_of(ByteView(salted).subspan(salt_bytes)) != text_of(member.content)) {
        return DossierFault{base + ".salted", "is not the event's record behind a salt"};
      }
      const std::string entry = text(base + ".entry");
      if (entry != leaf_entry(crypto::sha256(salted))) {
        return DossierFault{base + ".entry", "is not the commitment of the event"};
      }
      entries_.emplace(id, entry);
      note_received(*event);
    }
    outcome_.events = entries_.size();
    outcome_.steps.push_back(std::to_string(entries_.size()) +
                             " events agree with what the log has of them");
    return std::nullopt;
  }

  void note_received(const Event& event) {
    if (event.kind != "exhibit.received") return;
    const json body = json::parse(event.body, nullptr, false);
    received_[event.stream.text()] = text_member(body, "sha256");
  }

  Fault originals() {
    for (const auto& [path, member] : members_) {
      const bool is_derived = member.role == member_role::derived;
      const bool is_original = member.role == member_role::original;
      if (path.starts_with("originals/") != is_original ||
          path.starts_with("derived/") != is_derived) {
        return DossierFault{path, "is not where a file of its role belongs"};
      }
      if (!is_original && !is_derived) continue;
      const auto received = received_.find("exhibit/" + text_member(member.said, "exhibit"));
      if (received == received_.end()) {
        return DossierFault{path, "no event says that it was received"};
      }
      if (received->second != crypto::hex(member.digests.sha256)) {
        return DossierFault{path, "is not the content that was received"};
      }
      outcome_.originals += is_original ? 1 : 0;
    }
    outcome_.steps.push_back(std::to_string(outcome_.originals) +
                             " originals are those that were received");
    return std::nullopt;
  }

  Fault log() {
    const std::string policy_text = trust_.policy ? *trust_.policy : text("log/policy.txt");
    const auto policy = tlog::parse_policy(policy_text);
    if (!policy) return DossierFault{"log/policy.txt", policy.error().message};
    if (!trust_.policy) {
      outcome_.reminders.push_back(
          "the log's key is the dossier's own: compare log/policy.txt with what the log publishes");
    }
    const std::string checkpoint = text("log/checkpoint");
    const auto note = tlog::parse_note(checkpoint);
    if (!note) return DossierFault{"log/checkpoint", note.error().message};
    const auto cosigned = tlog::check_policy(*policy, *note);
    if (!cosigned) return DossierFault{"log/checkpoint", cosigned.error().message};
    if (text("log/checkpoint.txt") != note->text) {
      return DossierFault{"log/checkpoint.txt", "is not the text of log/checkpoint"};
    }
    for (const auto& [id, entry] : entries_) {
      const std::string path = "proofs/" + id + ".tlog-proof";
      if (find(path) == nullptr) return DossierFault{path, "is missing"};
      const auto proof = tlog::parse_proof_file(text(path));
      if (!proof) return DossierFault{path, proof.error().message};
      if (proof->checkpoint != checkpoint) {
        return DossierFault{path, "is under another checkpoint than log/checkpoint"};
      }
      const auto proved = tlog::verify_proof_file(*proof, bytes_of(entry), *policy);
      if (!proved) return DossierFault{path, proved.error().message};
    }
    const auto parsed = tlog::parse_checkpoint(note->text);
    if (!parsed) return DossierFault{"log/checkpoint", parsed.error().message};
    outcome_.origin = parsed->origin;
    outcome_.log_size = std::to_string(parsed->size);
    outcome_.steps.push_back("every event is in the log " + parsed->origin + " of " +
                             outcome_.log_size + " entries, cosigned by " +
                             std::to_string(cosigned->witness_indices.size()) + " witnesses");
    return std::nullopt;
  }

  Fault time_stamps() {
    crypto::TrustList anchors;
    const std::string authorities = "certificates/authorities.pem";
    if (trust_.authorities) {
      anchors = *trust_.authorities;
    } else if (find(authorities) != nullptr) {
      auto certificates = crypto::parse_pem_certificates(text(authorities));
      if (!certificates) return DossierFault{authorities, certificates.error().message};
      anchors =
          crypto::TrustList({.anchors = *std::move(certificates), .allowed_end_entities = {}});
      outcome_.reminders.push_back(
          "the roots of the time-stamp authorities are the dossier's own: compare " + authorities);
    }
    const std::string stamped = text("log/checkpoint.txt");
    for (const auto& [path, member] : members_) {
      if (member.role != member_role::time_stamp) continue;
      const auto check = crypto::check_time_stamp(member.content, bytes_of(stamped), anchors,
                                                  crypto::TimeStampImprint::sha2_or_sm3);
      if (!check.is_trusted()) return DossierFault{path, check.reason};
      outcome_.stamped_at.push_back(format_timestamp(*check.time));
    }
    if (outcome_.stamped_at.empty()) {
      outcome_.reminders.push_back("no authority has time-stamped the checkpoint");
    } else {
      outcome_.steps.push_back("the checkpoint was time-stamped at " + outcome_.stamped_at.front());
    }
    return std::nullopt;
  }

  std::map<std::string, Member>& members_;
  const DossierTrust& trust_;
  DossierOutcome& outcome_;
  std::map<std::string, std::string> entries_;   // by the event's id
  std::map<std::string, std::string> received_;  // SHA-256 by the exhibit's stream
};

DossierOutcome concluded(const Status& read, Members& members, const DossierTrust& trust) {
  DossierOutcome outcome;
  if (!read) {
    outcome.fault = DossierFault{"zip", read.error().message};
    return outcome;
  }
  outcome.fault = Check(members, trust, outcome).run();
  return outcome;
}

}  // namespace

Result<DossierOutcome> check_dossier(const std::filesystem::path& path, const DossierTrust& trust) {
  Members members;
  const Status read = read_archive(path, members.visitor());
  const bool is_about_the_file = !read && (read.error().code == ErrorCode::not_found ||
                                           read.error().code == ErrorCode::unavailable);
  if (is_about_the_file) return read.error();
  return concluded(read, members, trust);
}

DossierOutcome check_dossier(ByteView zip, const DossierTrust& trust) {
  Members members;
  const Status read = read_archive(zip, members.visitor());
  return concluded(read, members, trust);
}

}  // namespace pixiu::vault
