#include <fmt/core.h>

#include "sim/world.h"

int main() {
  for (const auto& account : sextant::sim::make_world({}).organizations.front().accounts) {
    fmt::print("{} {}\n", account.id, account.name);
  }
}
