#include "aws/exchange.h"

#include <fmt/format.h>

#include <boost/json/string.hpp>

#include <algorithm>
#include <array>

#include "aws/fault_error.h"
#include "aws/routing.h"
#include "aws/signing/scheme.h"
#include "base/log.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

using std::chrono::milliseconds;

std::string_view name_of(const Service& service) {
  return service.model->service();
}

std::string loggable_headers(const http::Headers& headers) {
  static constexpr std::array<std::string_view, 4> kSecret = {
      "authorization", "x-amz-security-token", "x-amz-sso_bearer_token", "cookie"};
  std::string out;
  for (const auto& [name, value] : headers.fields()) {
    const bool is_secret = std::ranges::find(kSecret, to_lower(name)) != kSecret.end();
    out += fmt::format(" {}={}", name, is_secret ? "[hidden]" : value);
  }
  return out;
}

}  // namespace

std::string BucketRegions::find(const std::string& bucket) const {
  const std::lock_guard lock(mutex_);
  const auto found = regions_.find(bucket);
  return found == regions_.end() ? "" : found->second;
}

void BucketRegions::learn(const std::string& bucket, std::string region) {
  const std::lock_guard lock(mutex_);
  regions_[bucket] = std::move(region);
}

Exchange::Exchange(Engine& engine, const Service& service, const Operation& operation,
                   const boost::json::object& input, const CallContext& context)
    : engine_(engine), service_(service), operation_(operation), input_(input), context_(context) {
  const boost::json::value* bucket =
      name_of(service) == "s3" ? input.if_contains("Bucket") : nullptr;
  if (bucket != nullptr && bucket->is_string()) bucket_ = std::string(bucket->get_string());
}

Result<boost::json::value> Exchange::run() {
  const ServiceModel& model = *service_.model;
  SEXTANT_TRY(wire_, serialize(model, operation_, input_, random_tokens(engine_.random)));
  while (true) {
    ++number_;
    ++tries_;
    SEXTANT_TRY(const Attempted made, attempt());
    Verdict verdict;
    if (!made.response) {
      report(made, made.response.error().code, "");
      verdict = after_silence(made, made.response.error());
    } else if (is_fault(model, operation_, *made.response)) {
      const Fault fault = parse_fault(model, operation_, *made.response);
      report(made, fault.code.empty() ? fmt::format("{}", fault.http_status) : fault.code,
             fault.request_id);
      verdict = after_fault(made, fault);
    } else {
      made.lane->pacer.accepted();
      made.lane->quota.give_back(last_retry_);
      auto result = parse_result(model, operation_, *made.response);
      report(made, result ? "" : result.error().code,
             made.response->headers.find("x-amzn-requestid").value_or(""));
      return result;
    }
    if (verdict.final) return failure(std::move(*verdict.final));
    if (!engine_.clock.sleep_until(engine_.clock.steady() + verdict.delay, context_.stop)) {
      return failure(stopped("http.cancelled", made.host));
    }
  }
}

Result<Exchange::Attempted> Exchange::attempt() {
  Attempted made;
  SEXTANT_TRY(Planned planned, plan(made));
  SEXTANT_TRY_VOID(pace(made));
  if (engine_.options.before_attempt) {
    if (auto allowed = engine_.options.before_attempt(name_of(service_), operation_.name, number_);
        !allowed) {
      made.lane->pacer.give_back();
      return failure(std::move(allowed).error());
    }
  }
  SEXTANT_TRY(const http::Request request, sign(std::move(planned), made));
  if (log::enabled(log::Level::kDebug)) {
    log::debug(fmt::format("aws: {} {} attempt {}: {} {}{}", name_of(service_), operation_.name,
                           number_, request.method, request.url,
                           loggable_headers(request.headers)));
  }
  made.started = engine_.clock.steady();
  made.response =
      engine_.http.send(request, context_.within(engine_.clock, engine_.options.attempt_timeout));
  return made;
}

