#include "http/multipart.h"

#include "http/header_value.h"

#include <algorithm>
#include <optional>

namespace pixiu::http {
namespace {

constexpr std::string_view line_end = "\r\n";

Error malformed(const char* what) {
  return {ErrorCode::invalid_input, std::string("multipart body: ") + what};
}

bool is_boundary_char(char c) {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return c != '\0' && std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}

bool is_boundary(std::string_view text) {
  return !text.empty() && text.size() <= limits::multipart_boundary_chars_max &&
         std::all_of(text.begin(), text.end(), is_boundary_char) && text.back() != ' ';
}

// Walks the body from delimiter to delimiter. The delimiter within the body is CRLF "--" boundary;
// at its very start the CRLF is missing.
class Scanner {
 public:
  Scanner(std::string_view body, std::string_view boundary)
      : body_(body), delimiter_(std::string(line_end) + "--" + std::string(boundary)) {}

  bool skip_preamble() {
    const auto first = std::string_view(delimiter_).substr(line_end.size());
    if (body_.substr(0, first.size()) == first) {
      position_ = first.size();
      return true;
    }
    return take_to_delimiter().has_value();
  }

  // What stands before the next delimiter; the position is then behind it.
  std::optional<std::string_view> take_to_delimiter() {
    const auto found = body_.find(delimiter_, position_);
    if (found == std::string_view::npos) return std::nullopt;
    const auto content = body_.substr(position_, found - position_);
    position_ = found + delimiter_.size();
    return content;
  }

  // Behind a delimiter: "--" closes the body, and the line must end after it.
  enum class After { part, close, garbage };
  After take_rest_of_delimiter() {
    const bool is_close = take("--");
    while (take(" ") || take("\t")) continue;
    const bool is_ended = take(line_end) || (is_close && position_ == body_.size());
    if (!is_ended) return After::garbage;
    return is_close ? After::close : After::part;
  }

  // A part's content, from behind its headers to the next delimiter. The CRLF of the empty line
  // that ended the headers may itself start that delimiter: the part is then empty.
  std::optional<std::string_view> take_content() {
    const auto headers_end = position_ - line_end.size();
    if (body_.substr(headers_end, delimiter_.size()) == std::string_view(delimiter_)) {
      position_ = headers_end;
    }
    return take_to_delimiter();
  }

  // One header line of at most `bytes_max`, without its end.
  std::optional<std::string_view> take_line(std::size_t bytes_max) {
    const auto window = body_.substr(position_, bytes_max);
    const auto found = window.find(line_end);
    if (found == std::string_view::npos) return std::nullopt;
    position_ += found + line_end.size();
    return window.substr(0, found);
  }

 private:
  bool take(std::string_view text) {
    if (body_.substr(position_, text.size()) != text) return false;
    position_ += text.size();
    return true;
  }

  std::string_view body_;
  std::string delimiter_;
  std::size_t position_ = 0;
};

Status read_disposition(std::string_view value, Part& part) {
  const auto disposition = parse_header_value(value);
  if (!disposition) return malformed("a Content-Disposition does not parse");
  if (disposition->value != "form-data") return malformed("a part is no form-data");
  const auto* name = disposition->find("name");
  if (name == nullptr || name->empty()) return malformed("a part has no name");
  part.name = *name;
  return {};
}

Status read_header(std::string_view line, Part& part, bool& has_disposition) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 ||
      !std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                   is_token_char)) {
    return malformed("a part's header line does not parse");
  }
  const auto name = to_lower(line.substr(0, colon));
  const auto value = trim(line.substr(colon + 1));
  if (name == "content-disposition") {
    if (has_disposition) return malformed("a part has two Content-Dispositions");
    has_disposition = true;
    return read_disposition(value, part);
  }
  if (name == "content-type") {
    const auto type = parse_header_value(value);
    if (!type) return malformed("a part's Content-Type does not parse");
    part.content_type = type->value;
  }
  if (name == "content-transfer-encoding") {
    const auto encoding = to_lower(value);
    if (encoding != "binary" && encoding != "8bit" && encoding != "7bit") {
      return Error{ErrorCode::unsupported,
                   "multipart body: a part is transfer-encoded; send bytes"};
    }
  }
  return {};
}

Result<Part> read_headers(Scanner& scanner, std::size_t bytes_max) {
  Part part;
  bool has_disposition = false;
  std::size_t bytes_left = bytes_max;
  for (;;) {
    const auto line = scanner.take_line(bytes_left);
    if (!line) return malformed("a part's headers do not end, or are too long");
    if (line->empty()) break;
    bytes_left -= line->size() + line_end.size();
    const auto status = read_header(*line, part, has_disposition);
    if (!status) return status.error();
  }
  if (!has_disposition) return malformed("a part has no Content-Disposition");
  return part;
}

}  // namespace

Result<std::string> boundary_of(std::string_view content_type) {
  const auto type = parse_header_value(content_type);
  if (!type || type->value != "multipart/form-data") {
    return Error{ErrorCode::unsupported, "the body must be multipart/form-data"};
  }
  const auto* boundary = type->find("boundary");
  if (boundary == nullptr || !is_boundary(*boundary)) {
    return Error{ErrorCode::invalid_input,
                 "multipart/form-data needs a boundary of 1 to 70 characters (RFC 2046)"};
  }
  return *boundary;
}

Result<std::vector<Part>> parse_multipart(ByteView body, std::string_view boundary,
                                          const MultipartLimits& limits) {
  if (!is_boundary(boundary)) return malformed("the boundary is none (RFC 2046)");
  Scanner scanner(text_of(body), boundary);
  if (!scanner.skip_preamble()) return malformed("no delimiter found");
  std::vector<Part> parts;
  for (;;) {
    switch (scanner.take_rest_of_delimiter()) {
      case Scanner::After::close: return parts;
      case Scanner::After::garbage: return malformed("a delimiter line does not end");
      case Scanner::After::part: break;
    }
    if (parts.size() == limits.parts_max) {
      return Error{ErrorCode::limit_exceeded,
                   "multipart body: more than " + std::to_string(limits.parts_max) + " parts"};
    }
    auto part = read_headers(scanner, limits.part_header_bytes_max);
    if (!part) return part.error();
    const auto content = scanner.take_content();
    if (!content) return malformed("the closing delimiter is missing");
    part->content = bytes_of(*content);
    parts.push_back(std::move(*part));
  }
}

}  // namespace pixiu::http
