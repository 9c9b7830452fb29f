#include "provenance/gb45438/producer_code.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace pixiu::provenance::gb45438 {
namespace {

constexpr Vendor known_vendors[] = {
#include "provenance/gb45438/producers.inc"
};

bool is_digit_or_capital(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

// Long runs of digits and capitals that begin with the format and subject of a code are meant as
// one; names never look so.
bool is_meant_as_code(std::string_view text) {
  constexpr std::size_t length_min = 20;
  return text.size() >= length_min && text.starts_with("00") &&
         std::all_of(text.begin(), text.end(), is_digit_or_capital) &&
         std::count_if(text.begin(), text.end(), is_digit) >= 8;
}

const Vendor* vendor_of(const Producer& producer) {
  for (const Vendor& vendor : vendors()) {
    const bool has_its_code =
        producer.code && !vendor.uscc.empty() && producer.code->uscc == vendor.uscc;
    const bool has_its_uscc = !vendor.uscc.empty() && producer.text == vendor.uscc;
    const bool has_its_name =
        !vendor.literal.empty() && is_same_word(producer.text, vendor.literal);
    if (has_its_code || has_its_uscc || has_its_name) return &vendor;
  }
  return nullptr;
}

}  // namespace

std::span<const Vendor> vendors() {
  return known_vendors;
}

std::string_view service_name(ProducerCode::Service service) {
  switch (service) {
    case ProducerCode::Service::not_extended: return "not_extended";
    case ProducerCode::Service::generation: return "generation";
    case ProducerCode::Service::propagation: return "propagation";
    case ProducerCode::Service::other: return "other";
  }
  return "other";
}

bool is_uscc(std::string_view text) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  constexpr std::array<std::size_t, 17> weights = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                                   29, 25, 13, 8,  24, 10, 30, 28};
  if (text.size() != weights.size() + 1) return false;
  std::size_t sum = 0;
  for (std::size_t index = 0; index < weights.size(); ++index) {
    const std::size_t value = alphabet.find(text[index]);
    if (value == std::string_view::npos) return false;
    sum += value * weights[index];
  }
  return text.back() == alphabet[(31 - sum % 31) % 31];
}

std::optional<ProducerCode> decode_producer_code(std::string_view text) {
  if (text.size() != producer_code_length || !is_meant_as_code(text)) return std::nullopt;
  ProducerCode code;
  code.is_organisation = text[2] == '1';
  code.uscc = text.substr(4, 18);
  // Position 4 tells what is bound: 1, a unified social credit code.
  code.is_uscc_valid = text[3] == '1' && is_uscc(code.uscc);
  code.model = text.substr(23, 4);
  switch (text[22]) {
    case '0': code.service = ProducerCode::Service::not_extended; break;
    case '1': code.service = ProducerCode::Service::generation; break;
    case '2': code.service = ProducerCode::Service::propagation; break;
    default: code.service = ProducerCode::Service::other;
  }
  return code;
}

Producer producer_of(std::string_view text) {
  Producer producer;
  producer.text = text;
  producer.code = decode_producer_code(text);
  const bool is_bound_to_uscc = producer.code && text[3] == '1';
  producer.is_faulty_code =
      producer.code ? is_bound_to_uscc && !producer.code->is_uscc_valid : is_meant_as_code(text);
  producer.vendor = vendor_of(producer);
  return producer;
}

}  // namespace pixiu::provenance::gb45438
