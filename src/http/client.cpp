#include "http/client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "base/text.h"

namespace sextant::http {
namespace {

constexpr int kPollMs = 1000;  // an idle engine looks around this often; work wakes it at once
constexpr std::size_t kHeaderBytesMax = 256U << 10U;

void initialize_curl_once() {
  static const CURLcode status = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (status != CURLE_OK) throw std::runtime_error("libcurl cannot be initialized");
}

std::string variable(const Environment& environment, const std::string& lower) {
  if (const auto value = environment.get_non_empty(lower)) return *value;
  return environment.get_non_empty(to_upper(lower)).value_or("");
}

// One request under way. Owned by the caller's stack frame; the engine's thread touches it between
// `submit` and `finished`.
struct Transfer {
  std::uint64_t id = 0;  // never used twice, as addresses are
  const Request* request = nullptr;
  CURL* easy = nullptr;
  curl_slist* headers = nullptr;
  Response response;
  std::size_t header_bytes = 0;
  bool too_large = false;
  char message[CURL_ERROR_SIZE] = {};

  std::mutex mutex;
  std::condition_variable_any wake;
  bool finished = false;  // guarded by mutex
  CURLcode outcome = CURLE_OK;

  Transfer() = default;
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() {
    if (easy != nullptr) curl_easy_cleanup(easy);
    curl_slist_free_all(headers);
  }
};

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (transfer.response.body.size() + size * count > transfer.request->response_bytes_max) {
    transfer.too_large = true;
    return 0;
  }
  transfer.response.body.append(data, size * count);
  return size * count;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line(data, size * count);
  transfer.header_bytes += line.size();
  if (transfer.header_bytes > kHeaderBytesMax) {
    transfer.too_large = true;
    return 0;
  }
  // A proxy's or an interim (1xx) answer comes before the real one.
  if (line.starts_with("HTTP/")) transfer.response.headers = Headers();
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos) {
    transfer.response.headers.add(std::string(line.substr(0, colon)),
                                  std::string(trim(line.substr(colon + 1))));
  }
  return line.size();
}

// Whether it was the proxy that could not be reached: libcurl names the host that it tried.
bool failed_at_proxy(const Transfer& transfer, const UrlParts& parts, const std::string& proxy) {
  return transfer.outcome == CURLE_COULDNT_CONNECT && !proxy.empty() &&
         std::string_view(transfer.message).find(parts.host) == std::string_view::npos;
}

std::string error_code(const Transfer& transfer) {
  if (transfer.too_large) return "http.too_large";
  switch (transfer.outcome) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return "http.proxy";
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
      return "http.connect";
    case CURLE_OPERATION_TIMEDOUT:
      return "http.timeout";
    case CURLE_PARTIAL_FILE:
      return "http.cut_body";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return "http.tls";
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return "http.bad_url";
    default:
      return "http.protocol";
  }
}

template <typename Value>
void set_option(CURL* easy, CURLoption option, Value value) {
  if (curl_easy_setopt(easy, option, value) != CURLE_OK)
    throw std::logic_error("libcurl refuses an option");
}

}  // namespace

