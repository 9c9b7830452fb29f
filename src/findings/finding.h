#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace pixiu {

// What an examination says about the statement "this is an unaltered camera photo of the goods as
// received". A finding speaks of a file, never of a person.
enum class Outcome { contradicts, supports, neutral, not_applicable };

// "contradicts", "supports", "neutral", "not_applicable".
std::string_view outcome_name(Outcome outcome);

// The finding's summary in plain words for a layman, in both languages of the product.
struct Summary {
  std::string en;
  std::string zh;

  friend bool operator==(const Summary&, const Summary&) = default;
};

// A rectangle in pixels of the upright decoded photo.
struct Region {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;

  friend bool operator==(const Region&, const Region&) = default;
};

// One examiner's result. `log10_likelihood_ratio` is the weight of evidence for "not an unaltered
// photo of the goods as received" against it; absent when the examiner states none.
struct Finding {
  std::string examiner;  // e.g. "same_capture"
  std::string version;   // of the examiner; changes whenever its answers may
  std::string family;    // findings of one family are not independent and are never added up
  Outcome outcome = Outcome::not_applicable;
  std::optional<double> log10_likelihood_ratio;
  Summary summary;
  std::vector<Region> regions;
  nlohmann::json details = nlohmann::json::object();

  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace pixiu
