#pragma once

#include <duckdb.h>

#include <vector>

#include "lake/engine.h"

namespace sextant::lake {

// Between DuckDB's values and ours. Included by .cpp files only.

// kOther for all that `ChunkReader` cannot read.
ColumnKind kind_of(duckdb_type type);

void bind_value(duckdb_prepared_statement statement, std::size_t index, const Parameter& value);
bool append_value(duckdb_appender appender, const Parameter& value);

// Reads the rows of one chunk of an answer; lives no longer than the chunk.
class ChunkReader {
 public:
  ChunkReader(duckdb_result& result, duckdb_data_chunk chunk);
  std::size_t size() const { return size_; }
  Row row(std::size_t index) const;

 private:
  struct Vector {
    duckdb_type type;  // of a DECIMAL, that of its units
    bool is_decimal = false;
    int scale = 0;
    void* data = nullptr;
    std::uint64_t* validity = nullptr;  // null where there is no NULL
  };
  static std::string text_of(const Vector& vector, std::size_t row);

  std::size_t size_;
  std::vector<Vector> vectors_;
};

// An integer number of 10^-scale in plain notation without trailing zeros.
std::string decimal_text(Decimal::Units units, int scale);

}  // namespace sextant::lake
