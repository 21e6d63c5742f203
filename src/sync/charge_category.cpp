#include "sync/charge_category.h"

#include <array>
#include <utility>

namespace sextant::sync {
namespace {

// Cost Explorer writes some types otherwise than the reports of the same bill do ("Recurring" for
// "RIFee"): both are here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kCategories = {{
    {"Usage", "Usage"},
    {"DiscountedUsage", "Usage"},
    {"SavingsPlanCoveredUsage", "Usage"},
    {"SavingsPlanNegation", "Usage"},
    {"Recurring", "Purchase"},
    {"RIFee", "Purchase"},
    {"Upfront", "Purchase"},
    {"Fee", "Purchase"},
    {"Support", "Purchase"},
    {"SavingsPlanRecurringFee", "Purchase"},
    {"SavingsPlanUpfrontFee", "Purchase"},
    {"Tax", "Tax"},
    {"Credit", "Credit"},
    {"Refund", "Adjustment"},
    {"Discount", "Adjustment"},
    {"BundledDiscount", "Adjustment"},
    {"EdpDiscount", "Adjustment"},
    {"Enterprise Discount Program Discount", "Adjustment"},
    {"PrivateRateDiscount", "Adjustment"},
    {"Private Rate Card Discount", "Adjustment"},
    {"RiVolumeDiscount", "Adjustment"},
    {"Solution Provider Program Discount", "Adjustment"},
    {"SppDiscount", "Adjustment"},
    {"DistributorDiscount", "Adjustment"},
}};

}  // namespace

std::optional<std::string> charge_category_of(std::string_view record_type) {
  for (const auto& [type, category] : kCategories) {
    if (type == record_type) return std::string(category);
  }
  return std::nullopt;
}

}  // namespace sextant::sync
