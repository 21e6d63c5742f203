#include "insight/account_choice.h"

#include <fmt/format.h>

namespace sextant::insight {
namespace {

bool is_off(const Held& held, const std::string& account) {
  bool is_known = false;
  for (const connect::Connection& connection : held.connections) {
    if (connection.account_id != account) continue;
    if (connection.is_on) return false;
    is_known = true;
  }
  return is_known;
}

// The payer whose view, which is held and on, covers this account already; "" where there is none.
std::string covering_payer(const Held& held, const std::set<std::string>& payers,
                           const std::string& account) {
  const auto found = held.accounts.find(account);
  if (found == held.accounts.end()) return "";
  const std::string& payer = found->second.payer;
  return payer != account && payers.contains(payer) && !is_off(held, payer) ? payer : "";
}

}  // namespace

std::string account_name(const Held& held, const std::string& id) {
  const auto found = held.accounts.find(id);
  if (found != held.accounts.end() && !found->second.name.empty()) return found->second.name;
  for (const connect::Connection& connection : held.connections) {
    if (connection.account_id == id) return connection.account_name;
  }
  return "";
}

AccountChoice choose_accounts(const Held& held) {
  std::set<std::string> payers;
  for (const HeldFile& file : held.files) payers.insert(file.payer);
  std::set<std::string> all = payers;
  for (const connect::Connection& connection : held.connections) {
    if (!connection.account_id.empty()) all.insert(connection.account_id);
  }
  AccountChoice choice;
  const auto leave_out = [&](const std::string& account, std::string reason) {
    if (!payers.contains(account)) return;
    choice.left_out.push_back({account, account_name(held, account), std::move(reason)});
  };
  for (const std::string& account : all) {
    const std::string payer = covering_payer(held, payers, account);
    if (!payer.empty()) {
      leave_out(account, fmt::format("counted in the payer's view of {}", payer));
    } else if (is_off(held, account)) {
      leave_out(account, "its connection is switched off");
    } else {
      choice.accounts.push_back(account);
    }
  }
  return choice;
}

}  // namespace sextant::insight
