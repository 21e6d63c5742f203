#include "aws/catalog.h"
#include "connect/policy.h"

namespace sextant::connect {

ActionLookup catalog_actions() {
  return
      [](std::string_view service, std::string_view operation) -> Result<std::vector<std::string>> {
        SEXTANT_TRY(const auto* allowed, aws::allowed_operation(service, operation));
        return allowed->actions;
      };
}

}  // namespace sextant::connect
