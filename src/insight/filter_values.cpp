#include "insight/filter_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "insight/cost_sql.h"

namespace sextant::insight {
namespace {

Result<std::vector<std::string>> values_in(Key key, const std::vector<const HeldFile*>& files,
                                           lake::Engine& engine, const CallContext& context) {
  std::vector<std::string> values;
  if (files.empty()) return values;
  SEXTANT_TRY(const lake::Table table, engine.query(values_statement(key, files).sql, {}, context));
  for (const lake::Row& row : table.rows) values.push_back(row[0].value_or(""));
  return values;
}

// The stored values that `wanted` means: itself, else those that differ in case, else accounts of
// that name.
std::vector<std::string> matches(const std::string& wanted, Key key,
                                 const std::vector<std::string>& values,
                                 const KnownAccounts& accounts) {
  if (std::ranges::find(values, wanted) != values.end()) return {wanted};
  std::vector<std::string> found;
  for (const std::string& value : values) {
    const auto account = key == Key::kAccount ? accounts.find(value) : accounts.end();
    const bool is_its_name =
        account != accounts.end() && equals_ignoring_case(account->second.name, wanted);
    if (is_its_name || equals_ignoring_case(value, wanted)) found.push_back(value);
  }
  return found;
}

std::unexpected<Error> unknown(Key key, const std::string& wanted, std::vector<std::string> values,
                               const KnownAccounts& accounts) {
  if (key == Key::kAccount) {
    for (const auto& [id, account] : accounts) {
      if (!account.name.empty()) values.push_back(account.name);
    }
  }
  const auto near = nearest(wanted, values);
  std::string hint = near.empty() ? "" : "; the nearest are " + join(near, ", ");
  return failure(
      Error{"cost.unknown_value",
            fmt::format("no {} '{}' is in the costs that are held{}", name_of(key), wanted, hint)}
          .with("key", std::string(name_of(key))));
}

}  // namespace

Result<void> resolve_filters(CostQuestion& question, const CostPlan& plan, const Held& held,
                             const AnswerSources& sources, const CallContext& context,
                             std::vector<std::string>& notes) {
  std::vector<const HeldFile*> asked;
  std::vector<const HeldFile*> elsewhere;  // the same accounts' other months
  for (const Part& part : plan.parts) {
    asked.insert(asked.end(), part.files.begin(), part.files.end());
    for (const HeldFile& file : held.files) {
      if (file.face == part.face && file.payer == part.payer) elsewhere.push_back(&file);
    }
  }
  for (Filter& filter : question.filters) {
    SEXTANT_TRY(const auto values, values_in(filter.key, asked, sources.engine, context));
    std::optional<std::vector<std::string>> others;
    std::vector<std::string> resolved;
    for (const std::string& wanted : filter.values) {
      if (equals_ignoring_case(wanted, kNoValue) ||
          (filter.key == Key::kRegion && equals_ignoring_case(wanted, "NoRegion"))) {
        resolved.emplace_back(kNoValue);
        continue;
      }
      auto found = matches(wanted, filter.key, values, held.accounts);
      if (found.empty()) {
        if (!others) {
          SEXTANT_TRY(others, values_in(filter.key, elsewhere, sources.engine, context));
          // An account that has never cost anything is known all the same.
          if (filter.key == Key::kAccount) {
            for (const auto& [id, account] : held.accounts) others->push_back(id);
          }
        }
        found = matches(wanted, filter.key, *others, held.accounts);
        if (found.empty()) return unknown(filter.key, wanted, *others, held.accounts);
        notes.push_back(
            fmt::format("{} '{}' has no costs in this interval, though it has in others.",
                        name_of(filter.key), wanted));
      }
      std::ranges::move(found, std::back_inserter(resolved));
    }
    filter.values = std::move(resolved);
  }
  return {};
}

}  // namespace sextant::insight
