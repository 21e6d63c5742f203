#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "aws/client.h"
#include "aws/clock_skew.h"
#include "aws/lanes.h"
#include "aws/protocol/protocol.h"
#include "aws/retry.h"
#include "aws/routing.h"
#include "aws/service.h"
#include "aws/signing/signer.h"

namespace sextant::aws {

// Which region buckets were found to lie in. Thread-safe.
class BucketRegions {
 public:
  // "" where nothing is known.
  std::string find(const std::string& bucket) const;
  void learn(const std::string& bucket, std::string region);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> regions_;  // guarded by mutex_
};

// What all calls of one client share. Thread-safe.
struct Engine {
  http::Client& http;
  const Clock& clock;
  Random& random;
  std::shared_ptr<CredentialsProvider> provider;
  ClientOptions options;
  std::shared_ptr<Lanes> lanes;
  ClockSkew skew = {};
  BucketRegions buckets = {};
};

// One call from its input to its result: signed, sent, tried again by the rules, corrected once
// each for a wrong clock, expired credentials and a bucket of another region. Used once, by one
// thread.
class Exchange {
 public:
  Exchange(Engine& engine, const Service& service, const Operation& operation,
           const boost::json::object& input, const CallContext& context);
  Result<boost::json::value> run();

 private:
  // One attempt: what it was made with and what came of it.
  struct Attempted {
    Credentials credentials;
    std::chrono::milliseconds clock_offset{0};
    Lane* lane = nullptr;
    SteadyTime started{};
    std::string host;
    Result<http::Response> response = http::Response{};
  };
  // What to do after a failure.
  struct Verdict {
    std::optional<Error> final;  // where set, the call has failed
    std::chrono::milliseconds delay{0};
  };

  // A request that lacks nothing but its turn and a fresh signature.
  struct Planned {
    RoutedRequest routed;
    std::optional<SigningOptions> signing;  // nullopt: it is not to be signed
  };

  Result<Attempted> attempt();
  Result<Planned> plan(Attempted& made);
  Result<http::Request> sign(Planned planned, Attempted& made) const;
  Result<void> pace(const Attempted& made);
  Verdict after_silence(const Attempted& made, Error error);
  Verdict after_fault(const Attempted& made, const Fault& fault);
  Verdict retry_or_fail(const Attempted& made, RetryKind kind, Error error);
  // Each says whether it has put right what the service refused, so that the call is worth one more
  // attempt; otherwise it may sharpen `error`.
  bool corrects_clock(const Attempted& made, const Fault& fault, Error& error);
  bool renews_credentials(const Attempted& made, const Fault& fault, Error& error);
  bool finds_bucket(const Attempted& made, const Fault& fault);
  Error stopped(std::string code, const std::string& host) const;
  void report(const Attempted& made, std::string error_code, std::string request_id) const;

  Engine& engine_;
  const Service& service_;
  const Operation& operation_;
  const boost::json::object& input_;
  const CallContext& context_;

  WireRequest wire_;
  std::string bucket_;
  int number_ = 0;  // attempts made
  int tries_ = 0;   // those of them that count against attempts_max
  RetryKind last_retry_ = RetryKind::kNone;
  bool clock_corrected_ = false;
  bool credentials_renewed_ = false;
  bool bucket_found_ = false;
};

}  // namespace sextant::aws
