#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "insight/cost_question.h"
#include "lake/layout.h"

namespace sextant::insight {

using lake::Grain;

// One of the tables that a sync pulls from Cost Explorer, which groups by two keys at most. Each
// holds the same costs, cut along other keys, so faces are never added to one another.
struct KeyedFace {
  lake::Face face = lake::Face::kTotal;
  std::vector<Key> keys;
  bool has_daily = false;
};

// All faces, fewest keys first; they live as long as the program.
const std::vector<KeyedFace>& faces();

// The keys that a face must have to answer: those of groups and filters, times left out, each once.
std::vector<Key> keys_needed(const CostQuestion& question);
bool covers(const KeyedFace& face, const std::vector<Key>& keys);
// The lake's column of a key that is no time.
std::string_view column_of(Key key);
// "account × service"; "the total" of a face without keys.
std::string describe(const KeyedFace& face);

}  // namespace sextant::insight
