#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pixiu::provenance::gb45438 {

// A provider that labels have been seen from, one row of producers.inc.
struct Vendor {
  std::string_view id;       // "doubao"
  std::string_view name_en;  // "Doubao"
  std::string_view name_zh;  // "豆包"
  std::string_view uscc;     // unified social credit code; empty when only names are known
  std::string_view literal;  // the word written in place of a code; empty when none was seen
  std::string_view seen;     // when the row was last checked, "2026-11-22"
  std::string_view source;   // where from
};

std::span<const Vendor> vendors();

// A provider's code taken apart. Source: rules for coding service providers, 网安秘字〔2025〕29号.
struct ProducerCode {
  enum class Service { not_extended, generation, propagation, other };

  std::string uscc;  // 18 characters, as written
  bool is_organisation = false;
  bool is_uscc_valid = false;  // GB 32100-2015: alphabet and check digit
  Service service = Service::not_extended;
  std::string model;  // 4 characters, of the model or app; "0000" when not extended
};

inline constexpr std::size_t producer_code_length = 27;

// "not_extended", "generation", "propagation", "other".
std::string_view service_name(ProducerCode::Service service);

// The check digit of a unified social credit code is right (GB 32100-2015, 18 characters).
bool is_uscc(std::string_view text);

// The code, when the text has a code's form: 27 digits and capital letters that begin with "00".
std::optional<ProducerCode> decode_producer_code(std::string_view text);

// Who a ContentProducer or ContentPropagator names.
struct Producer {
  std::string text;                  // as written
  std::optional<ProducerCode> code;  // when it has a code's form
  const Vendor* vendor = nullptr;    // in vendors(), by code or by literal name; null when unknown
  bool is_faulty_code = false;       // meant as a code, but length or check digit is wrong
};

Producer producer_of(std::string_view text);

}  // namespace pixiu::provenance::gb45438
