#include "sim/services/services.h"

namespace sextant::sim {

void add_services(Simulation& simulation) {
  add_ec2(simulation);
  add_s3(simulation);
  add_data_services(simulation);
  add_compute_services(simulation);
  add_watching_services(simulation);
  add_edge_services(simulation);
  add_money_services(simulation);
  add_tagging(simulation);
}

}  // namespace sextant::sim
