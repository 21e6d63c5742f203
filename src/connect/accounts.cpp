#include "connect/accounts.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "connect/check/report.h"
#include "state/latest_cells.h"

namespace sextant::connect {
namespace {

// Of two statuses the one that asks for more attention.
AccountStatus worse(AccountStatus a, AccountStatus b) {
  const auto rank = [](AccountStatus status) {
    return status == AccountStatus::kOff ? -1 : static_cast<int>(status);
  };
  return rank(a) >= rank(b) ? a : b;
}

AccountStatus to_status(ReportStatus status) {
  switch (status) {
    case ReportStatus::kGreen:
      return AccountStatus::kGreen;
    case ReportStatus::kAmber:
      return AccountStatus::kAmber;
    case ReportStatus::kRed:
      return AccountStatus::kRed;
  }
  std::unreachable();
}

struct Verdict {
  AccountStatus status = AccountStatus::kOff;
  bool trust_is_open = false;
  std::string words;
};

Verdict judge(const Connection& connection) {
  const auto say = [&](AccountStatus status, std::string_view words) {
    return Verdict{status, false, fmt::format("{}: {}", connection.name, words)};
  };
  if (!connection.is_on) return say(AccountStatus::kOff, "switched off");
  if (connection.last_check.empty()) return say(AccountStatus::kAmber, "never checked");
  const auto summary = read_summary(connection.last_check);
  if (!summary) return say(AccountStatus::kAmber, "its last check is unreadable");
  Verdict out = say(to_status(summary->status), "works");
  out.trust_is_open = summary->trust_is_open;
  if (!summary->problems.empty()) out.words = say(out.status, summary->problems.front()).words;
  return out;
}

// One way that works is enough to read an account, so a second that fails makes it amber, not red;
// but a role that is open to others stays red.
Verdict judge_all(const std::vector<const Connection*>& connections) {
  Verdict worst;
  bool any_works = false;
  bool any_open = false;
  for (const Connection* connection : connections) {
    const Verdict one = judge(*connection);
    any_works =
        any_works || one.status == AccountStatus::kGreen || one.status == AccountStatus::kAmber;
    any_open = any_open || one.trust_is_open;
    if (worse(one.status, worst.status) != worst.status || worst.words.empty()) worst = one;
  }
  if (worst.status == AccountStatus::kRed && any_works && !any_open)
    worst.status = AccountStatus::kAmber;
  return worst;
}

// That AWS cannot forecast yet is usual for a young account; that it has no costs is not.
bool lacks_costs(const state::Cell& cell) {
  return cell.status == state::CellStatus::kNoData && cell.face != "forecast";
}

void note_last_sync(CloudAccount& account, const std::vector<state::Cell>& cells) {
  for (const state::Cell& cell : cells) {
    using state::CellStatus;
    const bool has_ended = cell.status == CellStatus::kDone || cell.status == CellStatus::kNoData;
    if (cell.account_id != account.id || !has_ended) continue;
    account.last_sync_at =
        std::max(account.last_sync_at.value_or(cell.updated_at), cell.updated_at);
  }
}

// By what each query met last: what an older sync met is of no account any more.
void judge_cells(CloudAccount& account, const std::vector<const state::Cell*>& latest) {
  std::size_t bad = 0;
  bool is_without_costs = false;
  const state::Cell* example = nullptr;
  for (const state::Cell* cell : latest) {
    using state::CellStatus;
    if (cell->account_id != account.id) continue;
    is_without_costs = is_without_costs || lacks_costs(*cell);
    if (cell->status == CellStatus::kDenied || cell->status == CellStatus::kFailed ||
        cell->status == CellStatus::kNotEnabled) {
      ++bad;
      example = cell;
    }
  }
  const bool is_read = account.status != AccountStatus::kOff;
  if (is_read && is_without_costs) {
    account.status = worse(account.status, AccountStatus::kAmber);
    account.words +=
        "; no costs are known yet: Cost Explorer was enabled less than 24 hours ago, or nothing "
        "was spent";
  }
  if (bad == 0 || !is_read) return;
  account.status = worse(account.status, AccountStatus::kAmber);
  account.words += fmt::format("; {} of the last sync's queries did not succeed ({} {}: {})", bad,
                               example->face, example->grain, state::name_of(example->status));
}

std::string moment(WallTime at, WallTime now) {
  const std::string text = format_rfc3339(at);  // 2026-10-15T12:00:00Z
  const std::string clock = text.substr(11, 5) + " UTC";
  return date_of(at) == date_of(now) ? clock : text.substr(0, 10) + " " + clock;
}

std::string by_hand(const CloudAccount& account, WallTime now) {
  if (!account.fresh_until || *account.fresh_until <= now) return "by hand, due now";
  return "by hand; asks nothing before " + moment(*account.fresh_until, now);
}

std::string by_server(const CloudAccount& account, const SyncSchedule& schedule, WallTime now) {
  if (schedule.next_at) {
    return *schedule.next_at <= now ? "by the server, due now"
                                    : "by the server at " + moment(*schedule.next_at, now);
  }
  const WallTime earliest = std::max(account.fresh_until.value_or(now), now);
  return "by the server, not before " + moment(earliest, now);
}

// Accounts by id while they are put together.
class View {
 public:
  View(const AccountFacts& facts, std::chrono::hours interval)
      : facts_(facts), interval_(interval) {}

