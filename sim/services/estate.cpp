#include "sim/services/estate.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/civil_time.h"
#include "sim/derive.h"

namespace sextant::sim {

namespace {

constexpr std::array<std::string_view, 5> kTeams = {"payments", "search", "data", "web",
                                                    "platform"};
constexpr std::array<std::string_view, 3> kStages = {"prod", "staging", "dev"};
constexpr std::uint64_t kUntaggedOneIn = 5;

}  // namespace

const std::vector<std::string>& Estate::regions_in_use() {
  static const std::vector<std::string> kRegions = {"us-east-1", "eu-west-1"};
  return kRegions;
}

std::vector<Thing> Estate::things(const std::string& account_id, std::string_view region,
                                  std::string_view kind, std::uint64_t count_max) const {
  const auto& used = regions_in_use();
  const SimAccount* account = world_.find_account(account_id);
  if (account == nullptr || std::ranges::find(used, region) == used.end()) return {};
  const std::string label = fmt::format("estate/{}/{}/{}", account_id, region, kind);
  const std::uint64_t count =
      region == used.front() ? count_max : derive_number(world_.seed, label) % (count_max + 1);
  std::vector<Thing> out;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string own = fmt::format("{}/{}", label, i);
    Thing thing;
    thing.number = derive_number(world_.seed, own);
    const std::string_view team = kTeams[thing.number % kTeams.size()];
    thing.name = fmt::format("{}-{}-{}", kind, team, i + 1);
    thing.id = derive_text(world_.seed, own + "/id", kHexAlphabet, 17);
    const WallTime created =
        WallTime(account->joined) + std::chrono::hours(thing.number / 7 % 2000);
    thing.created = format_rfc3339(created);
    thing.created_s =
        std::chrono::duration_cast<std::chrono::seconds>(created.time_since_epoch()).count();
    if (thing.number / 11 % kUntaggedOneIn != 0) {
      thing.tags = {{"Name", thing.name},
                    {"team", std::string(team)},
                    {"stage", std::string(kStages[thing.number / 13 % kStages.size()])}};
    }
    out.push_back(std::move(thing));
  }
  return out;
}

const std::vector<RegionEntry>& all_regions() {
  static const std::vector<RegionEntry> kRegions = {
      {"us-east-1", true},      {"us-east-2", true},      {"us-west-1", true},
      {"us-west-2", true},      {"ca-central-1", true},   {"eu-central-1", true},
      {"eu-north-1", true},     {"eu-west-1", true},      {"eu-west-2", true},
      {"eu-west-3", true},      {"ap-northeast-1", true}, {"ap-northeast-2", true},
      {"ap-northeast-3", true}, {"ap-south-1", true},     {"ap-southeast-1", true},
      {"ap-southeast-2", true}, {"sa-east-1", true},      {"af-south-1", false},
      {"ap-east-1", false},     {"eu-south-1", false},    {"me-south-1", false}};
  return kRegions;
}

}  // namespace sextant::sim
