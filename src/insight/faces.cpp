#include "insight/faces.h"

#include <algorithm>
#include <cassert>

#include "base/text.h"

namespace sextant::insight {

std::string_view name_of(Grain grain) {
  return grain == Grain::kDaily ? "daily" : "monthly";
}

const std::vector<Face>& faces() {
  static const auto* all =
      new std::vector<Face>{{"total", {}, true},
                            {"account_service", {Key::kAccount, Key::kService}, true},
                            {"service_region", {Key::kService, Key::kRegion}, false},
                            {"service_charge_type", {Key::kService, Key::kChargeType}, false}};
  return *all;
}

const Face* find_face(std::string_view name) {
  const auto found = std::ranges::find(faces(), name, &Face::name);
  return found == faces().end() ? nullptr : &*found;
}

std::vector<Key> keys_needed(const CostQuestion& question) {
  std::vector<Key> keys;
  const auto add = [&](Key key) {
    if (!is_time(key) && std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  };
  for (const Key key : question.groups) add(key);
  for (const Filter& filter : question.filters) add(filter.key);
  return keys;
}

bool covers(const Face& face, const std::vector<Key>& keys) {
  return std::ranges::all_of(
      keys, [&](Key key) { return std::ranges::find(face.keys, key) != face.keys.end(); });
}

std::string_view column_of(Key key) {
  switch (key) {
    case Key::kService:
      return "ServiceName";
    case Key::kAccount:
      return "SubAccountId";
    case Key::kRegion:
      return "RegionId";
    case Key::kChargeType:
      return "x_ChargeType";
    case Key::kDay:
    case Key::kMonth:
      break;
  }
  assert(false && "a time has no column of its own");
  return "";
}

std::string describe(const Face& face) {
  if (face.keys.empty()) return "the total";
  std::vector<std::string> names;
  for (const Key key : face.keys) names.emplace_back(name_of(key));
  return join(names, " × ");
}

}  // namespace sextant::insight
