#include "insight/faces.h"

#include <algorithm>
#include <cassert>

#include "base/text.h"

namespace sextant::insight {

const std::vector<KeyedFace>& faces() {
  static const auto* all = new std::vector<KeyedFace>{
      {lake::Face::kTotal, {}, true},
      {lake::Face::kAccountService, {Key::kAccount, Key::kService}, true},
      {lake::Face::kServiceRegion, {Key::kService, Key::kRegion}, false},
      {lake::Face::kServiceChargeType, {Key::kService, Key::kChargeType}, false}};
  return *all;
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

bool covers(const KeyedFace& face, const std::vector<Key>& keys) {
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

std::string describe(const KeyedFace& face) {
  if (face.keys.empty()) return "the total";
  std::vector<std::string> names;
  for (const Key key : face.keys) names.emplace_back(name_of(key));
  return join(names, " × ");
}

}  // namespace sextant::insight
