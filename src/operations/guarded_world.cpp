#include "operations/guarded_world.h"

#include <algorithm>
#include <array>

#include "aws/credentials/endpoint_trust.h"
#include "base/text.h"
#include "http/message.h"

namespace sextant::operations {
namespace {

// Where AWS answers on its own machines: containers and instances.
constexpr std::array<std::string_view, 5> kMetadataHosts = {
    "169.254.170.2", "169.254.170.23", "fd00:ec2::23", "169.254.169.254", "fd00:ec2::254"};

}  // namespace

bool is_own_choice(std::string_view url, const Environment& environment) {
  const auto parts = http::split_url(url);
  if (!parts) return false;
  if (aws::is_aws_host(parts->host)) return true;
  if (!http::is_loopback_host(parts->host)) return false;
  return std::ranges::any_of(environment.all(), [&](const auto& variable) {
    if (variable.first != "AWS_ENDPOINT_URL" && !variable.first.starts_with("AWS_ENDPOINT_URL_"))
      return false;
    const auto named = http::split_url(variable.second);
    return named && equals_ignoring_case(named->authority, parts->authority);
  });
}

GuardedWorld::GuardedProcesses::GuardedProcesses(const aws::Outside& outside,
                                                 const std::vector<Consent>& agreed)
    : inner_(outside.processes) {
  for (const Consent& consent : agreed) {
    if (consent.kind != ConsentKind::kRunProgram) continue;
    auto words = split_command_line(consent.what);
    if (!words || words->empty()) continue;
    // As the source of credentials runs it.
    words->front() = outside.environment.expand(words->front()).string();
    allowed_.push_back(std::move(*words));
  }
}

Result<ProcessOutput> GuardedWorld::GuardedProcesses::run(const std::vector<std::string>& arguments,
                                                          const ProcessOptions& options,
                                                          const CallContext& context) {
  if (std::ranges::find(allowed_, arguments) != allowed_.end())
    return inner_.run(arguments, options, context);
  return failure("web.consent_needed",
                 "nobody has agreed to run " + (arguments.empty() ? "" : arguments.front()));
}

GuardedWorld::GuardedHttp::GuardedHttp(const aws::Outside& outside,
                                       const std::vector<Consent>& agreed)
    : inner_(outside.http), environment_(outside.environment) {
  for (const Consent& consent : agreed) {
    if (consent.kind == ConsentKind::kForeignHost) allowed_.push_back(consent.what);
  }
}

Result<http::Response> GuardedWorld::GuardedHttp::send(const http::Request& request,
                                                       const CallContext& context) {
  const auto parts = http::split_url(request.url);
  const bool is_allowed =
      !parts ||  // refused by the client itself
      std::ranges::find(kMetadataHosts, parts->host) != kMetadataHosts.end() ||
      std::ranges::find(allowed_, to_lower(parts->authority)) != allowed_.end() ||
      is_own_choice(request.url, environment_);
  if (is_allowed) return inner_.send(request, context);
  return failure(
      Error{"web.consent_needed", "nobody has agreed to call " + std::string(parts->authority)}
          .with("host", std::string(parts->host)));
}

GuardedWorld::GuardedWorld(const aws::Outside& outside, const std::vector<Consent>& agreed)
    : processes_(outside, agreed),
      http_(outside, agreed),
      guarded_{outside.environment, outside.files, processes_, http_,
               outside.clock,       outside.random} {}

}  // namespace sextant::operations
