#include "aws/credentials/process_source.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>

#include "aws/credentials/caching_provider.h"
#include "aws/json_fields.h"
#include "base/civil_time.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::chrono::seconds kProcessLimit{60};
constexpr std::size_t kShownMax = 500;

// Its arguments may be secret, so only the program is named.
Error process_error(std::string code, std::string detail, const std::string& program,
                    const std::string& origin) {
  return Error{std::move(code), std::move(detail)}.with("program", program).with("origin", origin);
}

std::string end_of(std::string_view text) {
  text = trim(text);
  if (text.size() <= kShownMax) return std::string(text);
  return "... " + std::string(text.substr(text.size() - kShownMax));
}

Result<Credentials> read_output(const ProcessOutput& output, const std::string& program,
                                const std::string& origin, const std::string& account_id) {
  const auto malformed = [&](std::string detail) {
    return failure(
        process_error("credentials.process_malformed", std::move(detail), program, origin));
  };
  const auto parsed = parse_object(output.out);
  if (!parsed) return malformed("its output is not a JSON object");
  const boost::json::object* fields = &*parsed;
  if (integer_field(fields, "Version") != 1)
    return malformed("its output does not say \"Version\": 1");
  Credentials credentials;
  credentials.access_key_id = text_field(fields, "AccessKeyId");
  credentials.secret_access_key = Secret(text_field(fields, "SecretAccessKey"));
  credentials.session_token = Secret(text_field(fields, "SessionToken"));
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) {
    return malformed("its output lacks AccessKeyId or SecretAccessKey");
  }
  if (const std::string expiration = text_field(fields, "Expiration"); !expiration.empty()) {
    const auto time = parse_rfc3339(expiration);
    if (!time) return malformed("its Expiration is not an ISO 8601 time");
    credentials.expires_at = *time;
  }
  credentials.account_id = text_field(fields, "AccountId");
  if (credentials.account_id.empty()) credentials.account_id = account_id;
  credentials.source = fmt::format("credential_process ({}, {})", program, origin);
  return credentials;
}

}  // namespace

std::shared_ptr<CredentialsProvider> process_provider(const CredentialTools& tools,
                                                      const std::string& command,
                                                      const std::string& origin,
                                                      const std::string& account_id) {
  auto fetch = [tools, command, origin,
                account_id](const CallContext& context) -> Result<Credentials> {
    auto words = split_command_line(command);
    if (!words || words->empty()) {
      return failure(process_error("credentials.process_failed",
                                   words ? "the command is empty" : words.error().detail, "(none)",
                                   origin));
    }
    const std::string program = words->front();
    words->front() = tools.outside.environment.expand(program).string();
    const auto output =
        tools.outside.processes.run(*words, {}, context.within(tools.outside.clock, kProcessLimit));
    if (!output) {
      return failure(
          process_error("credentials.process_failed", output.error().detail, program, origin));
    }
    if (output->exit_code != 0) {
      return failure(process_error(
          "credentials.process_failed",
          fmt::format("it ended with status {}: {}", output->exit_code, end_of(output->err)),
          program, origin));
    }
    return read_output(*output, program, origin, account_id);
  };
  return std::make_shared<CachingProvider>(std::move(fetch), tools.outside.clock);
}

}  // namespace sextant::aws
