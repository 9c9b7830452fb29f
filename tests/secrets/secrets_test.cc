// Drives the service with marked personal data and keys, and greps everything it wrote for them:
// database, blobs, uploads, log, standard output and error, metrics, answers to bad requests.
#include "crypto/digest.h"
#include "data_folder.h"
#include "privacy/blind_index.h"
#include "privacy/reveal.h"
#include "storage/database.h"
#include "storage/sql_event_store.h"
#include "storage/sql_exhibit_store.h"
#include "storage/sql_key_store.h"
#include "vault/privacy_events.h"

#include <algorithm>
#include <csignal>
#include <map>
#include <thread>

namespace pixiu::api {
namespace {

using http::testing::FormText;
using http::testing::get_text;
using http::testing::post_text;

// Each is in no other text.
constexpr std::string_view marked_name = "欧阳无痕标记";
constexpr std::string_view marked_phone = "13917774829";
constexpr std::string_view marked_address = "浙江省杭州市西湖区文三路7382号";
constexpr std::string_view marked_order = "PX7739201845562";
constexpr std::string_view marked_statement = "the-lid-was-broken-7739";
constexpr std::string_view marked_content = "content-of-the-file-5518-of-a-person";

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

// The ways in which bytes could stand in a file: as they are, in hexadecimal, in base 64 at each of
// the three places they can begin (the first and last group, which depend on their neighbours, are
// left out), per cent encoded, as JSON escapes.
std::vector<std::string> forms_of(std::string_view secret) {
  std::vector<std::string> forms{std::string(secret), crypto::hex(bytes_of(secret)),
                                 upper(crypto::hex(bytes_of(secret)))};
  for (std::size_t shift = 0; shift < 3; ++shift) {
    const auto text = to_base64(bytes_of(std::string(shift, 'x') + std::string(secret)));
    const auto first = shift == 0 ? 0u : 4u;
    forms.push_back(text.substr(first, text.size() - first - 4));
  }
  std::string percent;
  for (const char c : secret) {
    percent += "%" + upper(crypto::hex(bytes_of(std::string_view(&c, 1))));
  }
  forms.push_back(percent);
  const auto escaped = nlohmann::json(std::string(secret))
                           .dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  forms.push_back(escaped.substr(1, escaped.size() - 2));
  return forms;
}

// Everything written, by where it is.
using Written = std::map<std::string, std::string>;

void add_files(Written& written, const std::string& folder) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    written["name " + entry.path().string()] = entry.path().filename().string();
    if (entry.is_regular_file()) {
      written[entry.path().string()] = file_text(entry.path().string());
    }
  }
}

void expect_absent(const Written& written, std::string_view what, std::string_view secret) {
  for (const auto& form : forms_of(secret)) {
    ASSERT_GE(form.size(), 8u) << what;
    for (const auto& [where, text] : written) {
      EXPECT_EQ(text.find(form), std::string::npos) << what << " stands in " << where;
    }
  }
}

struct Secrets : ::testing::Test {
  DataFolder data;
  std::string tenant = data.id();
  std::string subject = data.id();
  std::string claim = data.id();
  Written written;

  void keep(const std::string& name, const http::testing::Reply& reply) {
    written["answer " + name] = reply.head + reply.body;
  }

  std::string intake(const std::string& exhibit, std::string_view retention_class) const {
    return "/v1/exhibits?tenant=" + tenant + "&claim=" + claim + "&subject=" + subject +
           "&exhibit=" + exhibit + "&retention_class=" + std::string(retention_class);
  }

  int send(const ServerProgram& server, const std::string& name, const std::string& request) {
    const auto reply = server.ask(request);
    keep(name, reply);
    return reply.status;
  }

