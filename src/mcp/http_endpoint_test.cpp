#include "mcp/http_endpoint.h"

#include <gtest/gtest.h>

#include <thread>

#include "mcp/testing/talking.h"

namespace sextant::mcp {
namespace {

namespace json = boost::json;
using testing::modern;
using testing::SmallServer;

// Collects a stream; says that the client has gone once `pieces_max` have come.
class CollectingWriter final : public http::BodyWriter {
 public:
  bool write(std::string_view piece) override {
    text += piece;
    return ++pieces < pieces_max;
  }
  bool client_gone() override { return false; }

  std::string text;
  int pieces = 0;
  int pieces_max = 1000;
};

class HttpEndpointTest : public ::testing::Test {
 protected:
  http::ServerRequest request(std::string body, http::Headers headers = {}) {
    http::ServerRequest out{"POST", "/mcp", std::move(headers), std::move(body), "127.0.0.1"};
    out.headers.add("Content-Type", "application/json");
    if (!out.headers.has("Accept"))
      out.headers.add("Accept", "application/json, text/event-stream");
    return out;
  }
  http::ServerRequest modern_request(const std::string& body, const char* method,
                                     const char* name = nullptr) {
    http::ServerRequest out =
        request(body, {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", method}});
    if (name != nullptr) out.headers.add("Mcp-Name", name);
    return out;
  }
  http::ServerResponse send(const http::ServerRequest& asked) {
    return endpoint.handle(asked, small.caller);
  }
  // Begins a legacy session; its id.
  std::string begin(std::string_view capabilities = "{}") {
    const auto response = send(request(
        R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",)"
        R"("capabilities":)" +
        std::string(capabilities) + "}}"));
    EXPECT_EQ(response.status, 200);
    return response.headers.find("Mcp-Session-Id").value_or("");
  }
  static json::value body_of(const http::ServerResponse& response) {
    return json::parse(response.body);
  }
  static std::int64_t code_of(const http::ServerResponse& response) {
    return body_of(response).at("error").at("code").as_int64();
  }

  SmallServer small;
  HttpEndpoint endpoint{small.server, small.clock, small.random};
};

TEST_F(HttpEndpointTest, AnswersAModernRequestByItself) {
  const auto response = send(modern_request(modern(1, "tools/list"), "tools/list"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.find("Content-Type"), "application/json");
  EXPECT_TRUE(body_of(response).at("result").as_object().contains("tools"));
  EXPECT_FALSE(response.headers.has("Mcp-Session-Id"));
}

TEST_F(HttpEndpointTest, HoldsHeadersToTheBody) {
  const std::string list = modern(1, "tools/list");
  const std::string call = modern(1, "tools/call", R"(,"name":"echo","arguments":{"text":"x"})");
  const auto refused = [&](const http::ServerRequest& asked, int code) {
    const auto response = send(asked);
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(code_of(response), code) << response.body;
  };
  refused(request(list, {{"Mcp-Method", "tools/list"}}), kHeaderMismatch);
  refused(request(list, {{"MCP-Protocol-Version", "2026-07-28"}}), kHeaderMismatch);
  refused(modern_request(list, "TOOLS/LIST"), kHeaderMismatch);
  refused(modern_request(call, "tools/call"), kHeaderMismatch);
  refused(modern_request(call, "tools/call", "confirm"), kHeaderMismatch);
  refused(modern_request(call, "tools/call", "=?base64?ZWNobw?="), kHeaderMismatch);
  refused(request(list, {{"MCP-Protocol-Version", "2025-11-25"}, {"Mcp-Method", "tools/list"}}),
          kHeaderMismatch);
  EXPECT_EQ(send(modern_request(call, "tools/call", "  echo ")).status, 200);
  EXPECT_EQ(send(modern_request(call, "tools/call", "=?base64?ZWNobw==?=")).status, 200);
}

TEST_F(HttpEndpointTest, SaysWhichStatusAnErrorHas) {
  EXPECT_EQ(send(modern_request(modern(1, "ping"), "ping")).status, 404);
  EXPECT_EQ(send(request("{}", {{"MCP-Protocol-Version", "2099-01-01"}})).status, 400);
  EXPECT_EQ(send(request("{")).status, 400);
  http::ServerRequest get = request("");
  get.method = "GET";
  EXPECT_EQ(send(get).status, 405);
  EXPECT_EQ(send(get).headers.find("Allow"), "POST");
  get.method = "DELETE";
  EXPECT_EQ(send(get).status, 405);
  http::ServerRequest other = request(modern(1, "tools/list"));
  other.headers.set("Content-Type", "text/plain");
  EXPECT_EQ(send(other).status, 415);
  EXPECT_EQ(send(request("{}", {{"Accept", "text/html"}})).status, 406);
  const std::string unknown = modern(1, "tools/call", R"(,"name":"none")");
  EXPECT_EQ(send(modern_request(unknown, "tools/call", "none")).status, 200);
}

TEST_F(HttpEndpointTest, StreamsWhatIsToldBeforeTheAnswer) {
  std::string body = modern(1, "tools/call", R"(,"name":"echo","arguments":{"text":"x"})");
  body.replace(body.find(R"("_meta":{)"), 9, R"("_meta":{"progressToken":7,)");
  const auto response = send(modern_request(body, "tools/call", "echo"));
  EXPECT_EQ(response.headers.find("Content-Type"), "text/event-stream");
  EXPECT_EQ(response.headers.find("X-Accel-Buffering"), "no");
  ASSERT_TRUE(response.stream);
  CollectingWriter writer;
  response.stream(writer);
  EXPECT_NE(writer.text.find("notifications/progress"), std::string::npos);
  EXPECT_LT(writer.text.find("notifications/progress"), writer.text.find("structuredContent"));
}

TEST_F(HttpEndpointTest, StopsWhatItsClientNoLongerWaitsFor) {
  http::ServerRequest asked =
      modern_request(modern(1, "tools/call", R"(,"name":"wait")"), "tools/call", "wait");
  std::stop_source gone;
  asked.gone = gone.get_token();
  std::jthread leaving([&] { gone.request_stop(); });
  const auto response = send(asked);
  EXPECT_EQ(body_of(response).at("result").at("content").at(0).at("text"), "stopped");
}

TEST_F(HttpEndpointTest, KeepsSessionsApart) {
  const std::string id = begin();
  ASSERT_FALSE(id.empty());
  const auto list = R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})";
  EXPECT_EQ(send(request(list, {{"Mcp-Session-Id", id}})).status, 200);
  EXPECT_EQ(send(request(list, {{"Mcp-Session-Id", "none"}})).status, 404);
  EXPECT_EQ(endpoint.handle(request(list, {{"Mcp-Session-Id", id}}), {"another", ""}).status, 404);
  EXPECT_EQ(send(request(R"({"jsonrpc":"2.0","method":"notifications/initialized"})",
                         {{"Mcp-Session-Id", id}}))
                .status,
            202);
  http::ServerRequest end = request("", {{"Mcp-Session-Id", id}});
  end.method = "DELETE";
  EXPECT_EQ(endpoint.handle(end, {"another", ""}).status, 404);
  EXPECT_EQ(send(end).status, 204);
  EXPECT_EQ(send(request(list, {{"Mcp-Session-Id", id}})).status, 404);
}

TEST_F(HttpEndpointTest, ForgetsSessionsThatRest) {
  const std::string id = begin();
  small.clock.advance(std::chrono::minutes(61));
  EXPECT_EQ(
      send(request(R"({"jsonrpc":"2.0","id":2,"method":"ping"})", {{"Mcp-Session-Id", id}})).status,
      404);
}

TEST_F(HttpEndpointTest, AsksALegacyClientOnTheStreamOfItsRequest) {
  const std::string id = begin(R"({"elicitation":{}})");
  const auto response =
      send(request(R"({"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"confirm"}})",
                   {{"Mcp-Session-Id", id}}));
  ASSERT_TRUE(response.stream);
  EXPECT_EQ(send(request(R"({"jsonrpc":"2.0","id":1,"result":{"action":"accept","content":{}}})",
                         {{"Mcp-Session-Id", id}}))
                .status,
            202);
  CollectingWriter writer;
  response.stream(writer);
  EXPECT_NE(writer.text.find("elicitation/create"), std::string::npos);
  EXPECT_NE(writer.text.find("\"yes\""), std::string::npos);
}

TEST_F(HttpEndpointTest, AnswersPlainlyToWhoTakesNoStream) {
  const auto response =
      send(request(R"({"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"echo",)"
                   R"("arguments":{"text":"x"},"_meta":{"progressToken":1}}})",
                   {{"Accept", "application/json"}}));
  EXPECT_FALSE(response.stream);
  EXPECT_EQ(body_of(response).at("result").at("content").at(0).at("text"), "x");
}

}  // namespace
}  // namespace sextant::mcp
