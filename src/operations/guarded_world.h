#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/access.h"
#include "operations/consents.h"

namespace sextant::operations {

// Whether a URL's host needs nobody's word: AWS's own, or one of this machine that an
// AWS_ENDPOINT_URL variable names.
bool is_own_choice(std::string_view url, const Environment& environment);

// The world outside, for work that a person has agreed to: it runs the programs that were agreed to
// and no other, and calls AWS, and of other hosts only those that were agreed to. What is refused
// fails with web.consent_needed. This is the second wall: what an operation would do is told before
// (side_effects.h), and should that have been wrong, it is not done.
//
// Files are not guarded: what writes them tells so before, and a token that AWS has renewed must
// not be lost. `outside` and this object outlive what is made with it. Thread-safe.
class GuardedWorld {
 public:
  GuardedWorld(const aws::Outside& outside, const std::vector<Consent>& agreed);
  GuardedWorld(const GuardedWorld&) = delete;
  GuardedWorld& operator=(const GuardedWorld&) = delete;

  const aws::Outside& outside() const { return guarded_; }

 private:
  class GuardedProcesses final : public Processes {
   public:
    GuardedProcesses(const aws::Outside& outside, const std::vector<Consent>& agreed);
    Result<ProcessOutput> run(const std::vector<std::string>& arguments,
                              const ProcessOptions& options, const CallContext& context) override;

   private:
    Processes& inner_;
    std::vector<std::vector<std::string>> allowed_;
  };
  class GuardedHttp final : public http::Client {
   public:
    GuardedHttp(const aws::Outside& outside, const std::vector<Consent>& agreed);
    Result<http::Response> send(const http::Request& request, const CallContext& context) override;

   private:
    http::Client& inner_;
    const Environment& environment_;
    std::vector<std::string> allowed_;  // hosts with their ports, in lower case
  };

  GuardedProcesses processes_;
  GuardedHttp http_;
  aws::Outside guarded_;
};

}  // namespace sextant::operations