  std::vector<CloudAccount> make() {
    for (const Connection& connection : facts_.connections) add(connection);
    for (auto& [id, account] : accounts_) settle(account);
    for (const lake::AccountRow& member : facts_.members) add(member);
    std::vector<CloudAccount> out;
    for (auto& [id, account] : accounts_) {
      fill(account);
      out.push_back(std::move(account));
    }
    std::ranges::sort(out, {}, [](const CloudAccount& account) {
      return std::tuple(account.kind != "payer", account.connections.empty(),
                        to_lower(account.name), account.id);
    });
    return out;
  }

 private:
  void add(const Connection& connection) {
    if (connection.state != ConnectionState::kConnected || connection.account_id.empty()) return;
    CloudAccount& account = accounts_[connection.account_id];
    account.id = connection.account_id;
    account.payer_id = connection.account_id;
    account.connections.push_back(connection.name);
    if (!connection.account_name.empty()) account.name = connection.account_name;
    if (!connection.account_kind.empty()) account.kind = connection.account_kind;
    if (!connection.organization_id.empty()) account.organization_id = connection.organization_id;
    reached_by_[connection.account_id].push_back(&connection);
  }

  void settle(CloudAccount& account) {
    const Verdict verdict = judge_all(reached_by_[account.id]);
    account.status = verdict.status;
    account.words = verdict.words;
    note_last_sync(account, facts_.cells);
    judge_cells(account, latest_);
  }

  // A member that is not read itself has its payer's status.
  void add(const lake::AccountRow& member) {
    const std::string& payer_id = member.billing_account_id;
    // Only a connection reaches a payer: that it has a row may be due to its being listed here.
    const bool is_reached = reached_by_.contains(payer_id);
    CloudAccount& account = accounts_[member.sub_account_id];
    account.cloud_state = member.state;
    if (!member.organization_id.empty()) account.organization_id = member.organization_id;
    if (!member.name.empty()) account.name = member.name;
    if (is_reached) account.payer_id = payer_id;
    if (!account.id.empty()) return;
    account.id = member.sub_account_id;
    const bool is_payer = account.id == payer_id;
    account.kind = is_payer ? "payer" : "member";
    if (is_payer) {
      account.words = "not connected any more; the costs that were pulled are kept";
    } else if (!is_reached) {
      account.words = fmt::format("its payer {} is not connected any more", payer_id);
    } else {
      const CloudAccount& payer = accounts_.at(payer_id);
      account.status = payer.status;
      account.words = fmt::format("its costs come with its payer {}", payer_id);
      account.last_sync_at = payer.last_sync_at;
    }
  }

  void fill(CloudAccount& account) const {
    if (const auto found = facts_.costs_until.find(account.id); found != facts_.costs_until.end()) {
      account.costs_until = found->second;
    }
    if (const auto found = facts_.api_cost_usd.find(account.id);
        found != facts_.api_cost_usd.end()) {
      account.api_cost_usd = found->second;
    }
    if (account.last_sync_at && account.status != AccountStatus::kOff) {
      account.fresh_until = *account.last_sync_at + interval_;
    }
  }

  const AccountFacts& facts_;
  const std::chrono::hours interval_;
  const std::vector<const state::Cell*> latest_ = state::latest_of_each_query(facts_.cells);
  std::map<std::string, CloudAccount> accounts_;
  std::map<std::string, std::vector<const Connection*>> reached_by_;
};

}  // namespace

std::vector<CloudAccount> view_accounts(const AccountFacts& facts,
                                        std::chrono::hours sync_interval) {
  return View(facts, sync_interval).make();
}

void tell_next_sync(std::vector<CloudAccount>& accounts, const SyncSchedule& schedule,
                    WallTime now) {
  for (CloudAccount& account : accounts) {
    const bool is_read = account.status != AccountStatus::kOff;
    account.next_sync_at = is_read && schedule.is_on ? schedule.next_at : std::nullopt;
    if (!is_read) {
      account.next_sync.clear();
    } else if (account.connections.empty()) {
      account.next_sync = "with its payer";
    } else {
      account.next_sync =
          schedule.is_on ? by_server(account, schedule, now) : by_hand(account, now);
    }
  }
}

std::string_view to_text(AccountStatus status) {
  switch (status) {
    case AccountStatus::kGreen:
      return "green";
    case AccountStatus::kAmber:
      return "amber";
    case AccountStatus::kRed:
      return "red";
    case AccountStatus::kOff:
      return "off";
  }
  std::unreachable();
}

boost::json::object to_json(const CloudAccount& account) {
  boost::json::array connections;
  for (const std::string& name : account.connections) connections.emplace_back(name);
  const auto time = [](const std::optional<WallTime>& at) {
    return at ? boost::json::value(format_rfc3339(*at)) : boost::json::value(nullptr);
  };
  return {
      {"account_id", account.id},
      {"name", account.name},
      {"kind", account.kind},
      {"organization_id", account.organization_id},
      {"payer_id", account.payer_id},
      {"cloud_state", account.cloud_state},
      {"status", to_text(account.status)},
      {"words", account.words},
      {"connections", std::move(connections)},
      {"last_sync_at", time(account.last_sync_at)},
      {"next_sync_at", time(account.next_sync_at)},
      {"fresh_until", time(account.fresh_until)},
      {"next_sync", account.next_sync},
      {"costs_until", account.costs_until ? boost::json::value(format_date(*account.costs_until))
                                          : boost::json::value(nullptr)},
      {"api_cost_usd", account.api_cost_usd.to_string()}};
}

}  // namespace sextant::connect
