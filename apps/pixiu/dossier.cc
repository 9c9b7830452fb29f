#include "dossier.h"

#include "backup_folder.h"
#include "base/clock.h"
#include "base/limits.h"
#include "cli/files.h"
#include "outbound/client.h"
#include "privacy/keyring.h"
#include "privacy/master_key.h"
#include "storage/database.h"
#include "storage/sql_event_store.h"
#include "storage/sql_exhibit_store.h"
#include "storage/sql_key_store.h"
#include "vault/custody.h"
#include "vault/dossier_gather.h"

#include <fstream>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace pixiu {
namespace {

constexpr std::size_t trust_file_bytes_max = 4u << 20;

constexpr const char* examples = R"(Examples:
  pixiu dossier --data /var/lib/pixiu --master-key master.key --log-vkey "$VKEY"
        --tenant TENANT --claim CLAIM -o dossier.zip
      Everything recorded of a claim, with proofs; may run beside the server.
  ... --tsa https://tsa.example.com --tsa-roots tsa-roots.pem
      The same, with time stamps of the log's checkpoint (SHA-256 and SM3).

Whoever gets it checks it with pixiu verify, or by hand as its verify.txt says. That each exhibit
was exported is recorded before the file is written.
Exit status: 0 written; 1 not written; 2 wrong usage.)";

struct DossierOptions {
  std::string data;
  std::string master_key;
  std::string log_vkey;
  std::string policy;
  std::string tenant;
  std::string claim;
  std::string tsa;
  std::string tsa_roots;
  std::string out;
};

// The record, opened to be read and to note the export.
struct OpenedRecord {
  RecordFolder folder;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<storage::SqlEventStore> events;
  std::unique_ptr<storage::SqlExhibitStore> exhibits;
  std::unique_ptr<storage::SqlKeyStore> keys;
  std::unique_ptr<privacy::Keyring> keyring;
};

Result<OpenedRecord> open_record(const DossierOptions& options, const Clock& clock,
                                 Entropy& entropy) {
  OpenedRecord opened;
  auto masters = privacy::read_master_key_file(options.master_key, entropy);
  if (!masters) return masters.error();
  auto folder = open_record_folder(options.data, entropy);
  if (!folder) return folder.error();
  opened.folder = *std::move(folder);
  const auto url = storage::DatabaseUrl::parse("sqlite:" + opened.folder.database().string());
  if (!url) return url.error();
  auto database = storage::Database::open({.url = *url, .connections_max = 2}, entropy);
  if (!database) return database.error();
  opened.database = *std::move(database);
  opened.events = std::make_unique<storage::SqlEventStore>(*opened.database);
  opened.exhibits = std::make_unique<storage::SqlExhibitStore>(*opened.database);
  opened.keys = std::make_unique<storage::SqlKeyStore>(*opened.database);
  auto keyring = privacy::Keyring::open(*std::move(masters), {.store = *opened.keys,
                                                              .transactions = *opened.database,
                                                              .entropy = entropy,
                                                              .clock = clock});
  if (!keyring) return keyring.error();
  opened.keyring = *std::move(keyring);
  return opened;
}

// RFC 3161, section 3.4, by the one HTTP client.
vault::TimeStampTransport transport_of(outbound::Client& client) {
  return [&client](std::string_view url, ByteView body, std::size_t bytes_max) -> Result<Bytes> {
    outbound::Request request{.method = "POST", .url = std::string(url)};
    request.headers = {{"Content-Type", "application/timestamp-query"}};
    request.body.assign(body.begin(), body.end());
    request.response_bytes_max = bytes_max;
    auto response = client.send(request);
    if (!response) return response.error();
    if (response->status != 200) {
      return Error{ErrorCode::unavailable, "the time-stamp authority answered with status " +
                                               std::to_string(response->status)};
    }
    return std::move(response->body);
  };
}

Result<std::vector<vault::CheckpointTimeStamp>> time_stamps(const DossierOptions& options,
                                                            const std::string& roots_pem,
                                                            std::string_view checkpoint_text,
                                                            Entropy& entropy) {
  const auto client = outbound::Client::make({});
  if (!client) return client.error();
  auto roots = crypto::parse_pem_certificates(roots_pem);
  if (!roots) return roots.error();
  const vault::TimeStampAuthority authority{
      .url = options.tsa,
      .anchors = crypto::TrustList({.anchors = *std::move(roots), .allowed_end_entities = {}})};
  std::vector<vault::CheckpointTimeStamp> made;
  for (const auto imprint : {crypto::DigestAlgorithm::sha256, crypto::DigestAlgorithm::sm3}) {
    auto one = vault::request_time_stamp(transport_of(**client), authority, imprint,
                                         checkpoint_text, entropy);
    if (!one) return one.error();
    if (!one->is_trusted) {
      return Error{ErrorCode::permission_denied, "the authority is under none of --tsa-roots"};
    }
    made.push_back(*std::move(one));
  }
  return made;
}

