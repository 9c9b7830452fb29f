#include "cli/trust.h"

#include "cli/files.h"
#include "crypto/digest.h"
#include "provenance/trust/trust_folder.h"

#include <algorithm>
#include <array>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace pixiu::cli {
namespace {

using provenance::StoredTrustList;
using provenance::TrustKind;
using provenance::TrustStore;

constexpr const char* examples = R"(Examples:
  pixiu trust add C2PA-TRUST-LIST.pem --kind signer --source https://c2pa.org/conformance
        --issued 2026-08-05
      Trust the signers of a list that you have; its name is the file's, without ".pem".
  pixiu trust add tsa.pem --kind tsa --name c2pa-tsa --source c2pa.org --issued 2026-08-05
      The same for time stamp authorities, under a name of your own.
  pixiu trust list
      What is trusted, until when and since which issue.
  pixiu trust update C2PA-TRUST-LIST.pem --issued 2027-08-05
      Put a newer issue in its place; prints which certificates came and went.

Nothing is fetched: get the file yourself, and compare its digest with the issuer's.
Exit status: 0 done; 1 the store cannot be read or written; 2 wrong usage or a wrong file.)";

// A text in the terminal's language.
struct Word {
  std::string_view en;
  std::string_view zh;
};

std::string_view word(const Terminal& terminal, Word word) {
  return terminal.language == Language::zh ? word.zh : word.en;
}

struct TrustOptions {
  std::string store;
  std::string file;
  std::string name;
  std::string kind;
  std::string source;
  std::string issued;
  std::vector<std::string> key_purposes;
};

int fail(Terminal& terminal, int exit_status, const std::string& message) {
  terminal.err << "pixiu trust: " << printable(message) << '\n';
  return exit_status;
}

// What the operator can mend by other words is usage; the rest is a failure.
int fail(Terminal& terminal, const Error& error) {
  switch (error.code) {
    case ErrorCode::invalid_input:
    case ErrorCode::not_found:
    case ErrorCode::conflict:
    case ErrorCode::limit_exceeded: return fail(terminal, exit_usage, error.message);
    case ErrorCode::unsupported:
    case ErrorCode::unauthenticated:
    case ErrorCode::permission_denied:
    case ErrorCode::deadline_exceeded:
    case ErrorCode::corrupted:
    case ErrorCode::unavailable:
    case ErrorCode::internal: break;
  }
  return fail(terminal, exit_failure, error.message);
}

std::string day_of(Timestamp time) {
  return format_timestamp(time).substr(0, 10);
}

std::string name_of(const crypto::Certificate& certificate) {
  const crypto::PartyName& name = certificate.fields().subject;
  if (name.common_name.empty()) return printable(name.organization);
  if (name.organization.empty()) return printable(name.common_name);
  return printable(name.common_name + " (" + name.organization + ")");
}

using Row = std::array<std::string, 7>;

// How many columns a terminal takes for UTF-8: two a Chinese character, one any other.
std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_first_byte = (byte & 0xC0) != 0x80;
    columns += is_first_byte ? (byte >= 0xE3 ? 2 : 1) : 0;
  }
  return columns;
}

// Columns two blanks apart; the last one is not filled up.
void print_table(const std::vector<Row>& rows, std::ostream& out) {
  std::array<std::size_t, std::tuple_size_v<Row>> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], columns_of(row[i]));
    }
  }
  for (const Row& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      out << row[i] << std::string(widths[i] - columns_of(row[i]) + 2, ' ');
    }
    out << row.back() << '\n';
  }
}

std::string_view kind_word(const Terminal& terminal, TrustKind kind) {
  if (terminal.language != Language::zh) return provenance::trust_kind_name(kind);
  return kind == TrustKind::signer ? "签署者" : "时间戳机构";
}

