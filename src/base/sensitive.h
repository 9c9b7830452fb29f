#pragma once

#include <iosfwd>
#include <string_view>
#include <utility>

namespace pixiu {

// Why a sensitive value is looked at. Whoever reveals one says so, and can be asked about it.
enum class Purpose {
  seal,             // to encrypt it, to mask it, or to derive its blind index; nobody sees it
  show_to_subject,  // to the very person it is about
  contact,          // to send a message to it or to call it
  visit,            // to the one who carries out the remedy: an address for a technician
  dispute,          // to the person who decides about the claim
  legal,            // into a dossier, or to an authority the law lets have it
};

// "seal", "show_to_subject", "contact", ...: the word in the record of reveals.
std::string_view purpose_name(Purpose purpose);

// A value that must not end up in a log, a message or a comparison by accident: a name, a telephone
// number, an address, a key. It can be moved about, and the only way out is reveal(purpose).
// Printing, JSON and comparing do not compile. Its memory is not wiped.
template <class T>
class Sensitive {
 public:
  explicit Sensitive(T value) : value_(std::move(value)) {}

  const T& reveal(Purpose) const& { return value_; }
  T reveal(Purpose) && { return std::move(value_); }

  bool operator==(const Sensitive&) const = delete;
  auto operator<=>(const Sensitive&) const = delete;

  template <class Stream>
  friend Stream& operator<<(Stream&, const Sensitive&) = delete;
  template <class Json>
  friend void to_json(Json&, const Sensitive&) = delete;
  friend void PrintTo(const Sensitive&, std::ostream*) = delete;  // GoogleTest's

 private:
  T value_;
};

}  // namespace pixiu
