#pragma once

#include <vector>

#include "operations/consents.h"
#include "operations/context.h"
#include "operations/guarded_world.h"

namespace sextant::operations {

// A context for work that a person has agreed to: nothing else is run or called. `base`, over whose
// state and folder it works, outlives it. Thread-safe as a Context is.
class AgreedContext {
 public:
  AgreedContext(Context& base, const std::vector<Consent>& agreed)
      : world_(base.outside, agreed), context_(world_.outside(), base) {}
  Context& get() { return context_; }

 private:
  GuardedWorld world_;
  Context context_;
};

}  // namespace sextant::operations