Result<Exchange::Planned> Exchange::plan(Attempted& made) {
  if (engine_.provider && !operation_.is_anonymous()) {
    SEXTANT_TRY(made.credentials, engine_.provider->get(context_));
  }
  const std::string bucket_region = bucket_.empty() ? "" : engine_.buckets.find(bucket_);
  const std::string& region = bucket_region.empty() ? engine_.options.region : bucket_region;
  SEXTANT_TRY(const Endpoint endpoint, find_endpoint(engine_.options, service_, operation_, input_,
                                                     region, made.credentials.account_id));
  Planned planned;
  SEXTANT_TRY(planned.routed, route_request(service_, operation_, endpoint, wire_));
  SEXTANT_TRY(planned.signing, signing_scheme(*service_.model, operation_, endpoint, region));
  made.host = planned.routed.raw.headers.find("Host").value_or("");
  made.lane = &engine_.lanes->at(made.credentials.account_id,
                                 planned.signing ? planned.signing->region : region,
                                 std::string(name_of(service_)));
  return planned;
}

Result<http::Request> Exchange::sign(Planned planned, Attempted& made) const {
  RawRequest raw = std::move(planned.routed.raw);
  if (planned.signing) {
    made.clock_offset = engine_.skew.offset();
    planned.signing->time = engine_.skew.corrected(engine_.clock.wall());
    SEXTANT_TRY(SignedRequest done, sign_v4(raw, made.credentials, *planned.signing));
    raw = std::move(done.request);
  }
  http::Request request;
  request.method = std::move(raw.method);
  request.url = planned.routed.origin + raw.target;
  request.headers = std::move(raw.headers);
  request.headers.set("User-Agent", "sextant");
  request.body = std::move(raw.body);
  return request;
}

Result<void> Exchange::pace(const Attempted& made) {
  const auto delay = made.lane->pacer.take();
  const SteadyTime until = engine_.clock.steady() + delay;
  if (until > context_.deadline) {
    made.lane->pacer.give_back();
    return failure(stopped("http.timeout", made.host));
  }
  if (!engine_.clock.sleep_until(until, context_.stop)) {
    made.lane->pacer.give_back();
    return failure(stopped("http.cancelled", made.host));
  }
  return {};
}

Exchange::Verdict Exchange::after_silence(const Attempted& made, Error error) {
  error.facts.emplace_back("service", name_of(service_));
  error.facts.emplace_back("operation", operation_.name);
  const RetryKind kind = retry_kind(error);
  return retry_or_fail(made, kind, std::move(error));
}

Exchange::Verdict Exchange::after_fault(const Attempted& made, const Fault& fault) {
  Error error = error_from_fault(name_of(service_), operation_.name, fault);
  const RetryKind kind = retry_kind(fault);
  if (kind == RetryKind::kThrottling) {
    made.lane->pacer.refused();
  } else {
    made.lane->pacer.accepted();
  }
  if (corrects_clock(made, fault, error) || renews_credentials(made, fault, error) ||
      finds_bucket(made, fault)) {
    --tries_;
    return {};
  }
  return retry_or_fail(made, kind, std::move(error));
}

Exchange::Verdict Exchange::retry_or_fail(const Attempted& made, RetryKind kind, Error error) {
  if (kind == RetryKind::kNone || tries_ >= engine_.options.attempts_max ||
      context_.stop.stop_requested() || !made.lane->quota.take(kind)) {
    return {std::move(error)};
  }
  const auto retry_after =
      made.response ? made.response->headers.find("x-amz-retry-after") : std::nullopt;
  const milliseconds delay = retry_delay(kind, tries_, engine_.random.uniform(), retry_after);
  if (engine_.clock.steady() + delay >= context_.deadline) return {std::move(error)};
  last_retry_ = kind;
  return {std::nullopt, delay};
}

