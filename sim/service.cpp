#include "sim/service.h"

#include <algorithm>

namespace sextant::sim {

void Registry::add(Service service) {
  services_.push_back(std::move(service));
}

void Registry::add_control(const std::string& method, const std::string& path,
                           ControlHandler handler) {
  controls_[{method, path}] = std::move(handler);
}

const Service* Registry::find(std::string_view service_name) const {
  const auto found = std::ranges::find(services_, service_name, &Service::name);
  return found == services_.end() ? nullptr : &*found;
}

const ControlHandler* Registry::find_control(const std::string& method,
                                             const std::string& path) const {
  const auto found = controls_.find({method, path});
  return found == controls_.end() ? nullptr : &found->second;
}

}  // namespace sextant::sim
