#pragma once

#include <map>
#include <optional>
#include <vector>

#include "lake/costs.h"
#include "state/cells.h"
#include "sync/cell_spec.h"
#include "sync/spool.h"

namespace sextant::sync {

// AWS draws its figures up at most three times a day: asking more often costs money and brings
// nothing.
inline constexpr std::chrono::hours kFreshFor{8};
// Closed months are looked at again, by account and service in every metric, since money moves
// between rows at a constant total.
inline constexpr std::chrono::days kRecheckEvery{7};

struct PlanTime {
  WallTime now{};  // by our own clock, as what is stored is
  Date today{};    // by AWS's clock, as far as it is known
  bool force = false;
};

// Whether a cell was of this stream.
bool is_of_stream(const state::Cell& cell, const Stream& stream);

// What is known of a stream before it is asked again.
struct StreamState {
  std::vector<state::Cell> cells;            // latest last
  std::optional<SpooledCell> spooled;        // of a sync that did not end
  std::map<Date, lake::HeldPeriod> held;     // kCosts only
  std::map<Date, lake::HeldPeriod> control;  // the same of the control; kCosts only
};

struct PlannedCell {
  CellSpec spec;
  std::optional<SpooledCell> spooled;  // it goes on from there
  int requests_expected = 1;           // at least one for each page
  int requests_most = 1;               // see estimate.h
  bool is_fresh = false;  // what is held is fresh: it is asked only since that is forced
};

// What one account may be asked for: its members (payers only), costs by face and grain, AWS's
// forecast.
std::vector<Stream> streams_of(const std::string& account_id, bool is_payer);

// The query that a stream needs now; nullopt where what is held is fresh.
//
// Asked is what is not final: from the first period that is missing, estimated, or older than its
// control, to the end. Controls are always asked whole, since that takes one request, and show
// which closed periods have changed.
std::optional<PlannedCell> plan_stream(const Stream& stream, const StreamState& state,
                                       const PlanTime& time);

// When a fresh stream may be asked again; nullopt where it has never been asked.
std::optional<WallTime> fresh_until(const StreamState& state);

// Whether a period is final, complete and of the same snapshot as its control.
bool is_settled(Date period, const std::map<Date, lake::HeldPeriod>& held,
                const std::map<Date, lake::HeldPeriod>& control);

// The first days of the periods in a window.
std::vector<Date> periods_of(const DateInterval& window, lake::Grain grain);
Date end_of_period(Date start, lake::Grain grain);

}  // namespace sextant::sync
