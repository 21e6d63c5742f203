#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/call_context.h"
#include "connect/connection.h"
#include "sync/api.h"

namespace sextant::sync {

// Who a connection really reaches, as AWS says.
struct Reached {
  std::string account_id;
  std::string kind;  // "payer", "member", "standalone"; "" where Organizations may not be asked
  std::string organization_id;  // "" where there is none or it may not be asked
};
// Asks STS and, where `with_organization`, Organizations. Both are free.
Result<Reached> ask_who(Api& api, const CallContext& context, bool with_organization);

// A cloud account whose costs are asked for, through one or more connections. Several connections
// to one account are one source, so that nothing is pulled, paid or counted twice.
struct Source {
  std::string account_id;
  std::string kind;  // "payer", "member" or "standalone"
  std::string organization_id;
  std::vector<connect::Connection> connections;  // at least one; tried in this order
};

// A connection that is not asked, and why.
struct Skipped {
  std::string connection;
  Error error;
  bool is_failure = false;  // else it is as it should be
};

struct Sources {
  std::vector<Source> sources;
  std::vector<Skipped> skipped;
};

// Turns connections into sources. Where the store does not yet know an account, AWS is asked and
// the store is told (`learn`).
//
// A member is left out where its payer is connected: the payer's figures cover it. `all` are all
// connections that are on; `is_member_of` says whether a payer's list of members in the lake names
// an account.
class SourceFinder {
 public:
  using Learn = std::function<void(const connect::Connection&)>;
  using IsMemberOf = std::function<bool(const std::string& payer, const std::string& account)>;

  SourceFinder(const ApiFactory& factory, Learn learn, IsMemberOf is_member_of)
      : factory_(factory), learn_(std::move(learn)), is_member_of_(std::move(is_member_of)) {}
  Sources find(const std::vector<connect::Connection>& chosen, std::vector<connect::Connection> all,
               const CallContext& context) const;

 private:
  Result<void> complete(connect::Connection& connection, const CallContext& context) const;
  std::optional<connect::Connection> payer_of(const connect::Connection& member,
                                              const std::vector<connect::Connection>& all) const;

  const ApiFactory& factory_;
  const Learn learn_;
  const IsMemberOf is_member_of_;
};

}  // namespace sextant::sync
