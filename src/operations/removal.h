#pragma once

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <string_view>

#include "connect/removal.h"
#include "operations/context.h"

namespace sextant::operations {

// What removing a connection would delete; changes nothing. `keep_data` leaves what it has pulled.
// Errors: connection.*, state.*, file.*.
Result<connect::Removal> plan_removal(Context& context, const std::string& name, bool keep_data);

// Removes it. `agree` is shown what would go, under the lock, so that nothing else goes; what it
// returns as an error ends the removal. Errors: as above, file.locked (a sync runs), those of
// `agree`.
Result<connect::Removal> remove_connection(
    Context& context, const std::string& name, bool keep_data,
    const std::function<Result<void>(const connect::Removal&)>& agree);

// The same in sentences. `how_to_keep` says how the data are kept where one is asked: "--keep-data
// keeps all of this".
std::string describe(const connect::Removal& removal, bool keep_data, std::string_view how_to_keep);
boost::json::object to_json(const connect::Removal& removal, bool keep_data);

}  // namespace sextant::operations
