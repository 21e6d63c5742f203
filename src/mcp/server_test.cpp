#include "mcp/server.h"

#include <gtest/gtest.h>

#include <thread>

#include "mcp/testing/talking.h"

namespace sextant::mcp {
namespace {

namespace json = boost::json;
using testing::modern;
using testing::SmallServer;

constexpr std::string_view kElicits = R"({"elicitation":{}})";

TEST(ServerModern, DiscoversWithoutAHandshake) {
  SmallServer small;
  const auto result = small.ask(modern(1, "server/discover"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->at("supportedVersions"), json::value(json::array{json::value("2026-07-28")}));
  EXPECT_EQ(result->at("resultType"), "complete");
  EXPECT_EQ(result->at("cacheScope"), "public");
  EXPECT_EQ(result->at("instructions"), "Ask it.");
  EXPECT_EQ(result->at("_meta").at(kServerKey).at("name"), "small");
  for (const char* capability : {"tools", "resources", "prompts"})
    EXPECT_TRUE(result->at("capabilities").as_object().contains(capability));
}

TEST(ServerModern, WantsToKnowTheClientInEachRequest) {
  SmallServer small;
  const auto code = [&](std::string_view text) { return small.ask(text).error().code; };
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":"server/discover"})"), kInvalidParams);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":)"
                 R"({"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}})"),
            kInvalidParams);
  const auto wrong = small.ask(R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":)"
                               R"({"io.modelcontextprotocol/protocolVersion":"2099-01-01",)"
                               R"("io.modelcontextprotocol/clientCapabilities":{}}}})");
  EXPECT_EQ(wrong.error().code, kUnsupportedVersion);
  EXPECT_EQ(wrong.error().data.at("requested"), "2099-01-01");
  for (const char* gone : {"initialize", "ping", "logging/setLevel", "resources/subscribe", "x"})
    EXPECT_EQ(code(modern(1, gone)), kMethodNotFound) << gone;
}

TEST(ServerLegacy, TakesTheClientsRevisionWhereItIsKnown) {
  for (const std::string& version : legacy_versions()) {
    SmallServer small;
    const auto result = small.ask_legacy(
        "initialize", R"({"protocolVersion":")" + version + R"(","capabilities":{}})");
    EXPECT_EQ(result->at("protocolVersion"), json::value(version));
    EXPECT_FALSE(result->contains("resultType"));
    const auto tools = small.ask_legacy("tools/list");
    const json::object& tool = tools->at("tools").at(0).as_object();
    EXPECT_EQ(tool.contains("annotations"), version >= "2025-03-26") << version;
    EXPECT_EQ(tool.contains("outputSchema"), version >= "2025-06-18") << version;
    EXPECT_FALSE(tools->contains("ttlMs"));
    const auto said =
        small.ask_legacy("tools/call", R"({"name":"echo","arguments":{"text":"hi"}})");
    EXPECT_EQ(said->contains("structuredContent"), version >= "2025-06-18") << version;
  }
  SmallServer small;
  EXPECT_EQ(
      small.ask_legacy("initialize", R"({"protocolVersion":"1999-01-01"})")->at("protocolVersion"),
      "2025-11-25");
  EXPECT_TRUE(small.ask_legacy("ping")->empty());
  EXPECT_EQ(small.ask_legacy("no/such").error().code, kMethodNotFound);
}

TEST(Server, SendsAllFourHintsAndKeepsTheOrder) {
  SmallServer small;
  const auto first = small.ask(modern(1, "tools/list"));
  const auto second = small.ask(modern(2, "tools/list"));
  EXPECT_EQ(first->at("tools"), second->at("tools"));
  for (const json::value& tool : first->at("tools").as_array()) {
    for (const char* hint : {"readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"})
      EXPECT_TRUE(tool.at("annotations").at(hint).is_bool());
  }
}

