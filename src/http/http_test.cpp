// The real client against the real server over loopback, and against raw sockets that misbehave.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

#include "http/client.h"
#include "http/server.h"

namespace sextant::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

CallContext soon(milliseconds limit = seconds(10)) {
  return {std::chrono::steady_clock::now() + limit, {}};
}

class HttpTest : public ::testing::Test {
 protected:
  void serve(Server::Handler handler, ServerOptions options = {}) {
    server_ = *Server::start(std::move(options), std::move(handler));
  }
  std::string url(const std::string& target) const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + target;
  }
  // Sends raw bytes and returns all that comes back until the server closes.
  std::string raw(const std::string& bytes) const {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(server_->port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
    std::string out;
    char block[4096];
    for (ssize_t got = 0; (got = recv(fd, block, sizeof block, 0)) > 0;)
      out.append(block, static_cast<std::size_t>(got));
    close(fd);
    return out;
  }

  CurlClient client_{ClientOptions{}};
  std::unique_ptr<Server> server_;
};

TEST_F(HttpTest, CarriesMethodTargetHeadersAndBodyUnchanged) {
  serve([](const ServerRequest& request) {
    return ServerResponse{201,
                          {{"X-Seen", request.method + " " + request.target},
                           {"X-Same", *request.headers.find("x-mine")}},
                          request.body,
                          {}};
  });
  const auto response = client_.send(
      {"POST", url("/a//b/../c%2F?x=%20&x=2"), {{"X-Mine", "yes"}}, "the body"}, soon());
  ASSERT_TRUE(response) << response.error().detail;
  EXPECT_EQ(response->status, 201);
  EXPECT_EQ(response->headers.find("X-Seen"), "POST /a//b/../c%2F?x=%20&x=2")
      << "the path must stay as it was signed";
  EXPECT_EQ(response->headers.find("x-same"), "yes");
  EXPECT_EQ(response->body, "the body");
}

TEST_F(HttpTest, AddsNoHeaderOfItsOwnThatIsNotNeeded) {
  serve([](const ServerRequest& request) {
    std::string names;
    for (const auto& [name, value] : request.headers.fields()) names += name + ";";
    return ServerResponse{200, {}, names, {}};
  });
  EXPECT_EQ(
      client_.send({"POST", url("/"), {{"X-Empty", ""}}, std::string(5000, 'x')}, soon())->body,
      "Host;X-Empty;Content-Length;");
  EXPECT_EQ(client_.send({"GET", url("/"), {}, ""}, soon())->body, "Host;");
}

TEST_F(HttpTest, HeadHasNoBody) {
  serve([](const ServerRequest&) {
    return ServerResponse{200, {{"Content-Length", "1000"}}, "", {}};
  });
  const auto response = client_.send({"HEAD", url("/"), {}, ""}, soon());
  ASSERT_TRUE(response) << response.error().detail;
  EXPECT_EQ(response->body, "");
}

TEST_F(HttpTest, ServesManyAtOnce) {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  ServerOptions options;
  options.threads = 8;
  serve(
      [&](const ServerRequest& request) {
        const int now = ++inside;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
        }
        std::this_thread::sleep_for(milliseconds(5));
        --inside;
        return ServerResponse{200, {}, request.target, {}};
      },
      options);
  std::vector<std::jthread> callers;
  std::atomic<int> fine = 0;
  for (int caller = 0; caller < 16; ++caller) {
    callers.emplace_back([&, caller] {
      for (int i = 0; i < 20; ++i) {
        const std::string target = "/" + std::to_string(caller) + "/" + std::to_string(i);
        const auto response = client_.send({"GET", url(target), {}, ""}, soon());
        if (response && response->body == target) ++fine;
      }
    });
  }
  callers.clear();
  EXPECT_EQ(fine, 320);
  EXPECT_GT(most, 1);
}

TEST_F(HttpTest, ADeadlineEndsTheWaitAndTheClientGoesOn) {
  serve([](const ServerRequest& request) {
    if (request.target == "/slow") std::this_thread::sleep_for(milliseconds(600));
    return ServerResponse{};
  });
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(client_.send({"GET", url("/slow"), {}, ""}, soon(milliseconds(100))).error().code,
            "http.timeout");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(500));
  EXPECT_TRUE(client_.send({"GET", url("/fast"), {}, ""}, soon()));
  EXPECT_EQ(client_.send({"GET", url("/fast"), {}, ""}, soon(milliseconds(-1))).error().code,
            "http.timeout");
}

TEST_F(HttpTest, AStopEndsTheWait) {
  serve([](const ServerRequest&) {
    std::this_thread::sleep_for(milliseconds(500));
    return ServerResponse{};
  });
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(milliseconds(50));
    stop.request_stop();
  });
  EXPECT_EQ(
      client_.send({"GET", url("/"), {}, ""}, {SteadyTime::max(), stop.get_token()}).error().code,
      "http.cancelled");
}

TEST_F(HttpTest, StreamsAndCutsBodies) {
  serve([](const ServerRequest& request) {
    ServerResponse response;
    if (request.target == "/cut") response.headers.add("Content-Length", "100");
    response.stream = [](BodyWriter& writer) {
      EXPECT_TRUE(writer.write("one "));
      EXPECT_TRUE(writer.write("two"));
    };
    return response;
  });
  EXPECT_EQ(client_.send({"GET", url("/whole"), {}, ""}, soon())->body, "one two");
  EXPECT_EQ(client_.send({"GET", url("/cut"), {}, ""}, soon()).error().code, "http.cut_body");
  EXPECT_EQ(client_.send({"GET", url("/whole"), {}, ""}, soon())->body, "one two");
}

