#include "sync/estimate.h"

#include <fmt/format.h>

#include <algorithm>

namespace sextant::sync {
namespace {

// Services that an organization uses in all are more than those of one account, and far fewer than
// all of theirs together.
constexpr std::int64_t kServicesOfOrganization = 60;
constexpr std::int64_t kRegionsOfService = 6;
constexpr std::int64_t kChargeTypesOfService = 4;

// Rows of one period.
std::int64_t rows_assumed(lake::Face face, std::int64_t accounts) {
  const std::int64_t services = accounts > 1 ? kServicesOfOrganization : kServicesAssumed;
  switch (face) {
    case lake::Face::kAccountService:
      return accounts * kServicesAssumed;
    case lake::Face::kServiceRegion:
      return services * kRegionsOfService;
    case lake::Face::kServiceChargeType:
      return services * kChargeTypesOfService;
    default:
      return 1;
  }
}

bool has_been_pulled(const StreamState& state) {
  return std::ranges::any_of(state.cells, [](const state::Cell& cell) {
    return cell.status == state::CellStatus::kDone && cell.pages > 0;
  });
}

}  // namespace

std::optional<std::size_t> count_members(lake::Engine& engine, Files& files,
                                         const lake::Layout& layout, const std::string& payer,
                                         const CallContext& context) {
  const auto path = layout.accounts(payer);
  if (!files.exists(path)) return std::nullopt;
  const auto held = engine.query("SELECT count(*) FROM read_parquet(?)", {path.string()}, context);
  if (!held || held->rows.empty()) return std::nullopt;
  return static_cast<std::size_t>(std::stoull(held->rows[0][0].value_or("0")));
}

int most_requests(const PlannedCell& cell, const StreamState& state, std::size_t accounts) {
  const Stream& stream = cell.spec.stream;
  const int expected = cell.requests_expected;
  if (expected == 0 || stream.subject != Subject::kCosts || stream.is_control()) return expected;
  if (has_been_pulled(state)) return expected + (expected + 3) / 4;
  const auto periods = static_cast<std::int64_t>(periods_of(cell.spec.window, stream.grain).size());
  const std::int64_t rows =
      periods *
      rows_assumed(stream.face, static_cast<std::int64_t>(std::max<std::size_t>(1, accounts)));
  const std::int64_t pages = (rows + kRowsOfAPageAssumed - 1) / kRowsOfAPageAssumed;
  return std::max(expected, static_cast<int>(pages));
}

std::string describe_assumptions() {
  return fmt::format(
      "It is more only where an account uses more than {} services, AWS's pages hold fewer than {} "
      "rows, or AWS has to be asked again.",
      kServicesAssumed, kRowsOfAPageAssumed);
}

}  // namespace sextant::sync
