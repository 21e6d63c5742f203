#include "connect/accounts.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <utility>

#include "base/text.h"
#include "connect/check/report.h"

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

void judge_cells(CloudAccount& account, const std::vector<state::Cell>& cells) {
  std::size_t bad = 0;
  const state::Cell* example = nullptr;
  for (const state::Cell& cell : cells) {
    if (cell.account_id != account.id) continue;
    using state::CellStatus;
    if (cell.status == CellStatus::kDone || cell.status == CellStatus::kNoData) {
      account.last_sync_at =
          std::max(account.last_sync_at.value_or(cell.updated_at), cell.updated_at);
    } else if (cell.status == CellStatus::kDenied || cell.status == CellStatus::kFailed ||
               cell.status == CellStatus::kNotEnabled) {
      ++bad;
      example = &cell;
    }
  }
  if (bad == 0 || account.status == AccountStatus::kOff) return;
  account.status = worse(account.status, AccountStatus::kAmber);
  account.words += fmt::format("; {} of the last sync's queries did not succeed ({} {}: {})", bad,
                               example->face, example->grain, state::name_of(example->status));
}

// Accounts by id while they are put together.
class View {
 public:
  explicit View(const AccountFacts& facts, std::chrono::hours interval)
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
    judge_cells(account, facts_.cells);
  }

  // A member that is not read itself has its payer's status.
  void add(const lake::AccountRow& member) {
    const auto payer = accounts_.find(member.billing_account_id);
    CloudAccount& account = accounts_[member.sub_account_id];
    account.cloud_state = member.state;
    if (!member.organization_id.empty()) account.organization_id = member.organization_id;
    if (!member.name.empty()) account.name = member.name;
    if (payer != accounts_.end()) account.payer_id = payer->first;
    if (!account.id.empty()) return;
    account.id = member.sub_account_id;
    account.kind = member.sub_account_id == member.billing_account_id ? "payer" : "member";
    if (payer == accounts_.end()) {
      account.words =
          fmt::format("its payer {} is not connected any more", member.billing_account_id);
      return;
    }
    account.status = payer->second.status;
    account.words = fmt::format("its costs come with its payer {}", payer->first);
    account.last_sync_at = payer->second.last_sync_at;
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
      account.next_sync_at = *account.last_sync_at + interval_;
    }
  }

  const AccountFacts& facts_;
  const std::chrono::hours interval_;
  std::map<std::string, CloudAccount> accounts_;
  std::map<std::string, std::vector<const Connection*>> reached_by_;
};

}  // namespace

std::vector<CloudAccount> view_accounts(const AccountFacts& facts,
                                        std::chrono::hours sync_interval) {
  return View(facts, sync_interval).make();
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
      {"costs_until", account.costs_until ? boost::json::value(format_date(*account.costs_until))
                                          : boost::json::value(nullptr)},
      {"api_cost_usd", account.api_cost_usd.to_string()}};
}

}  // namespace sextant::connect
