#pragma once

#include <string>

#include "sim/billing/books.h"
#include "sim/faults/faults.h"
#include "sim/world.h"

namespace sextant::sim {

// What the program is told by its flags.
struct Options {
  unsigned port = 0;
  WorldOptions world;
  BillingOptions billing;
  int page_rows = 1000;
  std::string profiles_folder;  // "" = write none
  FaultPlan faults;
  int device_interval_s = 1;  // how often a device sign-in may ask (AWS: 5)
};

// Reads the command line. On `--help` or an error prints what is to be said and returns nullopt
// with `exit_code` set.
std::optional<Options> read_options(int argc, const char* const* argv, int& exit_code);

}  // namespace sextant::sim
