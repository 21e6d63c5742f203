#include "aws/waiter.h"

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace sextant::aws {
namespace {

namespace json = boost::json;

constexpr std::int64_t kDelayMax_s = 3600;
constexpr std::int64_t kAttemptsMax = 1000;

std::unexpected<Error> malformed(const char* what) {
  return failure("model.malformed", std::string("a waiter: ") + what);
}

std::string_view text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                : std::string_view();
}

std::int64_t count_of(const json::object& object, std::string_view name, std::int64_t fallback,
                      std::int64_t most) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_int64()
             ? std::clamp<std::int64_t>(value->get_int64(), 1, most)
             : fallback;
}

template <typename T, std::size_t N>
std::optional<T> named(const std::array<std::pair<std::string_view, T>, N>& names,
                       std::string_view name) {
  for (const auto& [text, value] : names) {
    if (text == name) return value;
  }
  return std::nullopt;
}

}  // namespace

Result<Waiter::Acceptor> Waiter::parse_acceptor(const json::object& description) {
  static constexpr std::array<std::pair<std::string_view, Matcher>, 5> kMatchers = {
      {{"path", Matcher::kPath},
       {"pathAll", Matcher::kPathAll},
       {"pathAny", Matcher::kPathAny},
       {"status", Matcher::kStatus},
       {"error", Matcher::kError}}};
  static constexpr std::array<std::pair<std::string_view, State>, 3> kStates = {
      {{"success", State::kSuccess}, {"failure", State::kFailure}, {"retry", State::kRetry}}};
  Acceptor out;
  const auto matcher = named(kMatchers, text_of(description, "matcher"));
  const auto state = named(kStates, text_of(description, "state"));
  const json::value* expected = description.if_contains("expected");
  if (!matcher || !state || expected == nullptr) return malformed("an acceptor is incomplete");
  out.matcher = *matcher;
  out.state = *state;
  out.expected = *expected;
  if (out.matcher == Matcher::kStatus || out.matcher == Matcher::kError) return out;
  SEXTANT_TRY(out.path, JmesPath::parse(text_of(description, "argument")));
  return out;
}

Result<Waiter> Waiter::parse(const json::object& description) {
  Waiter out;
  out.operation_ = std::string(text_of(description, "operation"));
  if (out.operation_.empty()) return malformed("no operation");
  out.delay_ = std::chrono::seconds(count_of(description, "delay", 5, kDelayMax_s));
  out.attempts_max_ = static_cast<int>(count_of(description, "maxAttempts", 20, kAttemptsMax));
  const json::value* acceptors = description.if_contains("acceptors");
  if (acceptors == nullptr || !acceptors->is_array()) return malformed("no acceptors");
  for (const json::value& acceptor : acceptors->get_array()) {
    if (!acceptor.is_object()) return malformed("an acceptor is incomplete");
    SEXTANT_TRY(Acceptor parsed, parse_acceptor(acceptor.get_object()));
    out.acceptors_.push_back(std::move(parsed));
  }
  return out;
}

bool Waiter::fits(const Acceptor& acceptor, const Result<json::value>& answer) {
  const RemoteFault* fault = !answer && answer.error().remote ? &*answer.error().remote : nullptr;
  switch (acceptor.matcher) {
    case Matcher::kStatus: {
      const int status = fault != nullptr ? fault->http_status : (answer ? 200 : 0);
      return acceptor.expected.is_int64() && acceptor.expected.get_int64() == status;
    }
    case Matcher::kError:
      // Newer models say true or false for "any error" and "none".
      if (acceptor.expected.is_bool()) return acceptor.expected.get_bool() == (fault != nullptr);
      return fault != nullptr && acceptor.expected.is_string() &&
             acceptor.expected.get_string() == fault->code;
    case Matcher::kPath:
      return answer && acceptor.path->search(*answer) == acceptor.expected;
    case Matcher::kPathAll:
    case Matcher::kPathAny:
      break;
  }
  if (!answer) return false;
  const json::value found = acceptor.path->search(*answer);
  const json::array* items = found.if_array();
  // All of nothing is not all: a waiter for running instances does not end because there are none.
  if (items == nullptr || items->empty()) return false;
  const auto is_expected = [&](const json::value& item) { return item == acceptor.expected; };
  return acceptor.matcher == Matcher::kPathAll ? std::ranges::all_of(*items, is_expected)
                                               : std::ranges::any_of(*items, is_expected);
}

std::optional<Waiter::State> Waiter::judge(const Result<json::value>& answer) const {
  for (const Acceptor& acceptor : acceptors_) {
    if (fits(acceptor, answer)) return acceptor.state;
  }
  if (!answer) return std::nullopt;
  return State::kRetry;
}

}  // namespace sextant::aws
