#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sextant::sync {

// FOCUS's ChargeCategory ("Usage", "Purchase", "Tax", "Credit", "Adjustment") of a RECORD_TYPE of
// Cost Explorer; nullopt for one that is not known, which is kept under its own name all the same.
std::optional<std::string> charge_category_of(std::string_view record_type);

}  // namespace sextant::sync
