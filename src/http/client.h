#pragma once

#include <memory>
#include <string>

#include "base/call_context.h"
#include "base/environment.h"
#include "base/result.h"
#include "http/message.h"

namespace sextant::http {

// Sends requests: the one way out of this machine. Tests pass one that answers by itself, fails and
// stalls. Implementations are thread-safe. A response of any status is a success here; redirects
// are not followed.
//
// Errors: http.connect (refused, no route, name not found), http.tls, http.timeout, http.cancelled,
// http.cut_body (the connection ended before the announced length), http.too_large, http.protocol,
// http.proxy, http.bad_url. Facts: "host".
class Client {
 public:
  virtual ~Client() = default;
  virtual Result<Response> send(const Request& request, const CallContext& context) = 0;
};

struct ClientOptions {
  std::string ca_bundle;  // path of a PEM file; empty for the system's
  // Proxies as in HTTPS_PROXY, HTTP_PROXY and NO_PROXY (lower case wins over upper, as curl has it;
  // HTTP_PROXY upper case is honoured too, as botocore does); empty for none.
  std::string https_proxy;
  std::string http_proxy;
  std::string no_proxy;
  std::chrono::milliseconds connect_timeout{10'000};
  long connections_per_host_max = 32;

  // From HTTPS_PROXY, NO_PROXY, AWS_CA_BUNDLE (else SSL_CERT_FILE, CURL_CA_BUNDLE) and their kin.
  static ClientOptions from(const Environment& environment);
};

// The client of the program: one thread drives libcurl's multi interface, so that callers share its
// connections; each `send` blocks its caller. The destructor cancels what is under way.
class CurlClient final : public Client {
 public:
  explicit CurlClient(ClientOptions options);
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;
  ~CurlClient() override;
  Result<Response> send(const Request& request, const CallContext& context) override;

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace sextant::http
