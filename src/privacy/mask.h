#pragma once

#include <string>
#include <string_view>

namespace pixiu::privacy {

// The kinds of personal data that are sealed.
enum class FieldKind { name, phone, email, address, order_number, statement };

// "name", "phone", ...: the word in the record of reveals.
std::string_view field_kind_name(FieldKind kind);

// How a value is shown as long as nobody has said what for: enough to recognise it by, not enough
// to use it. Where a value has not the form of its kind, more is hidden rather than less.
//
//   name          张*  J*                      the first character
//   phone         138****1234                 the first three and last four digits of 11 or more;
//                 ****56                      the last two of fewer
//   email         z***@example.com
//   address       浙江省杭州市西湖区****         up to the district, when province or city stand
//                                             before it; else nothing of it
//   order_number  ****5678                    the last four of 8 or more characters; else none
//   statement     ****
//
// An empty value stays empty.
std::string masked(FieldKind kind, std::string_view value);

}  // namespace pixiu::privacy
