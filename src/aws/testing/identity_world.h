#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "aws/credentials/chain.h"
#include "base/civil_time.h"
#include "base/testing/temporary_folder.h"

namespace sextant::aws::testing {

// Answers API calls from functions by "service:Operation", and writes down what was asked.
// Thread-safe.
class FakeApiCaller final : public ApiCaller {
 public:
  struct Call {
    std::string name;
    boost::json::object input;
    std::string region;
    std::string access_key_id;  // of the identity that signed; "" for none
  };
  using Answer = std::function<Result<boost::json::value>(const boost::json::object&)>;

  std::map<std::string, Answer> answers;
  std::vector<Call> calls;

  Result<boost::json::value> call(std::string_view service, std::string_view operation,
                                  const boost::json::object& input, const ClientOptions& options,
                                  std::shared_ptr<CredentialsProvider> provider,
                                  const CallContext& context) override {
    Call made{std::string(service) + ":" + std::string(operation), input, options.region, ""};
    if (provider) {
      SEXTANT_TRY(const Credentials credentials, provider->get(context));
      made.access_key_id = credentials.access_key_id;
    }
    Answer answer;
    {
      const std::lock_guard lock(mutex_);
      calls.push_back(made);
      answer = answers[made.name];
    }
    if (!answer) return failure("http.connect", "nobody answers " + made.name);
    return answer(input);
  }
  Result<std::string> endpoint_url(std::string_view service,
                                   const ClientOptions& options) override {
    return "https://" + std::string(service) + "." + options.region + ".example";
  }
  int count(const std::string& name) const {
    int out = 0;
    for (const Call& made : calls) out += made.name == name ? 1 : 0;
    return out;
  }

 private:
  std::mutex mutex_;
};

// Answers plain HTTP from a function, one request at a time.
class FakeHttp final : public http::Client {
 public:
  std::function<Result<http::Response>(const http::Request&)> answer;
  std::vector<http::Request> requests;

  Result<http::Response> send(const http::Request& request,
                              const CallContext& /*context*/) override {
    const std::lock_guard lock(mutex_);
    requests.push_back(request);
    if (!answer) return failure("http.connect", "nobody answers " + request.url);
    return answer(request);
  }

 private:
  std::mutex mutex_;
};

// Pretends to run programs, one at a time.
class FakeProcesses final : public Processes {
 public:
  std::function<Result<ProcessOutput>(const std::vector<std::string>&)> answer;
  std::vector<std::vector<std::string>> runs;

  Result<ProcessOutput> run(const std::vector<std::string>& arguments,
                            const ProcessOptions& /*options*/,
                            const CallContext& /*context*/) override {
    const std::lock_guard lock(mutex_);
    runs.push_back(arguments);
    if (!answer) return failure("process.not_found", arguments[0]);
    return answer(arguments);
  }

 private:
  std::mutex mutex_;
};

// An AWS error as a service sends it.
inline std::unexpected<Error> remote_error(const std::string& code, int status = 400) {
  Error error{"aws.refused", code};
  error.remote =
      RemoteFault{"service", "Operation", code, "the service's own words", "request-1", status};
  return failure(std::move(error));
}

// A home folder, variables, a clock and fakes for all that lies outside, for tests of how
// identities are found.
class IdentityWorld {
 public:
  IdentityWorld() { variables["HOME"] = folder.path().string(); }

  void write(const std::string& path_below_home, const std::string& text) {
    const auto path = folder.path() / path_below_home;
    (void)files.make_folders(path.parent_path());
    (void)files.write_atomically(path, text, 0600);
  }
  std::string read(const std::string& path_below_home) {
    return files.read(folder.path() / path_below_home, Files::kReadMax).value_or("");
  }
  void config(const std::string& text) { write(".aws/config", text); }
  void credentials(const std::string& text) { write(".aws/credentials", text); }

  // Built afresh from `variables`; lives until the next call.
  const Outside& outside() {
    environment = std::make_unique<Environment>(variables);
    outside_ = std::make_unique<Outside>(
        Outside{*environment, files, processes, http, clock, random, ask_secret});
    return *outside_;
  }
  CredentialTools tools() { return {outside(), caller, ClientOptions{}}; }

  Result<std::shared_ptr<CredentialsProvider>> provider(const Identity& identity) {
    CredentialTools made = tools();
    profile_files = ProfileFiles::load(*environment, files);
    SEXTANT_TRY(const ChosenProfile chosen,
                choose_profile(profile_files, *environment, identity.profile));
    SEXTANT_TRY(made.options, read_client_options(profile_files, chosen, *environment));
    return make_provider(made, profile_files, chosen, identity);
  }
  Result<Credentials> get(const Identity& identity = {}) {
    SEXTANT_TRY(const auto made, provider(identity));
    return made->get({});
  }
  Result<Credentials> get_profile(const std::string& profile) {
    Identity identity;
    identity.profile = profile;
    return get(identity);
  }

  TemporaryFolder folder;
  std::map<std::string, std::string> variables;
  SystemFiles files;
  FakeProcesses processes;
  FakeHttp http;
  ManualClock clock{*parse_rfc3339("2026-10-15T12:00:00Z")};
  SystemRandom random;
  std::function<std::optional<Secret>(const std::string&)> ask_secret;
  std::shared_ptr<FakeApiCaller> caller = std::make_shared<FakeApiCaller>();
  std::unique_ptr<Environment> environment;
  ProfileFiles profile_files;

 private:
  std::unique_ptr<Outside> outside_;
};

}  // namespace sextant::aws::testing