bool Exchange::corrects_clock(const Attempted& made, const Fault& fault, Error& error) {
  const FaultSubject subject = fault_subject(fault.code);
  if (subject != FaultSubject::kTime && subject != FaultSubject::kSignature) return false;
  const auto offset = ClockSkew::measure(made.response->headers.find("Date"), engine_.clock.wall());
  const bool is_off =
      offset && std::chrono::abs(*offset - made.clock_offset) > ClockSkew::kNoticeable;
  if (is_off && !clock_corrected_) {
    clock_corrected_ = true;
    engine_.skew.set(*offset);
    log::warning(fmt::format("this machine's clock is {}; requests are signed with AWS's time",
                             describe_skew(*offset)));
    return true;
  }
  // EC2 says "request expired" of an expired session, too.
  const bool may_be_session = fault.code == "RequestExpired" && offset && !is_off;
  if (is_off || (subject == FaultSubject::kTime && !may_be_session)) {
    error.code = "aws.clock_wrong";
    error.facts.emplace_back("skew", offset ? describe_skew(*offset) : "wrong");
  } else if (clock_corrected_) {
    error.detail +=
        fmt::format(" (this machine's clock is {}, which was allowed for)", describe_skew(*offset));
  }
  return false;
}

bool Exchange::renews_credentials(const Attempted& made, const Fault& fault, Error& error) {
  const bool is_about_them = error.code == "aws.expired_token" || error.code == "aws.invalid_token";
  if (!is_about_them || !engine_.provider || operation_.is_anonymous() || credentials_renewed_)
    return false;
  credentials_renewed_ = true;
  engine_.provider->invalidate();
  auto fresh = engine_.provider->get(context_);
  if (!fresh) {
    // Why they cannot be renewed is what a person can act on; what the service said stays with it.
    const auto remote = error.remote;
    error = std::move(fresh).error();
    if (!error.remote) error.remote = remote;
    return false;
  }
  log::debug(fmt::format("aws: credentials were fetched afresh after {}", fault.code));
  return fresh->access_key_id != made.credentials.access_key_id ||
         !(fresh->session_token == made.credentials.session_token);
}

bool Exchange::finds_bucket(const Attempted& made, const Fault& fault) {
  if (bucket_.empty() || bucket_found_) return false;
  auto region = made.response->headers.find("x-amz-bucket-region");
  if (!region || region->empty() || region->size() > 64) return false;
  const bool says_elsewhere = fault.http_status == 301 || fault.http_status == 307 ||
                              fault.code == "AuthorizationHeaderMalformed" ||
                              fault.http_status == 400;
  const std::string known = engine_.buckets.find(bucket_);
  if (!says_elsewhere || *region == (known.empty() ? engine_.options.region : known)) return false;
  bucket_found_ = true;
  engine_.buckets.learn(bucket_, *std::move(region));
  return true;
}

Error Exchange::stopped(std::string code, const std::string& host) const {
  return Error{std::move(code),
               fmt::format("before {} {} was answered", name_of(service_), operation_.name)}
      .with("host", host)
      .with("service", std::string(name_of(service_)))
      .with("operation", operation_.name);
}

void Exchange::report(const Attempted& made, std::string error_code, std::string request_id) const {
  Attempt attempt;
  attempt.service = name_of(service_);
  attempt.operation = operation_.name;
  attempt.number = number_;
  attempt.http_status = made.response ? made.response->status : 0;
  attempt.error_code = std::move(error_code);
  attempt.request_id = std::move(request_id);
  attempt.elapsed = std::chrono::duration_cast<milliseconds>(engine_.clock.steady() - made.started);
  if (log::enabled(log::Level::kDebug)) {
    log::debug(fmt::format("aws: {} {} attempt {}: status {} {} in {} ms, request id {}",
                           attempt.service, attempt.operation, attempt.number, attempt.http_status,
                           attempt.error_code, attempt.elapsed.count(), attempt.request_id));
  }
  if (engine_.options.on_attempt) engine_.options.on_attempt(attempt);
}

}  // namespace sextant::aws
