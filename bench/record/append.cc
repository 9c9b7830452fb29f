#include "../speed/stopwatch.h"
#include "bare_insert.h"
#include "base/check.h"
#include "base/script_testing.h"
#include "made_events.h"
#include "part.h"
#include "storage/database.h"
#include "storage/session.h"
#include "storage/sql_event_store.h"

#include <atomic>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace pixiu::bench {
namespace {

constexpr int rounds = 5;
constexpr std::size_t event_count = 8000;
constexpr std::size_t sqlite_callers = 64;
constexpr std::size_t postgresql_callers = 16;

std::unique_ptr<storage::Database> opened(const std::string& url, Entropy& entropy,
                                          std::size_t connections) {
  return storage::Database::open(
             {.url = storage::DatabaseUrl::parse(url).value(), .connections_max = connections},
             entropy)
      .value();
}

// Each caller appends one event at a time and waits for the answer, as requests do.
void append_all(storage::Database& database, std::span<const vault::Event> events,
                std::size_t callers) {
  storage::SqlEventStore store(database);
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < callers; ++i) {
    threads.emplace_back([&] {
      for (std::size_t at = next++; at < events.size(); at = next++) {
        PIXIU_CHECK(database.run([&](Transaction& transaction) {
          return store.append(transaction, events.subspan(at, 1));
        }));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

struct Compared {
  Series ours;
  Series bare;
  double steps_per_commit = 0;
};

// One after the other, so that what else the machine does meets both.
Part part_of(const std::string& engine, const Compared& compared) {
  const auto per_s = [](const Series& series) {
    return static_cast<double>(event_count) * 1e3 / median(series.wall_ms);
  };
  const double ratio = median(compared.bare.wall_ms) / median(compared.ours.wall_ms);
  const auto cpu_us = [](const Series& series) {
    return median(series.cpu_ms) * 1e3 / static_cast<double>(event_count);
  };
  std::cout << engine << ": " << per_s(compared.ours) << " events/s, bare " << per_s(compared.bare)
            << " rows/s, ratio " << ratio << "; " << compared.steps_per_commit
            << " events a commit; processor time " << cpu_us(compared.ours) << " us an event, bare "
            << cpu_us(compared.bare) << " us a row\n";
  const std::string name = engine + "_append";
  Part part;
  part.figures[name + "_per_s"] = per_s(compared.ours);
  part.figures[name + "_events_per_commit"] = compared.steps_per_commit;
  part.figures[name + "_to_bare_ratio"] = ratio;
  part.targets[name + "_to_bare_ratio"] = {{"at_least", 0.7}};
  part.compared_with["bare_" + engine + "_insert_per_s"] = per_s(compared.bare);
  return part;
}

}  // namespace

Part measure_sqlite_append() {
  SystemClock clock;
  SystemEntropy entropy;
  Compared compared;
  for (int round = 0; round < rounds; ++round) {
    const auto events = made_events(event_count, clock, entropy);
    const Folder folder;
    const auto database = opened("sqlite:" + (folder.path() / "ours.sqlite").string(), entropy, 4);
    compared.ours.add(time_of([&] { append_all(*database, events, sqlite_callers); }));
    const auto counts = database->counts();
    compared.steps_per_commit =
        static_cast<double>(counts.steps) / static_cast<double>(counts.commits);
    compared.bare.add(time_of([&] {
      insert_bare_sqlite(folder.path() / "bare.sqlite", events,
                         static_cast<std::size_t>(compared.steps_per_commit + 0.5));
    }));
  }
  return part_of("sqlite", compared);
}

Part measure_postgresql_append() {
  const testing::RunningScript cluster({"tests/postgresql/cluster.py"});
  PIXIU_CHECK(cluster.ready().is_object());
  const std::string server = cluster.ready().at("url");
  SystemClock clock;
  SystemEntropy entropy;
  Compared compared;
  for (int round = 0; round < rounds; ++round) {
    const auto events = made_events(event_count, clock, entropy);
    const std::string schema = "round_" + std::to_string(round);
    const auto session =
        storage::Session::open(storage::DatabaseUrl::parse(server).value()).value();
    PIXIU_CHECK(session->command("CREATE SCHEMA " + schema));
    const std::string url = server + "&options=-csearch_path%3D" + schema;
    const auto database = opened(url, entropy, postgresql_callers);
    compared.ours.add(time_of([&] { append_all(*database, events, postgresql_callers); }));
    const auto counts = database->counts();
    compared.steps_per_commit =
        static_cast<double>(counts.steps) / static_cast<double>(counts.commits);
    compared.bare.add(time_of([&] { insert_bare_postgresql(url, events, postgresql_callers); }));
  }
  return part_of("postgresql", compared);
}

}  // namespace pixiu::bench