TEST(Server, GivesWhatAToolSays) {
  SmallServer small;
  const auto result =
      small.ask(modern(1, "tools/call", R"(,"name":"echo","arguments":{"text":"hi"})"));
  EXPECT_EQ(result->at("structuredContent").at("said"), "hi");
  EXPECT_EQ(result->at("content").at(0).at("text"), "hi");
  EXPECT_TRUE(small.wire.sent().empty()) << "nobody wanted progress or logs";
}

TEST(Server, TellsProgressAndLogsToWhoWantsThem) {
  SmallServer small;
  std::string request = modern(1, "tools/call", R"(,"name":"echo","arguments":{"text":"hi"})");
  request.replace(request.find(R"("_meta":{)"), 9,
                  R"("_meta":{"progressToken":"p","io.modelcontextprotocol/logLevel":"info",)");
  ASSERT_TRUE(small.ask(request));
  const auto sent = small.wire.sent();
  ASSERT_EQ(sent.size(), 2);
  EXPECT_EQ(sent[0].at("params").at("progressToken"), "p");
  EXPECT_EQ(sent[1].at("method"), "notifications/message");
}

TEST(Server, TellsAModelWhatIsWrongWithItsArguments) {
  SmallServer small;
  for (const char* arguments :
       {"{}", R"({"text":1})", R"({"text":"x","more":1})", R"({"txt":"x"})"}) {
    const auto result = small.ask(
        modern(1, "tools/call", R"(,"name":"echo","arguments":)" + std::string(arguments)));
    ASSERT_TRUE(result) << arguments;
    EXPECT_EQ(result->at("isError"), json::value(true));
    EXPECT_FALSE(result->contains("structuredContent"));
  }
  EXPECT_EQ(small.ask(modern(1, "tools/call", R"(,"name":"none")")).error().code, kInvalidParams);
  EXPECT_EQ(small.ask(modern(1, "tools/call")).error().code, kInvalidParams);
  EXPECT_EQ(small.ask(modern(1, "tools/call", R"(,"name":"echo","arguments":[])")).error().code,
            kInvalidParams);
}

