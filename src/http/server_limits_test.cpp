// The limits of the server, against clients that are slow, many, gone or in no hurry to leave.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "http/server.h"

namespace sextant::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A socket that does what the test says and no more.
class RawClient {
 public:
  explicit RawClient(unsigned port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    const timeval limit{10, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { leave(); }

  void leave() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }
  bool send(std::string_view bytes) const {
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }
  void get(const std::string& target) const {
    EXPECT_TRUE(send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"));
  }
  // What comes until `end` was seen or the server closes.
  std::string read(std::string_view end = "never") const {
    std::string out;
    char block[4096];
    while (out.find(end) == std::string::npos) {
      const ssize_t got = recv(fd_, block, sizeof block, 0);
      if (got <= 0) break;
      out.append(block, static_cast<std::size_t>(got));
    }
    return out;
  }

 private:
  int fd_;
};

bool comes_true(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(milliseconds(2));
  }
  return true;
}

// Sends "tick" and then waits until the client or the server is gone.
ServerResponse endless(const ServerRequest& request) {
  ServerResponse response;
  response.is_endless = true;
  response.stream = [gone = request.gone](BodyWriter& writer) {
    writer.write("tick");
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait(lock, gone, [] { return false; });
  };
  return response;
}

class ServerLimitsTest : public ::testing::Test {
 protected:
  void serve(Server::Handler handler) {
    server_ = *Server::start(options_, std::move(handler));
    port_ = server_->port();
  }
  static ServerResponse echo(const ServerRequest& request) {
    return {200, {}, request.target + request.body, {}};
  }

