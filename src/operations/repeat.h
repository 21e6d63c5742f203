#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>

#include "operations/cost_words.h"

namespace sextant::operations {

// The same question elsewhere, to copy.
struct Repeat {
  std::string command;             // for a POSIX shell
  std::optional<std::string> sql;  // for `sextant query`; see insight::repeat_as_sql
};
// Errors: state.*, file.*, lake.*.
Result<Repeat> repeat_of(Context& context, const CostWords& words, const AnsweredCosts& answered,
                         const CallContext& call);
Result<Repeat> repeat_of(Context& context, const CompareWords& words, const ComparedCosts& compared,
                         const CallContext& call);
// {"command", "sql"}
boost::json::object to_json(const Repeat& repeat);

// `sextant cost ...`, every word quoted as the shell needs it.
std::string cost_command(const CostWords& words);
// `sextant forecast ...`, in the same way.
std::string forecast_command(const ForecastWords& words);

}  // namespace sextant::operations