int list(const std::filesystem::path& folder, Terminal& terminal) {
  const Result<TrustStore> store = provenance::load_trust_store(folder);
  if (!store) return fail(terminal, store.error());
  if (store->lists.empty()) {
    terminal.out << word(terminal, {"no lists in ", "没有信任名单："}) << printable(folder.string())
                 << word(terminal, {"; `pixiu help trust`", "；见 `pixiu help trust`"}) << '\n';
    return exit_ok;
  }
  const bool is_chinese = terminal.language == Language::zh;
  std::vector<Row> rows = {
      is_chinese
          ? Row{"名称", "类别", "证书数", "有效期至", "签发日", "SHA256", "来源"}
          : Row{"NAME", "KIND", "CERTIFICATES", "VALID UNTIL", "ISSUED", "SHA256", "SOURCE"}};
  for (const StoredTrustList& one : store->lists) {
    rows.push_back({one.facts.name, std::string(kind_word(terminal, one.facts.kind)),
                    std::to_string(one.certificates.size()), day_of(one.valid_until()),
                    one.facts.issued, one.facts.sha256, printable(one.facts.source)});
  }
  print_table(rows, terminal.out);
  return exit_ok;
}

void print_certificates(const char* sign, const std::vector<crypto::Certificate>& certificates,
                        Terminal& terminal) {
  for (const crypto::Certificate& one : certificates) {
    terminal.out << sign << ' ' << name_of(one) << word(terminal, {", valid until ", "，有效期至 "})
                 << day_of(one.fields().not_after) << word(terminal, {", sha256 ", "，sha256 "})
                 << crypto::hex(one.sha256()) << '\n';
  }
}

std::string name_by_file(const TrustOptions& options) {
  if (!options.name.empty()) return options.name;
  return std::filesystem::path(options.file).stem().string();
}

int add(const std::filesystem::path& folder, const TrustOptions& options, Terminal& terminal) {
  const Result<std::string> pem = read_text(options.file, provenance::trust_pem_bytes_max);
  if (!pem) return fail(terminal, exit_usage, pem.error().message);
  const Result<StoredTrustList> made = provenance::make_trust_list(
      {.name = name_by_file(options),
       .kind = options.kind == "tsa" ? TrustKind::tsa : TrustKind::signer,
       .source = options.source,
       .issued = options.issued,
       .sha256 = {},
       .key_purposes = options.key_purposes},
      *pem);
  if (!made) return fail(terminal, exit_usage, options.file + ": " + made.error().message);
  const Result<TrustStore> stored = provenance::store_trust_list(folder, *made, *pem, false);
  if (!stored) return fail(terminal, stored.error());
  print_certificates("+", made->certificates, terminal);
  terminal.out << word(terminal, {"added ", "已添加 "}) << made->facts.name
               << word(terminal, {": ", "："}) << made->certificates.size()
               << word(terminal, {" certificates, sha256 ", " 张证书，sha256 "})
               << made->facts.sha256 << '\n';
  return exit_ok;
}

int update(const std::filesystem::path& folder, const TrustOptions& options, Terminal& terminal) {
  const Result<TrustStore> store = provenance::load_trust_store(folder);
  if (!store) return fail(terminal, store.error());
  const std::string name = name_by_file(options);
  const StoredTrustList* before = store->find(name);
  if (before == nullptr) {
    return fail(
        terminal, exit_usage,
        std::string(word(terminal, {"no list named ", "没有名为此的名单："})) + name +
            std::string(word(terminal, {"; use `pixiu trust add`", "；请用 `pixiu trust add`"})));
  }
  const Result<std::string> pem = read_text(options.file, provenance::trust_pem_bytes_max);
  if (!pem) return fail(terminal, exit_usage, pem.error().message);
  provenance::TrustListFacts facts = before->facts;
  facts.issued = options.issued;
  if (!options.source.empty()) facts.source = options.source;
  if (!options.key_purposes.empty()) facts.key_purposes = options.key_purposes;
  const Result<StoredTrustList> after = provenance::make_trust_list(std::move(facts), *pem);
  if (!after) return fail(terminal, exit_usage, options.file + ": " + after.error().message);
  if (after->facts.issued < before->facts.issued) {
    return fail(terminal, exit_usage,
                std::string(word(terminal,
                                 {"the store has a later issue of ", "信任库中已有更新的一期："})) +
                    name + std::string(word(terminal, {", of ", "，签发于 "})) +
                    before->facts.issued);
  }
  const Result<TrustStore> stored = provenance::store_trust_list(folder, *after, *pem, true);
  if (!stored) return fail(terminal, stored.error());
  const provenance::TrustChange change = provenance::change_between(*before, *after);
  print_certificates("+", change.came, terminal);
  print_certificates("-", change.went, terminal);
  terminal.out << word(terminal, {"updated ", "已更新 "}) << name
               << word(terminal, {": ", "：新增 "}) << change.came.size()
               << word(terminal, {" came, ", "，移除 "}) << change.went.size()
               << word(terminal, {" went, ", "，保留 "}) << change.unchanged_count
               << word(terminal, {" stayed; sha256 ", "；sha256 "}) << after->facts.sha256 << '\n';
  return exit_ok;
}