  ServerOptions options_;
  std::unique_ptr<Server> server_;
  unsigned port_ = 0;
};

TEST_F(ServerLimitsTest, AnswersPipelinedRequestsInOrder) {
  serve(echo);
  const RawClient client(port_);
  client.send(
      "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy"
      "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string all = client.read();
  EXPECT_LT(all.find("/1xy"), all.find("/2"));
  EXPECT_LT(all.find("/2"), all.find("/3"));
  EXPECT_NE(all.find("/3"), std::string::npos);
}

TEST_F(ServerLimitsTest, AHandlerLearnsThatItsClientHasGone) {
  std::atomic<bool> began = false;
  std::atomic<bool> stopped = false;
  serve([&](const ServerRequest& request) {
    began = true;
    stopped = comes_true([&] { return request.gone.stop_requested(); });
    return ServerResponse{};
  });
  RawClient client(port_);
  client.get("/");
  ASSERT_TRUE(comes_true([&] { return began.load(); }));
  client.leave();
  EXPECT_TRUE(comes_true([&] { return stopped.load(); }));
}

TEST_F(ServerLimitsTest, EndlessStreamsKeepNoHandlerWaiting) {
  options_.threads = 1;
  options_.streams_max = 2;
  serve([](const ServerRequest& request) {
    return request.target == "/stream" ? endless(request) : echo(request);
  });
  RawClient one(port_);
  const RawClient two(port_);
  for (const RawClient* stream : std::vector<const RawClient*>{&one, &two}) {
    stream->get("/stream");
    EXPECT_NE(stream->read("tick").find("tick"), std::string::npos);
  }
  const RawClient other(port_);
  other.get("/other");
  EXPECT_NE(other.read("/other").find("200 OK"), std::string::npos);
  other.get("/stream");
  EXPECT_NE(other.read("open\n").find("503 "), std::string::npos) << "one more than may be";
  one.leave();
  const RawClient three(port_);
  EXPECT_TRUE(comes_true([&] {
    three.get("/stream");
    return three.read("\r\n\r\n").find("200 OK") != std::string::npos;
  })) << "a stream ends with its client";
}

TEST_F(ServerLimitsTest, EndsStreamsWhenItStops) {
  serve(endless);
  const RawClient client(port_);
  client.get("/");
  client.read("tick");
  const auto begun = std::chrono::steady_clock::now();
  server_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(3));
  EXPECT_EQ(client.read(), "") << "and closes the connection";
}

TEST_F(ServerLimitsTest, CutsOffWhoDripsAHeaderOrABody) {
  options_.header_time = milliseconds(200);
  options_.body_time = milliseconds(200);
  serve(echo);
  for (const char* begin :
       {"GET / HTTP/1.1\r\nX: ", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"}) {
    const RawClient client(port_);
    const auto begun = std::chrono::steady_clock::now();
    client.send(begin);
    while (client.send("x") && std::chrono::steady_clock::now() - begun < seconds(5)) {
      std::this_thread::sleep_for(milliseconds(20));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(3)) << begin;
    EXPECT_EQ(client.read(), "");
  }
}

TEST_F(ServerLimitsTest, CutsOffWhoDoesNotReadAndIsIdle) {
  options_.write_time = milliseconds(200);
  options_.idle_time = milliseconds(200);
  serve([](const ServerRequest&) {
    return ServerResponse{200, {}, std::string(64U << 20U, 'x'), {}};
  });
  const RawClient reader(port_);
  reader.get("/");
  const RawClient idle(port_);
  ASSERT_TRUE(comes_true([&] { return server_->connections() == 2; }));
  EXPECT_TRUE(comes_true([&] { return server_->connections() == 0; }));
}

TEST_F(ServerLimitsTest, BoundsTheConnectionsOfOneClient) {
  options_.connections_per_client_max = 2;
  serve(echo);
  const RawClient one(port_);
  const RawClient two(port_);
  for (const RawClient* client : {&one, &two}) {
    client->get("/fine");
    client->read("/fine");
  }
  EXPECT_NE(RawClient(port_).read("\n").find("503"), std::string::npos);
}

TEST_F(ServerLimitsTest, RefusesALargeBodyBeforeItComes) {
  options_.body_bytes_max = 1000;
  std::atomic<int> handled = 0;
  serve([&](const ServerRequest& request) {
    ++handled;
    return echo(request);
  });
  const RawClient client(port_);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 104857600\r\n\r\n");
  EXPECT_NE(client.read("large\n").find("413"), std::string::npos);
  const RawClient pushy(port_);
  pushy.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 104857600\r\n\r\n");
  pushy.send(std::string(1U << 20U, 'x'));
  EXPECT_NE(pushy.read("large\n").find("413"), std::string::npos)
      << "the answer must not be lost with what was not read";
  EXPECT_EQ(handled, 0);
}

TEST_F(ServerLimitsTest, SendsNoChunksToWhoDoesNotKnowThem) {
  serve([](const ServerRequest&) {
    ServerResponse response;
    response.stream = [](BodyWriter& writer) { writer.write("body"); };
    return response;
  });
  const RawClient client(port_);
  client.send("GET / HTTP/1.0\r\n\r\n");
  const std::string all = client.read();
  EXPECT_TRUE(all.ends_with("\r\n\r\nbody")) << all;
  EXPECT_EQ(all.find("chunked"), std::string::npos);
}

TEST_F(ServerLimitsTest, AsksForABodyThatWaits) {
  serve(echo);
  const RawClient client(port_);
  client.send("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  EXPECT_NE(client.read("/pok").find("200 OK"), std::string::npos);
}

TEST_F(ServerLimitsTest, RefusesAHeaderThatCannotEndWell) {
  serve(echo);
  const RawClient client(port_);
  client.send("GET / HTTP/1.1\nHost: a\n\n");
  EXPECT_NE(client.read().find("400"), std::string::npos) << "at once, not when the time is over";
  const RawClient chunked(port_);
  chunked.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  EXPECT_NE(chunked.read().find("411"), std::string::npos);
}

TEST_F(ServerLimitsTest, NamesACertificateThatIsNone) {
  options_.tls = TlsFiles{"/dev/null", "/dev/null"};
  EXPECT_EQ(Server::start(options_, echo).error().code, "http.certificate");
}

}  // namespace
}  // namespace sextant::http