Status note_export(const OpenedRecord& record, const vault::Dossier& dossier, const Clock& clock,
                   Entropy& entropy) {
  std::vector<vault::Event> events;
  for (const vault::DossierExhibit& one : dossier.exhibits) {
    auto event = vault::custody_event({.exhibit = one.exhibit,
                                       .action = vault::CustodyAction::exported,
                                       .actor = vault::Actor::program("dossier"),
                                       .sha256 = one.exhibit.sha256,
                                       .id = {}},
                                      clock, entropy);
    if (!event) return event.error();
    events.push_back(*std::move(event));
  }
  return record.database->run(
      [&](Transaction& transaction) { return record.events->append(transaction, events); });
}

// Piece by piece beside its name, then moved into place.
Status write_zip(const vault::Dossier& dossier, const std::filesystem::path& path) {
  std::filesystem::path part = path;
  part += ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  const Error cannot{ErrorCode::unavailable, part.string() + ": cannot be written"};
  Status done = out ? vault::write_dossier(dossier,
                                           [&](ByteView bytes) -> Status {
                                             const std::string_view text = text_of(bytes);
                                             out.write(text.data(),
                                                       static_cast<std::streamsize>(text.size()));
                                             return out ? Status() : cannot;
                                           })
                    : cannot;
  out.close();
  if (done && !out) done = cannot;
  if (done) done = sync_file(part);
  std::error_code failure;
  if (done) std::filesystem::rename(part, path, failure);
  if (done && failure)
    done = Error{ErrorCode::unavailable, path.string() + ": " + failure.message()};
  if (!done) std::filesystem::remove(part, failure);
  return done;
}

Status make_dossier(const DossierOptions& options, const TenantId& tenant, const ClaimId& claim,
                    const tlog::VerifierKey& key) {
  const SystemClock clock;
  SystemEntropy entropy;
  const auto record = open_record(options, clock, entropy);
  if (!record) return record.error();
  vault::DossierSources sources{.events = *record->events,
                                .exhibits = *record->exhibits,
                                .blobs = *record->folder.blobs,
                                .log = *record->folder.log,
                                .keyring = *record->keyring,
                                .clock = clock,
                                .log_key = key,
                                .policy = vault::policy_of(key),
                                .authorities_pem = {},
                                .stamp = {},
                                .findings = {}};
  if (!options.policy.empty()) {
    auto policy = cli::read_text(options.policy, trust_file_bytes_max);
    if (!policy) return policy.error();
    sources.policy = *std::move(policy);
  }
  if (!options.tsa.empty()) {
    auto roots = cli::read_text(options.tsa_roots, trust_file_bytes_max);
    if (!roots) return roots.error();
    sources.authorities_pem = *std::move(roots);
    sources.stamp = [&](std::string_view checkpoint_text) {
      return time_stamps(options, sources.authorities_pem, checkpoint_text, entropy);
    };
  }
  const auto dossier = vault::gather_dossier(sources, tenant, claim);
  if (!dossier) return dossier.error();
  const Status noted = note_export(*record, *dossier, clock, entropy);
  return noted ? write_zip(*dossier, options.out) : noted;
}

int run_dossier(const DossierOptions& options, cli::Terminal& terminal) {
  const auto fail = [&](int status, const std::string& message) {
    terminal.err << "pixiu dossier: " << cli::printable(message) << '\n';
    return status;
  };
  const auto key = tlog::VerifierKey::parse(options.log_vkey);
  if (!key) return fail(cli::exit_usage, "--log-vkey: " + key.error().message);
  const auto tenant = TenantId::parse(options.tenant);
  if (!tenant) return fail(cli::exit_usage, "--tenant: " + tenant.error().message);
  const auto claim = ClaimId::parse(options.claim);
  if (!claim) return fail(cli::exit_usage, "--claim: " + claim.error().message);
  const Status made = make_dossier(options, *tenant, *claim, *key);
  if (!made) return fail(cli::exit_failure, made.error().message);
  terminal.out << cli::printable(options.out) << '\n';
  return cli::exit_ok;
}

void declare_options(CLI::App& app, DossierOptions& options) {
  const auto required = [&](const char* name, std::string& value, const char* text,
                            const char* type) {
    app.add_option(name, value, text)->required()->type_name(type);
  };
  required("--data", options.data, "The data folder", "FOLDER");
  required("--master-key", options.master_key, "The file of the master key", "FILE");
  required("--log-vkey", options.log_vkey, "The log's public key", "VKEY");
  required("--tenant", options.tenant, "The platform", "UUID");
  required("--claim", options.claim, "The claim", "UUID");
  required("-o,--out", options.out, "Where the zip is written", "FILE.zip");
  app.add_option("--policy", options.policy, "The C2SP tlog-policy that the log publishes")
      ->type_name("FILE");
  CLI::Option* roots =
      app.add_option("--tsa-roots", options.tsa_roots, "Roots of the time-stamp authority")
          ->type_name("FILE.pem");
  app.add_option("--tsa", options.tsa, "Have the checkpoint stamped by this authority (RFC 3161)")
      ->needs(roots)
      ->type_name("URL");
}

}  // namespace

cli::Command dossier_command() {
  return {.name = "dossier",
          .summary = "Write the dossier of a claim",
          .examples = examples,
          .set_up = [](CLI::App& app) -> cli::Command::Action {
            auto options = std::make_shared<DossierOptions>();
            declare_options(app, *options);
            return [options](cli::Terminal& terminal) { return run_dossier(*options, terminal); };
          }};
}

}  // namespace pixiu
