#pragma once

#include <string>

#include "insight/cost_comparison.h"
#include "insight/forecast.h"
#include "operations/parquet.h"

namespace sextant::operations {

// Answers about costs as files. CSV has a header line, exact amounts, and `kind` for rows that are
// no group's; Parquet has the same columns, with the provenance in its footer.
std::string to_csv(const insight::CostAnswer& answer);
ParquetTable to_parquet(const insight::CostAnswer& answer);
std::string to_csv(const insight::CostComparison& comparison);
std::string to_csv(const insight::ForecastAnswer& answer);

}  // namespace sextant::operations