TEST(Server, EchoesNothingThatIsNoText) {
  EXPECT_EQ(clipped("ab\xff", 10), "");
  EXPECT_EQ(clipped("aé", 2), "a");
  EXPECT_EQ(clipped("aé", 3), "aé");
  SmallServer small;
  const auto result = small.ask(modern(1, "resources/read", R"(,"uri":"test://items/%ff")"));
  EXPECT_EQ(result.error().code, kInvalidParams);
}

TEST(Server, SaysNothingOfItsOwnTroubles) {
  SmallServer small;
  const auto result = small.ask(modern(1, "tools/call", R"(,"name":"broken")"));
  EXPECT_EQ(result.error().code, kInternalError);
  EXPECT_EQ(result.error().message, "Internal error");
}

TEST(Server, ReadsResourcesAndPrompts) {
  SmallServer small;
  const auto one = small.ask(modern(1, "resources/read", R"(,"uri":"test://one")"));
  EXPECT_EQ(one->at("contents").at(0).at("text"), "one");
  EXPECT_EQ(one->at("ttlMs"), json::value(5));
  const auto item = small.ask(modern(1, "resources/read", R"(,"uri":"test://items/a%20b")"));
  EXPECT_EQ(item->at("contents").at(0).at("text"), "item a b");
  EXPECT_EQ(item->at("cacheScope"), "private");
  const auto none = small.ask(modern(1, "resources/read", R"(,"uri":"test://items/a/b")"));
  EXPECT_EQ(none.error().data.at("uri"), "test://items/a/b");
  const auto prompt =
      small.ask(modern(1, "prompts/get", R"(,"name":"greet","arguments":{"who":"Ana"})"));
  EXPECT_EQ(prompt->at("messages").at(0).at("content").at("text"), "Ana");
  EXPECT_EQ(small.ask(modern(1, "prompts/get", R"(,"name":"greet")")).error().code, kInvalidParams);
  EXPECT_EQ(small.ask(modern(1, "tools/list", R"(,"cursor":"x")")).error().code, kInvalidParams);
}

// Asks `confirm` and gives the state that comes with its question.
std::string begin_confirming(SmallServer& small) {
  const auto asked = small.ask(modern(1, "tools/call", R"(,"name":"confirm")", kElicits));
  EXPECT_EQ(asked->at("resultType"), "input_required");
  return std::string(asked->at("requestState").as_string());
}

std::string answer_with(const std::string& state, std::string_view name = "confirm",
                        std::string_view arguments = "{}") {
  return modern(2, "tools/call",
                R"(,"name":")" + std::string(name) + R"(","arguments":)" + std::string(arguments) +
                    R"(,"inputResponses":{"sure":{"action":"accept"}},"requestState":")" + state +
                    "\"",
                kElicits);
}

TEST(RequestState, ComesBackOnceToWhoItWasGiven) {
  SmallServer small;
  const std::string state = begin_confirming(small);
  EXPECT_EQ(small.ask(answer_with(state))->at("content").at(0).at("text"), "yes");
  EXPECT_EQ(small.ask(answer_with(state)).error().http_status, 400) << "used up";
}

TEST(RequestState, IsGoodForNothingElse) {
  SmallServer small;
  const std::string state = begin_confirming(small);
  EXPECT_FALSE(small.ask(answer_with(state, "confirm", R"({"other":1})")));
  EXPECT_FALSE(small.ask(answer_with(state, "wait")));
  EXPECT_FALSE(small.ask(answer_with(state + "x")));
  EXPECT_FALSE(small.ask(answer_with("x" + state)));
  EXPECT_FALSE(small.ask(answer_with(state.substr(0, state.find('.')))));
  EXPECT_FALSE(small.ask(answer_with("")));
  small.caller.id = "somebody else";
  EXPECT_FALSE(small.ask(answer_with(state)));
  small.caller.id = "somebody";
  SmallServer other;
  EXPECT_FALSE(other.ask(answer_with(state))) << "another process, another key";
  small.clock.advance(std::chrono::minutes(16));
  EXPECT_FALSE(small.ask(answer_with(state))) << "too old";
}

TEST(InputRequired, IsSentOnlyToWhoCanAnswer) {
  SmallServer small;
  const auto refused = small.ask(modern(1, "tools/call", R"(,"name":"confirm")"));
  EXPECT_EQ(refused.error().code, kMissingCapability);
  EXPECT_TRUE(refused.error().data.at("requiredCapabilities").as_object().contains("elicitation"));
  const auto by_url =
      small.ask(modern(1, "tools/call", R"(,"name":"confirm")", R"({"elicitation":{"url":{}}})"));
  EXPECT_EQ(by_url.error().code, kMissingCapability);
}

TEST(InputRequired, NeedsAnswersThatAreOnes) {
  SmallServer small;
  for (const char* responses : {"null", "3", "[]", R"({"sure":1})", R"({"sure":null})"}) {
    const auto result = small.ask(
        modern(1, "tools/call", R"(,"name":"confirm","inputResponses":)" + std::string(responses),
               kElicits));
    EXPECT_EQ(result.error().code, kInvalidParams) << responses;
  }
}

TEST(InputRequired, AsksALegacyClientWhileItWaits) {
  SmallServer small;
  ASSERT_TRUE(small.ask_legacy(
      "initialize", R"({"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}}})"));
  std::jthread client([&] {
    while (small.wire.sent().empty()) std::this_thread::yield();
    const json::object question = small.wire.sent().front();
    EXPECT_EQ(question.at("method"), "elicitation/create");
    Message answer;
    answer.kind = Message::Kind::kResponse;
    answer.id = question.at("id");
    answer.answer = json::object{{"action", "decline"}};
    small.session.inquiries.take(answer);
  });
  const auto result = small.ask_legacy("tools/call", R"({"name":"confirm"})");
  EXPECT_EQ(result->at("content").at(0).at("text"), "no");
}

}  // namespace
}  // namespace sextant::mcp
