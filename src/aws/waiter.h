#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aws/jmespath/expression.h"
#include "base/result.h"

namespace sextant::aws {

// What a service's model says about waiting for something: which operation to ask again and again,
// and how its answers are taken. Immutable, thread-safe.
class Waiter {
 public:
  enum class State : std::uint8_t { kSuccess, kFailure, kRetry };

  // From a description in the models' form. Error: model.malformed.
  static Result<Waiter> parse(const boost::json::object& description);

  const std::string& operation() const { return operation_; }
  std::chrono::seconds delay() const { return delay_; }
  int attempts_max() const { return attempts_max_; }
  // What an answer means; nullopt where an error is not one that the waiter expects.
  std::optional<State> judge(const Result<boost::json::value>& answer) const;

 private:
  enum class Matcher : std::uint8_t { kPath, kPathAll, kPathAny, kStatus, kError };
  struct Acceptor {
    Matcher matcher = Matcher::kPath;
    std::optional<JmesPath> path;
    boost::json::value expected;
    State state = State::kRetry;
  };
  static Result<Acceptor> parse_acceptor(const boost::json::object& description);
  static bool fits(const Acceptor& acceptor, const Result<boost::json::value>& answer);

  std::string operation_;
  std::chrono::seconds delay_{5};
  int attempts_max_ = 20;
  std::vector<Acceptor> acceptors_;
};

}  // namespace sextant::aws
