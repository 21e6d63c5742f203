#pragma once

#include <string>

#include "state/cells.h"

namespace sextant::sync {

// Something worth telling while a sync runs, that is no failure by itself: a cell that starts over,
// a month that has changed.
struct Note {
  std::string code;  // of catalog/errors/sync.yaml
  std::string account_id;
  std::string text;
};

// Told what a sync does, from any of its threads. Implementations are thread-safe and quick.
class Observer {
 public:
  virtual ~Observer() = default;
  // A cell has changed; `pages_expected` is a guess.
  virtual void on_cell(const state::Cell& cell, int pages_expected) = 0;
  virtual void on_note(const Note& note) = 0;
};

}  // namespace sextant::sync
