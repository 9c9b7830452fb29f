#include "cases/body_texts.h"

#include "base/limits.h"
#include "cases/written_text.h"

#include <type_traits>

namespace pixiu::cases {
namespace {

Error named(const Error& error, std::string_view field) {
  return {error.code, "\"" + std::string(field) + "\" is " + error.message};
}

template <class T>
constexpr bool is_list = false;
template <class T>
constexpr bool is_list<std::vector<T>> = true;

// Walks over all fields; `on_text` gets each text, constant or not as the body is.
template <class OnText>
struct Walk {
  OnText on_text;
  Status status;

  template <class Field>
  void operator()(std::string_view name, Field& field) {
    if (!status) return;
    using Plain = std::remove_const_t<Field>;
    if constexpr (std::is_same_v<Plain, std::string>) {
      status = on_text(name, field);
    } else if constexpr (HasFields<Plain>) {
      Plain::each(field, *this);
    } else if constexpr (is_list<Plain>) {
      if (field.size() > limits::claim_list_count_max) {
        status = named({ErrorCode::limit_exceeded, "too long a list"}, name);
      }
      for (auto& entry : field) (*this)(name, entry);
    }
  }
};

template <class Body, class OnText>
Status walk(Body& body, OnText on_text) {
  Walk<OnText> walk{std::move(on_text), {}};
  std::visit([&](auto& value) { std::remove_cvref_t<decltype(value)>::each(value, walk); }, body);
  return walk.status;
}

Status check_each(const EventBody& body, std::size_t text_bytes_max, std::size_t sum_max) {
  std::size_t sum = 0;
  return walk(body, [&](std::string_view name, const std::string& text) -> Status {
    const Status status = check_text(text, text_bytes_max);
    if (!status) return named(status.error(), name);
    sum += text.size();
    if (sum <= sum_max) return {};
    return named({ErrorCode::limit_exceeded,
                  "one text too many: together over " + std::to_string(sum_max) + " bytes"},
                 name);
  });
}

}  // namespace

Status check_body(const EventBody& body) {
  return check_each(body, limits::claim_text_bytes_max, limits::claim_event_text_bytes_max);
}

Status check_stored_body(const EventBody& body) {
  return check_each(body, limits::claim_stored_text_bytes_max, limits::claim_event_bytes_max);
}

Status rewrite_personal_texts(
    EventBody& body,
    const std::function<Status(std::string_view field, std::string& text)>& rewrite) {
  return walk(body, [&](std::string_view name, std::string& text) -> Status {
    if (name != "grounds" && name != "text" && name != "note") return {};
    return rewrite(name, text);
  });
}

}  // namespace pixiu::cases
