#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aws/jmespath/expression.h"
#include "aws/model/service_model.h"
#include "base/result.h"

namespace sextant::aws {

// How one operation's result divides into pages: AWS's own word for it, or the catalog's.
// Immutable, thread-safe, cheap to copy.
class Paginator {
 public:
  // nullopt where the operation has no pages. Error: model.malformed where the description cannot
  // be used.
  static Result<std::optional<Paginator>> find(const ServiceModel& model,
                                               std::string_view operation);
  // From a description in the models' form ("input_token", "output_token", "result_key",
  // "more_results").
  static Result<Paginator> parse(const boost::json::object& description);

  // What to ask for the page after `result`: null after the last one; the token itself where there
  // is one, else an object of them.
  boost::json::value next_token(const boost::json::value& result) const;
  // Puts a token of `next_token` into the input of the next call. Error: aws.invalid_page_token
  // where it is not of this form.
  Result<void> apply(const boost::json::value& token, boost::json::object& input) const;

  // Appends the lists of `page` to those of `whole` and adds up its counts; `whole` is the first
  // page.
  Result<void> merge(boost::json::value& whole, boost::json::value&& page) const;
  // Takes the tokens out of a merged result, where they would mislead.
  void remove_tokens(boost::json::value& whole) const;

 private:
  struct Token {
    std::string input;
    std::string output_text;
    JmesPath output;
  };
  std::vector<Token> tokens_;
  std::vector<std::vector<std::string>> result_keys_;  // each a path of members
  std::optional<JmesPath> more_results_;
  std::string more_results_text_;
};

// Remembers the tokens of one run through pages, so that a service that hands out one twice cannot
// keep us for ever.
class TokenMemory {
 public:
  static constexpr std::size_t kPagesMax = 100'000;
  // Errors: aws.repeated_token, aws.too_many_pages.
  Result<void> remember(const boost::json::value& token);

 private:
  std::set<std::string> seen_;  // SHA-256 of each
};

}  // namespace sextant::aws
