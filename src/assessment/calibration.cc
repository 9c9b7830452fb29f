#include "assessment/calibration.h"

#include "base/check.h"
#include "crypto/digest.h"

#include <cmath>
#include <cstddef>
#include <initializer_list>

// toml++ 3.3 asserts that a key begins where its next lines report that none does.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

namespace pixiu::embedded {
extern const std::string_view default_calibration_toml;
}

namespace pixiu::assessment {
namespace {

constexpr std::size_t file_bytes_max = 1u << 20;
constexpr std::size_t examiners_max = 200;
constexpr std::string_view schema = "pixiu.calibration/1";

Error fault(const toml::node& node, const std::string& what) {
  return {ErrorCode::invalid_input,
          "calibration line " + std::to_string(node.source().begin.line) + ": " + what};
}

Status only_known_keys(const toml::table& table, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : table) {
    bool is_known = false;
    for (const std::string_view name : known) is_known = is_known || key.str() == name;
    if (!is_known) return fault(value, "unknown key \"" + std::string(key.str()) + "\"");
  }
  return {};
}

struct Range {
  double above;  // exclusive
  double up_to;  // inclusive
};

// Sets `value` when the key is there; a number outside the range is a fault.
Status read_number(const toml::table& table, std::string_view key, Range range, double& value) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return {};
  const std::optional<double> number = node->value<double>();
  const bool is_number = node->is_floating_point() || node->is_integer();
  if (!is_number || !number || !(*number > range.above && *number <= range.up_to)) {
    return fault(*node, "\"" + std::string(key) + "\" must be a number above " +
                            std::to_string(range.above) + " and up to " +
                            std::to_string(range.up_to));
  }
  value = *number;
  return {};
}

Result<ExaminerCalibration> read_examiner(const toml::table& table) {
  ExaminerCalibration examiner;
  const Status known = only_known_keys(
      table, {"slope", "offset", "clamp_abs", "false_positive_rate", "contradicts_at"});
  if (!known) return known.error();
  struct Field {
    std::string_view key;
    Range range;
    double* value;
  };
  for (const Field& field : {
           Field{"slope", {0, 1e3}, &examiner.slope},
           Field{"offset", {-1e3, 1e3}, &examiner.offset},
           Field{"clamp_abs", {0, 12}, &examiner.clamp_abs},
           Field{"false_positive_rate", {0, 1}, &examiner.false_positive_rate},
           Field{"contradicts_at", {0, 1e9}, &examiner.contradicts_at},
       }) {
    const Status status = read_number(table, field.key, field.range, *field.value);
    if (!status) return status.error();
  }
  return examiner;
}

Result<Calibration> read_root(const toml::table& root) {
  Calibration calibration;
  const Status known =
      only_known_keys(root, {"schema", "prior", "review_probability", "examiners"});
  if (!known) return known.error();
  if (root["schema"].value<std::string_view>() != schema) {
    return fault(root, "\"schema\" must be \"" + std::string(schema) + "\"");
  }
  constexpr Range probability{0, 1 - 1e-9};
  Status status = read_number(root, "prior", probability, calibration.prior);
  if (!status) return status.error();
  status = read_number(root, "review_probability", probability, calibration.review_probability);
  if (!status) return status.error();
  const toml::node* examiners = root.get("examiners");
  if (examiners == nullptr) return calibration;
  if (!examiners->is_table()) return fault(*examiners, "\"examiners\" must be a table");
  if (examiners->as_table()->size() > examiners_max) return fault(*examiners, "too many examiners");
  for (const auto& [name, node] : *examiners->as_table()) {
    if (!node.is_table()) return fault(node, "an examiner must be a table");
    Result<ExaminerCalibration> examiner = read_examiner(*node.as_table());
    if (!examiner) return examiner.error();
    calibration.examiners.emplace(std::string(name.str()), *examiner);
  }
  return calibration;
}

}  // namespace

Result<Calibration> parse_calibration(std::string_view toml_text) {
  if (toml_text.size() > file_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "calibration file over 1 MiB"};
  }
  try {
    Result<Calibration> calibration = read_root(toml::parse(toml_text));
    if (calibration) calibration->sha256 = crypto::hex(crypto::sha256(bytes_of(toml_text)));
    return calibration;
  } catch (const toml::parse_error& error) {
    return Error{ErrorCode::invalid_input, "calibration line " +
                                               std::to_string(error.source().begin.line) + ": " +
                                               std::string(error.description())};
  }
}

const Calibration& default_calibration() {
  static const Calibration calibration = [] {
    Result<Calibration> parsed = parse_calibration(embedded::default_calibration_toml);
    PIXIU_CHECK(parsed.has_value());
    return *std::move(parsed);
  }();
  return calibration;
}

double calibrated(double raw_log10_likelihood_ratio, const ExaminerCalibration& calibration) {
  const double x = calibration.slope * raw_log10_likelihood_ratio + calibration.offset;
  if (std::isnan(x)) return 0;
  const double ceiling = calibration.clamp_abs;
  const double size = std::abs(x);
  const double squashed = size <= ceiling / 2 ? size : ceiling - ceiling * ceiling / (4 * size);
  return std::copysign(squashed, x);
}

}  // namespace pixiu::assessment