ClientOptions ClientOptions::from(const Environment& environment) {
  ClientOptions options;
  options.https_proxy = variable(environment, "https_proxy");
  options.http_proxy = variable(environment, "http_proxy");
  options.no_proxy = variable(environment, "no_proxy");
  for (const char* name : {"AWS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
    if (options.ca_bundle.empty()) options.ca_bundle = environment.get_non_empty(name).value_or("");
  }
  return options;
}

// Owns the multi handle. New transfers and cancellations reach its thread by way of two queues and
// curl_multi_wakeup.
class CurlClient::Engine {
 public:
  explicit Engine(ClientOptions options) : options_(std::move(options)) {
    initialize_curl_once();
    multi_ = curl_multi_init();
    if (multi_ == nullptr) throw std::runtime_error("libcurl cannot make a multi handle");
    curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, options_.connections_per_host_max);
    thread_ = std::jthread([this](const std::stop_token& stop) { loop(stop); });
  }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine() {
    thread_.request_stop();
    curl_multi_wakeup(multi_);
    thread_.join();
    curl_multi_cleanup(multi_);
  }

  Result<Response> send(const Request& request, const CallContext& context) {
    const auto parts = split_url(request.url);
    if (!parts)
      return failure("http.bad_url", "not an absolute http or https URL without user information");
    const std::string host(parts->host);
    if (context.stop.stop_requested())
      return failure(Error{"http.cancelled", host}.with("host", host));
    if (std::chrono::steady_clock::now() >= context.deadline) {
      return failure(Error{"http.timeout", "no time was left to ask " + host}.with("host", host));
    }
    Transfer transfer;
    prepare(transfer, request, *parts);
    submit(transfer);
    const std::string waited = wait(transfer, context);
    if (!waited.empty()) return failure(Error{waited, host}.with("host", host));
    if (transfer.outcome != CURLE_OK) {
      const std::string words =
          transfer.message[0] != '\0' ? transfer.message : curl_easy_strerror(transfer.outcome);
      const std::string code = failed_at_proxy(transfer, *parts, proxy_for(request, *parts))
                                   ? "http.proxy"
                                   : error_code(transfer);
      return failure(Error{code, fmt::format("{}: {}", host, words)}
                         .with("host", host)
                         .with("url", fmt::format("{}://{}/", parts->scheme, parts->authority)));
    }
    long status = 0;
    curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
    transfer.response.status = static_cast<int>(status);
    return std::move(transfer.response);
  }

 private:
  void prepare(Transfer& transfer, const Request& request, const UrlParts& parts) const {
    transfer.request = &request;
    transfer.easy = curl_easy_init();
    if (transfer.easy == nullptr) throw std::bad_alloc();
    CURL* easy = transfer.easy;
    set_option(easy, CURLOPT_PRIVATE, static_cast<void*>(&transfer));
    set_option(easy, CURLOPT_ERRORBUFFER, static_cast<char*>(transfer.message));
    set_option(easy, CURLOPT_NOSIGNAL, 1L);
    set_option(easy, CURLOPT_URL, request.url.c_str());
    set_option(easy, CURLOPT_PATH_AS_IS, 1L);
    set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set_option(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set_option(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set_option(easy, CURLOPT_CONNECTTIMEOUT_MS,
               static_cast<long>(options_.connect_timeout.count()));
    set_option(easy, CURLOPT_WRITEFUNCTION, on_body);
    set_option(easy, CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
    set_option(easy, CURLOPT_HEADERFUNCTION, on_header);
    set_option(easy, CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
    set_option(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (!options_.ca_bundle.empty()) set_option(easy, CURLOPT_CAINFO, options_.ca_bundle.c_str());
    choose_proxy(easy, request, parts);
    choose_method(easy, request);
    choose_headers(transfer, request);
  }

  // An empty proxy also keeps libcurl from reading the variables itself: they were read once, from
  // Environment.
  void choose_proxy(CURL* easy, const Request& request, const UrlParts& parts) const {
    set_option(easy, CURLOPT_PROXY, proxy_for(request, parts).c_str());
    set_option(easy, CURLOPT_NOPROXY, options_.no_proxy.c_str());
  }

  std::string proxy_for(const Request& request, const UrlParts& parts) const {
    if (!request.allow_proxy || is_loopback_host(parts.host)) return "";
    return equals_ignoring_case(parts.scheme, "https") ? options_.https_proxy : options_.http_proxy;
  }

  static void choose_method(CURL* easy, const Request& request) {
    if (request.method == "HEAD") {
      set_option(easy, CURLOPT_NOBODY, 1L);
    } else if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
      set_option(easy, CURLOPT_POST, 1L);
      set_option(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set_option(easy, CURLOPT_POSTFIELDS, request.body.data());
    }
    set_option(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }

  static void choose_headers(Transfer& transfer, const Request& request) {
    // What libcurl would add by itself is not signed and not wanted.
    for (const char* unwanted : {"Expect:", "Accept:", "User-Agent:", "Content-Type:"}) {
      const std::string_view name(unwanted, std::string_view(unwanted).size() - 1);
      if (!request.headers.has(name))
        transfer.headers = curl_slist_append(transfer.headers, unwanted);
    }
    for (const auto& [name, value] : request.headers.fields()) {
      // "Name;" is libcurl's way to send a header without a value.
      const std::string line = value.empty() ? name + ";" : name + ": " + value;
      transfer.headers = curl_slist_append(transfer.headers, line.c_str());
    }
    set_option(transfer.easy, CURLOPT_HTTPHEADER, transfer.headers);
  }

  void submit(Transfer& transfer) {
    const std::lock_guard lock(mutex_);
    transfer.id = ++last_id_;
    submitted_.push_back(&transfer);
    curl_multi_wakeup(multi_);
  }

  // Waits until the engine let go of the transfer. Gives the code of what ended the wait early, or
  // "".
  std::string wait(Transfer& transfer, const CallContext& context) {
    std::unique_lock lock(transfer.mutex);
    const auto is_finished = [&] { return transfer.finished; };
    const SteadyTime longest = std::chrono::steady_clock::now() + std::chrono::hours(24);
    if (transfer.wake.wait_until(lock, context.stop, std::min(context.deadline, longest),
                                 is_finished))
      return "";
    lock.unlock();
    {
      const std::lock_guard queue_lock(mutex_);
      cancelled_.push_back(transfer.id);
      curl_multi_wakeup(multi_);
    }
    lock.lock();
    transfer.wake.wait(lock, is_finished);
    return context.stop.stop_requested() ? "http.cancelled" : "http.timeout";
  }

  static void finish(Transfer& transfer, CURLcode outcome) {
    const std::lock_guard lock(transfer.mutex);
    transfer.outcome = outcome;
    transfer.finished = true;
    transfer.wake
        .notify_all();  // under the lock: the caller destroys the transfer as soon as it may
  }

  void loop(const std::stop_token& stop) {
    while (true) {
      take_queues(stop.stop_requested());
      if (stop.stop_requested() && running_.empty()) return;
      int active = 0;
      curl_multi_perform(multi_, &active);
      collect();
      curl_multi_poll(multi_, nullptr, 0, kPollMs, nullptr);
    }
  }

  void take_queues(bool stopping) {
    const std::lock_guard lock(mutex_);
    for (Transfer* transfer : submitted_) {
      running_[transfer->easy] = transfer;
      curl_multi_add_handle(multi_, transfer->easy);
    }
    submitted_.clear();
    for (const std::uint64_t id : cancelled_) {
      const auto found = std::ranges::find_if(
          running_, [id](const auto& entry) { return entry.second->id == id; });
      // One that finished in the meantime is not there any more.
      if (found != running_.end()) end(found->first, *found->second, CURLE_ABORTED_BY_CALLBACK);
    }
    cancelled_.clear();
    while (stopping && !running_.empty()) {
      end(running_.begin()->first, *running_.begin()->second, CURLE_ABORTED_BY_CALLBACK);
    }
  }

  void collect() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const auto found = running_.find(message->easy_handle);
      if (found != running_.end()) end(found->first, *found->second, message->data.result);
    }
  }

  void end(CURL* easy, Transfer& transfer, CURLcode outcome) {
    curl_multi_remove_handle(multi_, easy);
    running_.erase(easy);
    finish(transfer, outcome);
  }

  const ClientOptions options_;
  CURLM* multi_ = nullptr;
  std::mutex mutex_;
  std::uint64_t last_id_ = 0;            // guarded by mutex_
  std::deque<Transfer*> submitted_;      // guarded by mutex_
  std::deque<std::uint64_t> cancelled_;  // guarded by mutex_; ids
  std::map<CURL*, Transfer*> running_;   // the engine's thread only
  std::jthread thread_;
};

CurlClient::CurlClient(ClientOptions options)
    : engine_(std::make_unique<Engine>(std::move(options))) {}
CurlClient::~CurlClient() = default;

Result<Response> CurlClient::send(const Request& request, const CallContext& context) {
  return engine_->send(request, context);
}

}  // namespace sextant::http