TEST_F(HttpTest, BoundsAnswersAndRequests) {
  ServerOptions options;
  options.body_bytes_max = 1000;
  options.header_bytes_max = 2000;
  serve([](const ServerRequest&) { return ServerResponse{200, {}, std::string(5000, 'x'), {}}; },
        options);
  Request request{"GET", url("/"), {}, ""};
  request.response_bytes_max = 4999;
  EXPECT_EQ(client_.send(request, soon()).error().code, "http.too_large");
  EXPECT_EQ(client_.send({"POST", url("/"), {}, std::string(1001, 'x')}, soon())->status, 413);
  EXPECT_EQ(client_.send({"GET", url("/"), {{"X", std::string(3000, 'x')}}, ""}, soon())->status,
            431);
}

TEST_F(HttpTest, RefusesMalformedAndSmuggledRequests) {
  std::atomic<int> handled = 0;
  serve([&](const ServerRequest&) {
    ++handled;
    return ServerResponse{};
  });
  for (const char* bytes :
       {"GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\nHost a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"}) {
    const std::string answer = raw(bytes);
    EXPECT_TRUE(answer.empty() || answer.starts_with("HTTP/1.1 400")) << bytes << " → " << answer;
  }
  EXPECT_EQ(handled, 0);
}

TEST_F(HttpTest, AThrowingHandlerIsA500) {
  serve([](const ServerRequest&) -> ServerResponse { throw std::runtime_error("for the test"); });
  EXPECT_EQ(client_.send({"GET", url("/"), {}, ""}, soon())->status, 500);
}

TEST_F(HttpTest, CutsOffSlowClients) {
  ServerOptions options;
  options.header_time = milliseconds(300);
  serve([](const ServerRequest&) { return ServerResponse{}; }, options);
  EXPECT_EQ(raw("GET / HTTP/1.1\r\nHost:"), "") << "the server closes while the header is awaited";
}

TEST_F(HttpTest, SendsItsLastAnswerBeforeItEnds) {
  for (int round = 0; round < 20; ++round) {
    std::promise<void> asked;
    serve([&](const ServerRequest&) {
      asked.set_value();
      return ServerResponse{200, {}, std::string(100'000, 'x'), {}};
    });
    auto answer = std::async(std::launch::async, [&, where = url("/")] {
      return client_.send({"GET", where, {}, ""}, soon());
    });
    asked.get_future().wait();
    server_.reset();
    const auto response = answer.get();
    ASSERT_TRUE(response) << response.error().detail;
    EXPECT_EQ(response->body.size(), 100'000U);
  }
}

TEST_F(HttpTest, NamesWhyNoAnswerCame) {
  serve([](const ServerRequest&) { return ServerResponse{}; });
  const std::string gone = url("/");
  const unsigned port = server_->port();
  const auto taken =
      Server::start({"127.0.0.1", port}, [](const ServerRequest&) { return ServerResponse{}; });
  EXPECT_EQ(taken.error().code, "http.address_in_use");
  const auto tls =
      client_.send({"GET", "https://127.0.0.1:" + std::to_string(port) + "/", {}, ""}, soon());
  EXPECT_EQ(tls.error().code, "http.tls");
  server_.reset();
  EXPECT_EQ(client_.send({"GET", gone, {}, ""}, soon()).error().code, "http.connect");
  EXPECT_EQ(client_.send({"GET", "ftp://127.0.0.1/", {}, ""}, soon()).error().code, "http.bad_url");
  EXPECT_EQ(Server::start({"not an address"}, {}).error().code, "http.bind");
}

TEST_F(HttpTest, UsesTheProxyButNotForLoopback) {
  ServerOptions as_proxy;
  as_proxy.allow_absolute_target = true;
  serve(
      [](const ServerRequest& request) {
        return ServerResponse{200, {}, "proxied " + request.target, {}};
      },
      as_proxy);
  ClientOptions options;
  options.http_proxy = url("");
  options.no_proxy = "direct.example";
  CurlClient client(options);
  EXPECT_EQ(client.send({"GET", "http://cloud.example/x", {}, ""}, soon())->body,
            "proxied http://cloud.example/x");
  EXPECT_EQ(client.send({"GET", url("/y"), {}, ""}, soon())->body, "proxied /y");
  Request direct{"GET", "http://127.0.0.1:1/", {}, ""};
  direct.allow_proxy = false;
  EXPECT_EQ(client.send(direct, soon()).error().code, "http.connect");
  server_.reset();
  EXPECT_EQ(client.send({"GET", "http://cloud.example/x", {}, ""}, soon()).error().code,
            "http.proxy")
      << "the proxy is gone";
}

TEST(HttpOptions, ReadVariablesInTheUsualOrder) {
  const auto options = ClientOptions::from(Environment({{"HTTPS_PROXY", "upper"},
                                                        {"https_proxy", "lower"},
                                                        {"HTTP_PROXY", "plain"},
                                                        {"NO_PROXY", "a,b"},
                                                        {"AWS_CA_BUNDLE", ""},
                                                        {"SSL_CERT_FILE", "/ca.pem"}}));
  EXPECT_EQ(options.https_proxy, "lower");
  EXPECT_EQ(options.http_proxy, "plain");
  EXPECT_EQ(options.no_proxy, "a,b");
  EXPECT_EQ(options.ca_bundle, "/ca.pem");
}

}  // namespace
}  // namespace sextant::http
