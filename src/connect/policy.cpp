#include "connect/policy.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <set>

namespace sextant::connect {
namespace {

namespace json = boost::json;

json::array to_array(const std::vector<std::string>& texts) {
  json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

json::value one_or_list(const std::vector<std::string>& texts) {
  if (texts.size() == 1) return json::value(texts.front());
  return to_array(texts);
}

bool concerns(const NeededOperation& operation, ReaderKind reader) {
  return reader == ReaderKind::kAny || operation.reader == ReaderKind::kAny ||
         operation.reader == reader;
}

}  // namespace

json::object LeastPolicy::document() const {
  json::array list;
  for (const PolicyStatement& statement : statements) {
    list.push_back(json::object{{"Sid", statement.sid},
                                {"Effect", "Allow"},
                                {"Action", to_array(statement.actions)},
                                {"Resource", one_or_list(statement.resources)}});
  }
  return {{"Version", "2012-10-17"}, {"Statement", std::move(list)}};
}

std::vector<std::string> LeastPolicy::actions() const {
  std::set<std::string> out;
  for (const PolicyStatement& statement : statements) {
    out.insert(statement.actions.begin(), statement.actions.end());
  }
  return {out.begin(), out.end()};
}

Result<LeastPolicy> least_policy(ReaderKind reader, std::string_view self_arn,
                                 const ActionLookup& actions) {
  LeastPolicy out;
  for (const Purpose& purpose : purposes()) {
    if (purpose.held_by != HeldBy::kReader || purpose.sid.empty()) continue;
    std::set<std::string> needed;
    for (const NeededOperation& operation : purpose.operations) {
      if (!concerns(operation, reader)) continue;
      SEXTANT_TRY(const auto found, actions(operation.service, operation.operation));
      needed.insert(found.begin(), found.end());
    }
    if (needed.empty()) continue;
    const bool narrow = purpose.is_about_itself && !self_arn.empty();
    out.statements.push_back({purpose.sid,
                              purpose.title,
                              purpose.reason,
                              !purpose.is_required,
                              {needed.begin(), needed.end()},
                              {narrow ? std::string(self_arn) : "*"}});
  }
  return out;
}

json::object statement_to_add(std::string_view sid, const std::vector<std::string>& actions) {
  return {{"Sid", sid}, {"Effect", "Allow"}, {"Action", to_array(actions)}, {"Resource", "*"}};
}

}  // namespace sextant::connect
