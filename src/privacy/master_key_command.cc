#include "privacy/master_key_command.h"

#include "base/base64.h"
#include "privacy/child_exchange.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace pixiu::privacy {
namespace {

constexpr std::size_t wrapped_bytes_max = 512;
constexpr int refused_exit_status = 1;

class CommandMasterKey final : public MasterKey {
 public:
  CommandMasterKey(std::string id, KeyCommand command)
      : id_(std::move(id)), command_(std::move(command)) {}

  const std::string& id() const override { return id_; }

  Result<Bytes> wrap(const crypto::SecretKey& key, ByteView associated) const override {
    auto wrapped = ask("wrap", key.expose_bytes(), associated);
    if (!wrapped) return wrapped.error();
    if (wrapped->empty() || wrapped->size() > wrapped_bytes_max) return strange_answer();
    return wrapped;
  }

  Result<crypto::SecretKey> unwrap(ByteView wrapped, ByteView associated) const override {
    auto bytes = ask("unwrap", wrapped, associated);
    if (!bytes) return bytes.error();
    auto key = crypto::SecretKey::from_bytes(*bytes);
    crypto::wipe(*bytes);
    if (!key) return strange_answer();
    return key;
  }

 private:
  Error strange_answer() const {
    return {ErrorCode::unavailable,
            "the command of the master key \"" + id_ + "\" gave an answer of another form"};
  }

  Result<Bytes> ask(std::string_view operation, ByteView data, ByteView associated) const {
    std::string request = nlohmann::json{{"context", to_base64(associated)},
                                         {"data", to_base64(data)},
                                         {"key", id_},
                                         {"operation", operation},
                                         {"version", 1}}
                              .dump() +
                          "\n";
    auto answer =
        exchange_with_child(command_.arguments, command_.environment, request, command_.time_max);
    crypto::wipe(std::as_writable_bytes(std::span(request)));
    if (!answer) {
      return Error{ErrorCode::unavailable,
                   "the command of the master key \"" + id_ + "\" " + answer.error().message};
    }
    if (answer->exit_status == refused_exit_status) {
      return Error{ErrorCode::corrupted, "the command of the master key \"" + id_ +
                                             "\" refused to " + std::string(operation)};
    }
    if (answer->exit_status != 0) {
      return Error{ErrorCode::unavailable, "the command of the master key \"" + id_ +
                                               "\" ended with exit status " +
                                               std::to_string(answer->exit_status)};
    }
    auto json = nlohmann::json::parse(answer->output, nullptr, false);
    crypto::wipe(std::as_writable_bytes(std::span(answer->output)));
    if (!json.is_object() || !json.contains("data") || !json["data"].is_string()) {
      return strange_answer();
    }
    auto& text = json["data"].get_ref<std::string&>();
    auto bytes = from_base64(text);
    crypto::wipe(std::as_writable_bytes(std::span(text)));
    if (!bytes) return strange_answer();
    return bytes;
  }

  std::string id_;
  KeyCommand command_;
};

}  // namespace

Result<std::unique_ptr<MasterKey>> command_master_key(std::string id, KeyCommand command) {
  if (!is_master_key_id(id)) {
    return Error{ErrorCode::invalid_input,
                 "the id of a master key is 1 to 64 of a-z, 0-9, \"-\", \"_\" and \".\""};
  }
  if (command.arguments.empty() || command.arguments.front().empty() ||
      command.arguments.front().front() != '/' ||
      ::access(command.arguments.front().c_str(), X_OK) != 0) {
    return Error{ErrorCode::invalid_input,
                 "the command of a master key is the absolute path of a program"};
  }
  return std::unique_ptr<MasterKey>(
      std::make_unique<CommandMasterKey>(std::move(id), std::move(command)));
}

}  // namespace pixiu::privacy