void declare_file(CLI::App& app, TrustOptions& options) {
  app.add_option("FILE", options.file, "Certificates in PEM form")->required()->type_name("");
  app.add_option("--name", options.name, "Name of the list; default: the file's, without .pem")
      ->type_name("NAME");
  app.add_option("--purpose", options.key_purposes,
                 "A further extended key usage that its signers may have, as a dotted number; may "
                 "be given several times")
      ->type_name("OID")
      ->allow_extra_args(false);
}

void declare_options(CLI::App& app, TrustOptions& options) {
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--trust-store", options.store,
                 "Folder of the trust store; default by PIXIU_TRUST_STORE, else "
                 "~/.local/share/pixiu/trust")
      ->type_name("DIR");
  app.add_subcommand("list", "Show what is trusted");
  CLI::App* add = app.add_subcommand("add", "Trust the certificates of a PEM file");
  declare_file(*add, options);
  add->add_option("--kind", options.kind, "Whom it lists: signers, or time stamp authorities")
      ->required()
      ->check(CLI::IsMember({"signer", "tsa"}));
  add->add_option("--source", options.source, "Where you have it from")
      ->required()
      ->type_name("TEXT");
  add->add_option("--issued", options.issued, "Day of issue, such as 2026-08-05")
      ->required()
      ->type_name("DATE");
  CLI::App* update = app.add_subcommand("update", "Put a newer issue of a list in its place");
  declare_file(*update, options);
  update->add_option("--issued", options.issued, "Day of issue, such as 2026-08-05")
      ->required()
      ->type_name("DATE");
  update->add_option("--source", options.source, "Where you have it from; default: as before")
      ->type_name("TEXT");
}

int run_trust(const CLI::App& app, const TrustOptions& options, const Environment& environment,
              Terminal& terminal) {
  const auto folder = trust_store_folder(options.store, environment);
  if (!folder) {
    return fail(terminal, exit_usage,
                std::string(word(terminal, {"where is the trust store? use --trust-store DIR",
                                            "信任库在哪里？请用 --trust-store DIR 指定"})));
  }
  if (app.got_subcommand("add")) return add(*folder, options, terminal);
  if (app.got_subcommand("update")) return update(*folder, options, terminal);
  return list(*folder, terminal);
}

}  // namespace

std::optional<std::filesystem::path> trust_store_folder(const std::string& given,
                                                        const Environment& environment) {
  if (!given.empty()) return given;
  const auto variable = [&environment](const char* name) { return environment(name).value_or(""); };
  if (const std::string named = variable("PIXIU_TRUST_STORE"); !named.empty()) return named;
  const std::filesystem::path data = variable("XDG_DATA_HOME");
  if (data.is_absolute()) return data / "pixiu" / "trust";  // relative ones are to be ignored
  const std::string home = variable("HOME");
  if (home.empty()) return std::nullopt;
  return std::filesystem::path(home) / ".local" / "share" / "pixiu" / "trust";
}

Command trust_command(Environment environment) {
  return {.name = "trust",
          .summary = "Keep the lists of certificates that signed files are held to",
          .examples = examples,
          .set_up = [environment = std::move(environment)](CLI::App& app) -> Command::Action {
            auto options = std::make_shared<TrustOptions>();
            declare_options(app, *options);
            return [&app, options, environment](Terminal& terminal) {
              return run_trust(app, *options, environment, terminal);
            };
          }};
}

}  // namespace pixiu::cli
