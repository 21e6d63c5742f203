#include "web/serve.h"

#include <gtest/gtest.h>

#include "base/testing/temporary_folder.h"
#include "base/text.h"
#include "http/client.h"
#include "web/contract.h"
#include "web/handlers/handlers.h"
#include "web/own_handlers.h"
#include "web/scheduled_sync.h"

namespace sextant::web {
namespace {

std::string listen(std::string_view text) {
  const auto parsed = parse_listen(text);
  return parsed ? parsed->first + " " + std::to_string(parsed->second) : parsed.error().code;
}

TEST(Serve, ReadsWhereToListen) {
  EXPECT_EQ(listen("127.0.0.1:7390"), "127.0.0.1 7390");
  EXPECT_EQ(listen("localhost:0"), "127.0.0.1 0");
  EXPECT_EQ(listen("[::1]:80"), "::1 80");
  EXPECT_EQ(listen("8080"), "127.0.0.1 8080");
  EXPECT_EQ(listen(":8080"), "127.0.0.1 8080");
  for (const char* wrong :
       {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "a:b", "a:-1"})
    EXPECT_EQ(listen(wrong), "usage.serve") << wrong;
}

TEST(Serve, LeavesThisMachineOnlyWithTlsAndAToken) {
  const auto code = [](const ListenPlace& place, bool has_token) {
    const auto fine = check_place(place, has_token);
    return fine ? "" : fine.error().code;
  };
  EXPECT_EQ(code({"127.0.0.1", 7390}, false), "");
  EXPECT_EQ(code({"::1", 7390}, false), "");
  EXPECT_EQ(code({"0.0.0.0", 7390}, true), "web.tls_needed");
  EXPECT_EQ(code({"192.168.1.5", 7390}, true), "web.tls_needed");
  EXPECT_EQ(code({"127.evil.example", 7390}, true), "web.tls_needed");
  EXPECT_EQ(code({"0.0.0.0", 7390, true}, false), "web.token_needed");
  EXPECT_EQ(code({"0.0.0.0", 7390, true}, true), "");
}

TEST(Serve, EachOperationHasAHandlerAndEachHandlerAnOperation) {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  const Environment environment({{"HOME", folder.path().string()}});
  SystemFiles files;
  SystemProcesses processes;
  http::CurlClient http(http::ClientOptions{});
  const SystemClock clock;
  SystemRandom random;
  const aws::Outside outside{environment, files, processes, http, clock, random};
  const auto database = *state::Database::open(folder.path() / "state.db");
  Auth auth(*database, clock, random);
  Changes changes;
  Tasks tasks(clock, random, changes);
  ScheduledSync work(outside, folder.path(), *database, tasks, changes);
  Scheduler scheduler(*database, clock, random, changes, work, {});
  HandlerTable handlers;
  add_own_handlers(handlers, {*database, environment, clock, random, folder.path(), "1", auth,
                              tasks, changes, scheduler});
  operations::Context context(outside, folder.path(), *database);
  add_handlers(handlers, {context, tasks, changes, "1", [&] { return scheduler.next_at(); }});
  EXPECT_EQ(join(mismatches(Contract::of_program(), handlers), "\n"), "");
  const auto readiness = work.look({});
  ASSERT_TRUE(readiness) << readiness.error().code;
  EXPECT_TRUE(readiness->ready.empty()) << "nothing is connected, which is no fault";
}

}  // namespace
}  // namespace sextant::web
