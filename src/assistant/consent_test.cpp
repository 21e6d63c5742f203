#include "assistant/consent.h"

#include <gmock/gmock.h>
#include <boost/json/array.hpp>

namespace sextant::assistant {
namespace {

namespace json = boost::json;
using operations::Consent;
using operations::ConsentKind;

const std::vector<Consent> kEffects = {
    {ConsentKind::kRunProgram, "/opt/keys --for prod", "the profile prod names it"}};
const std::vector<Consent> kOthers = {
    {ConsentKind::kRunProgram, "/opt/keys --for test", "the profile prod names it"}};

// A client that is asked by a result.
void make_able(mcp::Call& call) {
  call.client.capabilities = {{"elicitation", json::object()}};
}

void answer(mcp::Call& call, const std::vector<Consent>& asked_about, json::object given) {
  call.state = json::object{{"effects", digest_of(asked_about)}};
  call.answers = {{"consent", std::move(given)}};
}

const json::object kYes = {{"action", "accept"}, {"content", json::object{{"agree", true}}}};
const json::object kNo = {{"action", "decline"}};

// "asked", "agreed", or the error's code.
std::string outcome(const mcp::Call& call) {
  const auto asked = agree_to(call, kEffects, "May it?", Error{"assistant.check_not_allowed", ""});
  if (!asked) return asked.error().code;
  return *asked ? "asked" : "agreed";
}

TEST(Consent, IsAskedOfAPerson) {
  mcp::Call call;
  EXPECT_EQ(outcome(call), "assistant.check_not_allowed") << "nobody can be asked";
  make_able(call);
  EXPECT_EQ(outcome(call), "asked");
  call.era = mcp::Era::kLegacy;
  EXPECT_EQ(outcome(call), "assistant.check_not_allowed") << "a legacy client needs a stream";
}

TEST(Consent, HoldsForJustWhatWasAskedAbout) {
  mcp::Call call;
  make_able(call);
  answer(call, kEffects, kYes);
  EXPECT_EQ(outcome(call), "agreed");
  answer(call, kOthers, kYes);
  EXPECT_EQ(outcome(call), "asked") << "it was about something else";
  call.state = nullptr;
  EXPECT_EQ(outcome(call), "asked") << "no state of ours came back";
}

TEST(Consent, IsNotGivenByAnythingElse) {
  mcp::Call call;
  make_able(call);
  const json::object unsure[] = {
      kNo,
      {{"action", "accept"}},
      {{"action", "accept"}, {"content", json::object{{"agree", false}}}},
      {{"action", "accept"}, {"content", json::object{{"agree", "true"}}}},
      {{"action", "decline"}, {"content", json::object{{"agree", true}}}}};
  for (const json::object& given : unsure) {
    answer(call, kEffects, given);
    EXPECT_EQ(outcome(call), "assistant.declined");
  }
}

TEST(Consent, ShowsWhatItIsAbout) {
  const std::vector<Consent> hostile = {
      {ConsentKind::kForeignHost, "evil.example\x1b[2J", "an endpoint\nnames it"}};
  const std::string shown = describe(hostile);
  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
  EXPECT_EQ(shown.find('\n'), std::string::npos);
  EXPECT_THAT(shown, ::testing::HasSubstr("call the host evil.example"));
  EXPECT_NE(digest_of(kEffects), digest_of(kOthers));
}

}  // namespace
}  // namespace sextant::assistant
