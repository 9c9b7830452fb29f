#include "../speed/stopwatch.h"
#include "base/check.h"
#include "made_events.h"
#include "part.h"
#include "storage/database.h"
#include "storage/directory_log_store.h"
#include "storage/sql_event_store.h"
#include "vault/sequencer.h"

#include <iostream>

namespace pixiu::bench {
namespace {

constexpr int rounds = 3;
constexpr std::size_t event_count = 20'000;

}  // namespace

// Events that are stored already are brought into the log: bundles, tiles, second derivation,
// checkpoint and indices, all durable.
Part measure_integration() {
  SystemClock clock;
  SystemEntropy entropy;
  Series series;
  for (int round = 0; round < rounds; ++round) {
    const Folder folder;
    const auto url =
        storage::DatabaseUrl::parse("sqlite:" + (folder.path() / "log.sqlite").string()).value();
    const auto database = storage::Database::open({.url = url}, entropy).value();
    storage::SqlEventStore store(*database);
    const auto events = made_events(event_count, clock, entropy);
    PIXIU_CHECK(
        database->run([&](Transaction& transaction) { return store.append(transaction, events); }));
    const auto log = storage::DirectoryLogStore::open(folder.path() / "log", entropy).value();
    const auto key =
        tlog::SigningKey::from_seed("bench.example/log", tlog::SignatureType::ed25519, Bytes(32))
            .value();
    vault::Sequencer sequencer({.events = store, .log = *log, .key = key, .clock = clock});
    series.add(time_of([&] {
      std::size_t logged = 0;
      while (logged < event_count) {
        const auto done = sequencer.round();
        PIXIU_CHECK(done.has_value());
        logged += *done;
      }
    }));
  }
  const double per_s = static_cast<double>(event_count) * 1e3 / median(series.wall_ms);
  std::cout << "integration: " << per_s << " entries/s\n";
  Part part;
  part.figures["log_integration_per_s"] = per_s;
  part.targets["log_integration_per_s"] = {{"at_least", 5000}};
  return part;
}

}  // namespace pixiu::bench
