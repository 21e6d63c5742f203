#include "aws/jmespath/lexer.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/string.hpp>

#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;
using Kind = JmesToken::Kind;

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Sign {
  std::string_view text;
  Kind kind;
};
// Longer signs before those that they begin with.
constexpr auto kSigns = std::to_array<Sign>({
    {"[]", Kind::kFlatten},     {"[?", Kind::kFilter},      {"||", Kind::kOr},
    {"&&", Kind::kAnd},         {"==", Kind::kEqual},       {"!=", Kind::kNotEqual},
    {"<=", Kind::kLessOrEqual}, {">=", Kind::kMoreOrEqual}, {"[", Kind::kOpen},
    {"]", Kind::kClose},        {"(", Kind::kLeftParen},    {")", Kind::kRightParen},
    {".", Kind::kDot},          {"*", Kind::kStar},         {",", Kind::kComma},
    {"@", Kind::kCurrent},      {"!", Kind::kNot},          {"<", Kind::kLess},
    {">", Kind::kMore},
});

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<JmesToken>> tokens() {
    std::vector<JmesToken> out;
    while (true) {
      while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n'))
        ++at_;
      SEXTANT_TRY(JmesToken token, next());
      out.push_back(std::move(token));
      if (out.back().kind == Kind::kEnd) return out;
    }
  }

 private:
  Result<JmesToken> next() {
    JmesToken token;
    token.place = at_;
    if (at_ == text_.size()) return token;
    const char c = text_[at_];
    if (is_name_start(c)) {
      std::size_t end = at_ + 1;
      while (end < text_.size() && (is_name_start(text_[end]) || is_digit(text_[end]))) ++end;
      token.kind = Kind::kName;
      token.text = text_.substr(at_, end - at_);
      at_ = end;
      return token;
    }
    if (c == '\'' || c == '"' || c == '`') return quoted(c);
    if (is_digit(c) || c == '-') return number();
    for (const Sign& sign : kSigns) {
      if (text_.substr(at_).starts_with(sign.text)) {
        token.kind = sign.kind;
        at_ += sign.text.size();
        return token;
      }
    }
    return jmespath_refused(at_, fmt::format("'{}' is not supported here", c));
  }

  Result<JmesToken> number() {
    JmesToken token;
    token.place = at_;
    token.kind = Kind::kNumber;
    std::int64_t value = 0;
    const auto [end, error] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc()) return jmespath_refused(at_, "a number is malformed");
    token.literal = value;
    at_ = static_cast<std::size_t>(end - text_.data());
    return token;
  }

  // 'raw text', "quoted name" or `JSON literal`.
  Result<JmesToken> quoted(char quote) {
    JmesToken token;
    token.place = at_;
    std::string inside;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      const bool escapes_quote =
          text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == quote;
      if (text_[at_] == '\\' && quote == '"' && at_ + 1 < text_.size()) inside += text_[at_++];
      if (escapes_quote && quote != '"') ++at_;
      inside += text_[at_];
    }
    if (at_ == text_.size()) return jmespath_refused(token.place, "a quote is not closed");
    ++at_;
    if (quote == '\'') {
      token.kind = Kind::kLiteral;
      token.literal = inside;
      return token;
    }
    boost::system::error_code error;
    json::value parsed =
        json::parse(quote == '"' ? "\"" + inside + "\"" : std::string(trim(inside)), error);
    if (quote == '"') {
      if (error || !parsed.is_string())
        return jmespath_refused(token.place, "a quoted name is malformed");
      token.kind = Kind::kName;
      token.text = std::string(parsed.get_string());
      return token;
    }
    token.kind = Kind::kLiteral;
    // An unquoted word is taken for text, as AWS's models rely on.
    token.literal = error ? json::value(trim(inside)) : std::move(parsed);
    return token;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::unexpected<Error> jmespath_refused(std::size_t place, const std::string& what) {
  return failure("jmespath.refused", fmt::format("{} (at character {})", what, place + 1));
}

Result<std::vector<JmesToken>> lex_jmespath(std::string_view text) {
  return Lexer(text).tokens();
}

}  // namespace sextant::aws
