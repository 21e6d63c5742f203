#pragma once

#include <duckdb.h>

#include <vector>

#include "lake/engine.h"

namespace sextant::lake {

// Between DuckDB's values and ours. Included by .cpp files only.

// kOther for all that `ChunkReader` cannot read.
ColumnKind kind_of(duckdb_type type);

void bind_value(duckdb_prepared_statement statement, std::size_t index, const Parameter& value);

// Fills chunks of rows and hands them to an appender, which outlives it.
class ChunkWriter final : public RowSink {
 public:
  explicit ChunkWriter(duckdb_appender appender);
  ChunkWriter(const ChunkWriter&) = delete;
  ChunkWriter& operator=(const ChunkWriter&) = delete;
  ~ChunkWriter();

  void null() override;
  void flag(bool value) override;
  void integer(std::int64_t value) override;
  void text(std::string_view value) override;
  void decimal(Decimal value) override;
  void time(WallTime value) override;

  // Error: lake.failed where the row does not fit the table, or a text is not UTF-8.
  Result<void> end_row();
  // Hands over what has not been handed over yet.
  Result<void> flush();

 private:
  struct Vector {
    duckdb_type type;
    duckdb_vector vector = nullptr;
    void* data = nullptr;
  };
  // Where the next value goes, if that is of one of the types; else the row is bad.
  Vector* next(duckdb_type type, duckdb_type other);
  void find_vectors();

  duckdb_appender appender_;
  duckdb_data_chunk chunk_ = nullptr;
  std::vector<Vector> vectors_;
  std::size_t column_ = 0;
  idx_t row_ = 0;
  bool is_bad_ = false;
};

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
