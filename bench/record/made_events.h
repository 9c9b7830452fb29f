#pragma once

#include "base/check.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "vault/event.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <stdlib.h>

namespace pixiu::bench {

// Events as an after-sales day makes them: some hundred bytes of body, ten of a claim.
inline std::vector<vault::Event> made_events(std::size_t count, const Clock& clock,
                                             Entropy& entropy) {
  const TenantId tenant = TenantId::make(clock, entropy);
  std::vector<vault::Event> events;
  events.reserve(count);
  ClaimId claim = ClaimId::make(clock, entropy);
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 10 == 0) claim = ClaimId::make(clock, entropy);
    events.push_back(vault::make_event({.tenant = tenant,
                                        .stream = vault::Stream::of(claim),
                                        .kind = "exhibit.received",
                                        .actor = vault::Actor::program("bench"),
                                        .body = {{"number", i},
                                                 {"sha256", std::string(64, 'a')},
                                                 {"sm3", std::string(64, 'b')},
                                                 {"media_type", "image/jpeg"},
                                                 {"note", std::string(160, 'x')}},
                                        .id = {}},
                                       clock, entropy)
                         .value());
  }
  return events;
}

// A folder that goes with all it holds.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "pixiu-bench-XXXXXX").string();
    PIXIU_CHECK(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace pixiu::bench
