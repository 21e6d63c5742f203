#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "http/client.h"

namespace sextant::aws {

// An HTTP client for tests: gives the answers that it was told, in order, and keeps what was asked.
// Where none is left it fails to connect.
class FakeHttp final : public http::Client {
 public:
  using Answer = std::function<Result<http::Response>(const http::Request&, const CallContext&)>;

  void answer(int status, std::string body, http::Headers headers = {}) {
    answers_.emplace_back([=](const http::Request&, const CallContext&) -> Result<http::Response> {
      return http::Response{status, headers, body};
    });
  }
  void fail(std::string code) {
    answers_.emplace_back([=](const http::Request&, const CallContext&) -> Result<http::Response> {
      return failure(Error{code, "made to fail"}.with("host", "fake"));
    });
  }
  void answer_with(Answer answer) { answers_.push_back(std::move(answer)); }

  Result<http::Response> send(const http::Request& request, const CallContext& context) override {
    Answer next;
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back(request);
      if (answers_.empty())
        return failure(Error{"http.connect", "nobody answers"}.with("host", "fake"));
      next = std::move(answers_.front());
      answers_.pop_front();
    }
    return next(request, context);
  }

  const std::vector<http::Request>& asked() const { return asked_; }
  std::size_t answers_left() const { return answers_.size(); }

 private:
  std::mutex mutex_;
  std::deque<Answer> answers_;
  std::vector<http::Request> asked_;
};

}  // namespace sextant::aws
