#include "sim/services/services.h"

namespace sextant::sim {

void add_services(Simulation&) {}

}  // namespace sextant::sim
