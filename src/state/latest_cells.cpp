#include "state/latest_cells.h"

#include <map>
#include <string>
#include <tuple>

namespace sextant::state {

std::vector<const Cell*> latest_of_each_query(const std::vector<Cell>& cells) {
  std::map<std::tuple<std::string, std::string, std::string, std::string>, const Cell*> latest;
  for (const Cell& cell : cells)
    latest[{cell.account_id, cell.view, cell.face, cell.grain}] = &cell;
  std::vector<const Cell*> out;
  for (const auto& [query, cell] : latest) out.push_back(cell);
  return out;
}

}  // namespace sextant::state
