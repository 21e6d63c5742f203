#include "mcp/message.h"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace sextant::mcp {
namespace {

namespace json = boost::json;

int code_of(std::string_view text) {
  const auto message = read_message(text);
  return message ? 0 : message.error().error.code;
}

TEST(Message, IsARequestANotificationOrAResponse) {
  const auto request = read_message(R"({"jsonrpc":"2.0","id":"a","method":"m","params":{"x":1}})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->kind, Message::Kind::kRequest);
  EXPECT_EQ(request->id, json::value("a"));
  EXPECT_EQ(request->params.at("x"), json::value(1));
  EXPECT_EQ(read_message(R"({"jsonrpc":"2.0","method":"m"})")->kind, Message::Kind::kNotification);
  const auto answer = read_message(R"({"jsonrpc":"2.0","id":7,"result":{"y":2}})");
  EXPECT_EQ(answer->kind, Message::Kind::kResponse);
  EXPECT_EQ(answer->answer->at("y"), json::value(2));
  const auto refusal =
      read_message(R"({"jsonrpc":"2.0","id":7,"error":{"code":-1,"message":"no"}})");
  EXPECT_EQ(refusal->answer.error().message, "no");
}

TEST(Message, ThatIsNoneSaysWhy) {
  EXPECT_EQ(code_of("{"), kParseError);
  EXPECT_EQ(code_of("\xff"), kParseError);
  EXPECT_EQ(code_of(std::string(100, '[') + std::string(100, ']')), kParseError);
  EXPECT_EQ(code_of("[]"), kInvalidRequest);
  EXPECT_EQ(code_of("1"), kInvalidRequest);
  EXPECT_EQ(code_of(R"({"id":1,"method":"m"})"), kInvalidRequest);
  EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1.5,"method":"m"})"), kInvalidRequest);
  EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":{},"method":"m"})"), kInvalidRequest);
  EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"method":2})"), kInvalidRequest);
  EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"method":"m","params":[]})"), kInvalidRequest);
  EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1})"), kInvalidRequest);
  EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","result":{}})"), kInvalidRequest);
  EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"result":{},"error":{}})"), kInvalidRequest);
  EXPECT_EQ(code_of(std::string(kMessageBytesMax + 1, ' ')), kInvalidRequest);
}

TEST(Message, KeepsItsIdWhereItIsWrong) {
  const auto wrong = read_message(R"({"jsonrpc":"2.0","id":9,"method":"m","params":3})");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(json::serialize(make_error(wrong.error().id, wrong.error().error)).substr(0, 24),
            R"({"jsonrpc":"2.0","id":9,)");
  EXPECT_FALSE(make_error(nullptr, {}).contains("id"));
}

TEST(CanonicalText, DoesNotDependOnTheOrderOfMembers) {
  EXPECT_EQ(canonical_text(json::parse(R"({"b":[1,{"y":2,"x":"é"}],"a":null})")),
            canonical_text(json::parse(R"({"a":null,"b":[1,{"x":"é","y":2}]})")));
  EXPECT_NE(canonical_text(json::parse("[1,2]")), canonical_text(json::parse("[2,1]")));
}

}  // namespace
}  // namespace sextant::mcp