  static std::string marked_file() {
    std::string content(marked_content);
    for (int i = 0; i < 12; ++i) content += content.substr(0, 40'000);
    return content;
  }

  // Whatever goes wrong, the answer and the log do not repeat what was sent.
  void send_files_and_nonsense(const ServerProgram& server) {
    const auto port = server.port();
    const auto content = marked_file();
    EXPECT_EQ(send(server, "taken in", post_text(port, intake(data.id(), "dispute"), content)),
              201);
    EXPECT_EQ(
        send(server, "wrong class", post_text(port, intake(data.id(), marked_phone), content)),
        400);
    EXPECT_EQ(
        send(server, "wrong path",
             get_text(port, "/v1/exhibits/" + std::string(marked_phone) + "?tenant=" + tenant)),
        404);
    EXPECT_EQ(
        send(server, "wrong query",
             get_text(port, "/v1/exhibits/" + data.id() + "?tenant=" + std::string(marked_order))),
        400);
    EXPECT_EQ(send(server, "no such page", get_text(port, "/" + std::string(marked_phone))), 404);
    EXPECT_EQ(
        send(server, "wrong part",
             post_text(port, "/v1/inspect", FormText().add(marked_order, marked_statement).body())),
        400);
    EXPECT_EQ(
        send(server, "no photo",
             post_text(port, "/v1/inspect", FormText().add("photo", marked_statement).body())),
        200);
    EXPECT_EQ(send(server, "wrong context",
                   post_text(port, "/v1/inspect",
                             FormText()
                                 .add("photo", "p")
                                 .add("context",
                                      "{\"filed_at\":\"" + std::string(marked_statement) + "\"}")
                                 .body())),
              400);
  }

  void send_uploads(const ServerProgram& server) {
    const auto port = server.port();
    const auto content = marked_file();
    const auto pair = [](std::string_view key, std::string_view value) {
      return std::string(key) + " " + to_base64(bytes_of(value));
    };
    const auto metadata = pair("tenant", tenant) + "," + pair("claim", claim) + "," +
                          pair("subject", subject) + "," + pair("exhibit", data.id()) + "," +
                          pair("retention_class", "recording") + "," +
                          pair("filename", marked_name);
    const auto created =
        server.ask(tus_text(port, "POST", "/v1/uploads",
                            "Upload-Length: 100000000\r\nUpload-Metadata: " + metadata + "\r\n"));
    EXPECT_EQ(created.status, 201);
    EXPECT_EQ(
        send(server, "part",
             tus_text(port, "PATCH", created.field("Location"), "Upload-Offset: 0\r\n", content)),
        204);
    EXPECT_EQ(send(server, "wrong upload",
                   tus_text(port, "POST", "/v1/uploads",
                            "Upload-Length: 5\r\nUpload-Metadata: " +
                                pair(marked_order, marked_phone) + "\r\n")),
              400);
  }

  // Fields sealed, looked up and revealed in the service's own database.
  void use_fields() {
    SystemEntropy entropy;
    const SystemClock clock;
    auto database = std::move(*storage::Database::open(
        {.url = *storage::DatabaseUrl::parse("sqlite:" + data.data_path() + "/record.sqlite")},
        entropy));
    storage::SqlKeyStore keys(*database);
    storage::SqlEventStore events(*database);
    auto masters = privacy::read_master_key_file(data.master_key_path(), entropy);
    ASSERT_TRUE(masters.has_value()) << masters.error().message;
    auto keyring =
        std::move(*privacy::Keyring::open(std::move(*masters), {keys, *database, entropy, clock}));
    privacy::FieldSealer sealer(*keyring, entropy);
    vault::PrivacyEvents record(events, entropy);
    privacy::Revealer revealer({*keyring, sealer, record, *database, entropy, clock});
    const auto tenant_id = *TenantId::parse(tenant);
    const auto subject_id = *SubjectId::parse(subject);
    const auto seal = [&](std::string_view column, std::string_view value) {
      return *sealer.seal({tenant_id, "party", "1", column}, subject_id,
                          Sensitive<std::string>(std::string(value)));
    };
    const auto name = seal("name", marked_name);
    const auto phone = seal("phone", marked_phone);
    const auto address = seal("address", marked_address);
    const std::vector<privacy::SealedField> fields{
        {privacy::FieldKind::name, {tenant_id, "party", "1", "name"}, name},
        {privacy::FieldKind::phone, {tenant_id, "party", "1", "phone"}, phone},
        {privacy::FieldKind::address, {tenant_id, "party", "1", "address"}, address}};
    const auto revealed = revealer.reveal(
        {tenant_id, subject_id, UserId::make(clock, entropy), Purpose::visit, std::nullopt},
        fields);
    ASSERT_TRUE(revealed.has_value()) << revealed.error().message;
    EXPECT_EQ(revealed->at(1).value.reveal(Purpose::visit), marked_phone);
    const auto shown = revealer.masked_fields(tenant_id, subject_id, fields);
    ASSERT_TRUE(shown.has_value());
    for (const auto& field : *shown) written["masked"] += field.text + "\n";
    const auto index =
        privacy::BlindIndexer(*keyring).index(tenant_id, privacy::IndexedField::order_number,
                                              Sensitive<std::string>(std::string(marked_order)));
    ASSERT_TRUE(index.has_value());
    written["index"] = std::to_string(index->value);
    for (const auto* sealed : {&name, &phone, &address}) written["sealed"] += text_of(*sealed);
  }
};

TEST_F(Secrets, stand_in_nothing_that_the_service_writes) {
  {
    ServerProgram server(data.arguments());
    const auto port = server.port();
    send_files_and_nonsense(server);
    send_uploads(server);
    EXPECT_EQ(send(server, "metrics", get_text(port, "/metrics")), 200);
    std::this_thread::sleep_for(std::chrono::seconds(2));  // a round of the log
    EXPECT_EQ(send(server, "checkpoint", get_text(port, "/log/checkpoint")), 200);
    server.signal(SIGTERM);
    const auto outcome = server.wait();
    written["standard output"] = outcome.out;
    written["standard error"] = outcome.err;
  }
  ASSERT_NO_FATAL_FAILURE(use_fields());
  add_files(written, data.data_path());
  EXPECT_GT(written.size(), 20u);

  expect_absent(written, "a name", marked_name);
  expect_absent(written, "a telephone number", marked_phone);
  expect_absent(written, "an address", marked_address);
  expect_absent(written, "an order number", marked_order);
  expect_absent(written, "a statement", marked_statement);
  expect_absent(written, "the content of a file", marked_content);
  const auto master_key = *from_base64(data.master_key_base64());
  expect_absent(written, "the master key", text_of(master_key));
  const auto log_key = file_text(data.log_key_path());
  // PRIVATE+KEY+NAME+HASH+BASE64 and a line feed; base 64 has plus signs of its own.
  std::size_t at = 0;
  for (int i = 0; i < 4; ++i) at = log_key.find('+', at) + 1;
  const auto private_key = from_base64(log_key.substr(at, log_key.size() - at - 1));
  ASSERT_TRUE(private_key.has_value());
  // The first byte says the algorithm.
  expect_absent(written, "the log's key", text_of(*private_key).substr(1));
}

// The search itself finds what stands there, in each form.
TEST(SecretForms, are_found_wherever_they_stand) {
  for (const std::string_view secret : {marked_name, marked_phone}) {
    const std::string other = "some text before ";
    for (std::size_t shift = 0; shift < 3; ++shift) {
      const auto text =
          to_base64(bytes_of(other.substr(0, 14 + shift) + std::string(secret) + "!"));
      const auto forms = forms_of(secret);
      EXPECT_TRUE(std::any_of(forms.begin(), forms.end(), [&text](const std::string& form) {
        return text.find(form) != std::string::npos;
      })) << shift;
    }
  }
}

}  // namespace
}  // namespace pixiu::api
