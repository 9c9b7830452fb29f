#include "log_key.h"

#include "base/entropy.h"
#include "base/result.h"
#include "crypto/secret_key.h"
#include "tlog/note_key.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

namespace pixiu {
namespace {

constexpr const char* examples = R"(Examples:
  pixiu log-key log.example.com/1 log.key
      Makes a log's key in a new file that its owner alone can read, and prints the public key,
      which whoever verifies the log needs. NAME is the log's origin: a URL without https://.
  pixiu log-key --witness witness.example.com/1 witness.key
      The same for a witness, which cosigns checkpoints (pixiu witness).

Exit status: 0 made; 1 the file is there already or cannot be written; 2 wrong usage.)";

struct LogKeyOptions {
  std::string name;
  std::string file;
  bool is_witness = false;
};

// Never over an older key: it may be the only one that can continue a log.
Status write_new_file(const std::string& path, ByteView bytes) {
  const auto failed = [&](int error) {
    return Error{ErrorCode::unavailable, path + ": " + std::strerror(error)};
  };
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return failed(errno);
  const bool is_written =
      ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  if (is_written) return {};
  ::unlink(path.c_str());
  return failed(error);
}

int make_key(const LogKeyOptions& options, cli::Terminal& terminal) {
  if (!tlog::is_key_name(options.name)) {
    terminal.err << "pixiu log-key: a name has no spaces and no \"+\"\n";
    return cli::exit_usage;
  }
  SystemEntropy entropy;
  const auto type =
      options.is_witness ? tlog::SignatureType::cosignature_v1 : tlog::SignatureType::ed25519;
  auto text = tlog::make_signing_key(options.name, type, entropy).reveal(Purpose::seal) + "\n";
  const auto key = tlog::SigningKey::parse(text);
  const Status written = write_new_file(options.file, bytes_of(text));
  crypto::wipe(std::as_writable_bytes(std::span(text)));
  if (!key || !written) {
    terminal.err << "pixiu log-key: " << (key ? written.error() : key.error()).message << '\n';
    return cli::exit_failure;
  }
  terminal.out << key->verifier().vkey() << '\n';
  return cli::exit_ok;
}

}  // namespace

cli::Command log_key_command() {
  return {.name = "log-key",
          .summary = "Make the key of a log or of a witness",
          .examples = examples,
          .set_up = [](CLI::App& app) -> cli::Command::Action {
            auto options = std::make_shared<LogKeyOptions>();
            app.add_option("NAME", options->name, "Name of the key: the log's origin")->required();
            app.add_option("FILE", options->file, "New file for the secret key")->required();
            app.add_flag("--witness", options->is_witness, "A key that cosigns (cosignature/v1)");
            return [options](cli::Terminal& terminal) { return make_key(*options, terminal); };
          }};
}

}  // namespace pixiu
