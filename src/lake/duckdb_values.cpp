#include "lake/duckdb_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/civil_time.h"
#include "base/text.h"

namespace sextant::lake {
namespace {

using Units = Decimal::Units;

duckdb_hugeint to_hugeint(Units units) {
  return {static_cast<std::uint64_t>(units), static_cast<std::int64_t>(units >> 64)};
}

Units from_hugeint(const duckdb_hugeint& value) {
  return static_cast<Units>(value.upper) * (static_cast<Units>(1) << 64) +
         static_cast<Units>(value.lower);
}

duckdb_timestamp to_timestamp(WallTime time) {
  return {std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count()};
}

duckdb_decimal to_decimal(Decimal value) {
  return {38, Decimal::kScale, to_hugeint(value.units())};
}

template <typename T>
const T& at(const void* data, std::size_t row) {
  return static_cast<const T*>(data)[row];
}

std::string date_text(duckdb_date date) {
  if (!duckdb_is_finite_date(date)) return date.days > 0 ? "infinity" : "-infinity";
  const duckdb_date_struct parts = duckdb_from_date(date);
  return fmt::format("{:04}-{:02}-{:02}", parts.year, parts.month, parts.day);
}

std::string timestamp_text(duckdb_timestamp time) {
  if (!duckdb_is_finite_timestamp(time)) return time.micros > 0 ? "infinity" : "-infinity";
  const duckdb_timestamp_struct parts = duckdb_from_timestamp(time);
  std::string out =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", parts.date.year, parts.date.month,
                  parts.date.day, parts.time.hour, parts.time.min, parts.time.sec);
  if (parts.time.micros != 0) {
    out += fmt::format(".{:06}", parts.time.micros);
    out.erase(out.find_last_not_of('0') + 1);
  }
  return out + "Z";
}

Units units_at(duckdb_type type, const void* data, std::size_t row) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
      return at<std::int8_t>(data, row);
    case DUCKDB_TYPE_SMALLINT:
      return at<std::int16_t>(data, row);
    case DUCKDB_TYPE_INTEGER:
      return at<std::int32_t>(data, row);
    case DUCKDB_TYPE_BIGINT:
      return at<std::int64_t>(data, row);
    case DUCKDB_TYPE_UTINYINT:
      return at<std::uint8_t>(data, row);
    case DUCKDB_TYPE_USMALLINT:
      return at<std::uint16_t>(data, row);
    case DUCKDB_TYPE_UINTEGER:
      return at<std::uint32_t>(data, row);
    case DUCKDB_TYPE_UBIGINT:
      return static_cast<Units>(at<std::uint64_t>(data, row));
    default:
      return from_hugeint(at<duckdb_hugeint>(data, row));
  }
}

}  // namespace

ColumnKind kind_of(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_VARCHAR:
      return ColumnKind::kText;
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
      return ColumnKind::kInteger;
    case DUCKDB_TYPE_DECIMAL:
      return ColumnKind::kDecimal;
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      return ColumnKind::kDouble;
    case DUCKDB_TYPE_BOOLEAN:
      return ColumnKind::kBoolean;
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return ColumnKind::kTimestamp;
    case DUCKDB_TYPE_DATE:
      return ColumnKind::kDate;
    default:
      return ColumnKind::kOther;
  }
}

void bind_value(duckdb_prepared_statement statement, std::size_t index, const Parameter& value) {
  if (const auto* flag = std::get_if<bool>(&value)) {
    duckdb_bind_boolean(statement, index, *flag);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    duckdb_bind_int64(statement, index, *integer);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    duckdb_bind_varchar_length(statement, index, text->data(), text->size());
  } else if (const auto* decimal = std::get_if<Decimal>(&value)) {
    duckdb_bind_decimal(statement, index, to_decimal(*decimal));
  } else if (const auto* time = std::get_if<WallTime>(&value)) {
    duckdb_bind_timestamp(statement, index, to_timestamp(*time));
  } else {
    duckdb_bind_null(statement, index);
  }
}

void RowSink::value(const Parameter& value) {
  if (const auto* boolean = std::get_if<bool>(&value)) {
    flag(*boolean);
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    integer(*number);
  } else if (const auto* string = std::get_if<std::string>(&value)) {
    text(*string);
  } else if (const auto* amount = std::get_if<Decimal>(&value)) {
    decimal(*amount);
  } else if (const auto* moment = std::get_if<WallTime>(&value)) {
    time(*moment);
  } else {
    null();
  }
}

ChunkWriter::ChunkWriter(duckdb_appender appender) : appender_(appender) {
  std::vector<duckdb_logical_type> types;
  for (idx_t i = 0; i < duckdb_appender_column_count(appender); ++i) {
    types.push_back(duckdb_appender_column_type(appender, i));
    vectors_.push_back({duckdb_get_type_id(types.back())});
  }
  chunk_ = duckdb_create_data_chunk(types.data(), types.size());
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  find_vectors();
}

ChunkWriter::~ChunkWriter() {
  duckdb_destroy_data_chunk(&chunk_);
}

void ChunkWriter::find_vectors() {
  for (idx_t i = 0; i < vectors_.size(); ++i) {
    vectors_[i].vector = duckdb_data_chunk_get_vector(chunk_, i);
    vectors_[i].data = duckdb_vector_get_data(vectors_[i].vector);
  }
}

ChunkWriter::Vector* ChunkWriter::next(duckdb_type type, duckdb_type other) {
  if (column_ < vectors_.size()) {
    Vector& found = vectors_[column_++];
    if (found.type == type || found.type == other) return &found;
  }
  is_bad_ = true;
  return nullptr;
}

void ChunkWriter::null() {
  if (column_ >= vectors_.size()) {
    is_bad_ = true;
    return;
  }
  duckdb_vector vector = vectors_[column_++].vector;
  duckdb_vector_ensure_validity_writable(vector);
  duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), row_);
}

void ChunkWriter::flag(bool value) {
  if (const Vector* to = next(DUCKDB_TYPE_BOOLEAN, DUCKDB_TYPE_BOOLEAN))
    static_cast<bool*>(to->data)[row_] = value;
}

void ChunkWriter::integer(std::int64_t value) {
  const Vector* to = next(DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_INTEGER);
  if (to == nullptr) return;
  if (to->type == DUCKDB_TYPE_BIGINT) {
    static_cast<std::int64_t*>(to->data)[row_] = value;
  } else {
    static_cast<std::int32_t*>(to->data)[row_] = static_cast<std::int32_t>(value);
    is_bad_ = is_bad_ || !std::in_range<std::int32_t>(value);
  }
}

void ChunkWriter::text(std::string_view value) {
  const Vector* to = next(DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_VARCHAR);
  if (to == nullptr) return;
  is_bad_ = is_bad_ || !is_valid_utf8(value);
  if (!is_bad_)
    duckdb_vector_assign_string_element_len(to->vector, row_, value.data(), value.size());
}

void ChunkWriter::decimal(Decimal value) {
  if (const Vector* to = next(DUCKDB_TYPE_DECIMAL, DUCKDB_TYPE_DECIMAL))
    static_cast<duckdb_hugeint*>(to->data)[row_] = to_hugeint(value.units());
}

void ChunkWriter::time(WallTime value) {
  if (const Vector* to = next(DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_TIMESTAMP))
    static_cast<duckdb_timestamp*>(to->data)[row_] = to_timestamp(value);
}

Result<void> ChunkWriter::end_row() {
  if (is_bad_ || column_ != vectors_.size())
    return failure("lake.failed", "a row does not fit the table that it is appended to");
  column_ = 0;
  if (++row_ < duckdb_vector_size()) return {};
  return flush();
}

Result<void> ChunkWriter::flush() {
  if (row_ == 0) return {};
  duckdb_data_chunk_set_size(chunk_, row_);
  if (duckdb_append_data_chunk(appender_, chunk_) != DuckDBSuccess)
    return failure("lake.failed", duckdb_appender_error(appender_));
  duckdb_data_chunk_reset(chunk_);
  find_vectors();
  row_ = 0;
  return {};
}

ChunkReader::ChunkReader(duckdb_result& result, duckdb_data_chunk chunk)
    : size_(duckdb_data_chunk_get_size(chunk)) {
  for (idx_t i = 0; i < duckdb_data_chunk_get_column_count(chunk); ++i) {
    duckdb_vector from = duckdb_data_chunk_get_vector(chunk, i);
    Vector vector{duckdb_column_type(&result, i), false, 0, duckdb_vector_get_data(from),
                  duckdb_vector_get_validity(from)};
    if (vector.type == DUCKDB_TYPE_DECIMAL) {
      duckdb_logical_type type = duckdb_column_logical_type(&result, i);
      vector.is_decimal = true;
      vector.scale = duckdb_decimal_scale(type);
      vector.type = duckdb_decimal_internal_type(type);
      duckdb_destroy_logical_type(&type);
    }
    vectors_.push_back(vector);
  }
}

Row ChunkReader::row(std::size_t index) const {
  Row out;
  out.reserve(vectors_.size());
  for (const Vector& vector : vectors_) {
    const bool is_valid =
        vector.validity == nullptr || duckdb_validity_row_is_valid(vector.validity, index);
    out.push_back(is_valid ? Datum(text_of(vector, index)) : std::nullopt);
  }
  return out;
}

std::string ChunkReader::text_of(const Vector& vector, std::size_t row) {
  if (vector.is_decimal) return decimal_text(units_at(vector.type, vector.data, row), vector.scale);
  switch (kind_of(vector.type)) {
    case ColumnKind::kText: {
      duckdb_string_t text = at<duckdb_string_t>(vector.data, row);
      return {duckdb_string_t_data(&text), duckdb_string_t_length(text)};
    }
    case ColumnKind::kInteger:
      return decimal_text(units_at(vector.type, vector.data, row), 0);
    case ColumnKind::kDouble:
      return vector.type == DUCKDB_TYPE_FLOAT ? fmt::format("{}", at<float>(vector.data, row))
                                              : fmt::format("{}", at<double>(vector.data, row));
    case ColumnKind::kBoolean:
      return at<bool>(vector.data, row) ? "true" : "false";
    case ColumnKind::kTimestamp:
      return timestamp_text(at<duckdb_timestamp>(vector.data, row));
    case ColumnKind::kDate:
      return date_text(at<duckdb_date>(vector.data, row));
    default:
      return "?";  // only a statement that is no SELECT can give such a column
  }
}

std::string decimal_text(Units units, int scale) {
  // As unsigned, since the smallest integer has no positive twin.
  __extension__ using Unsigned = unsigned __int128;
  Unsigned left = units < 0 ? -static_cast<Unsigned>(units) : static_cast<Unsigned>(units);
  std::string digits;
  for (; left != 0; left /= 10) digits += static_cast<char>('0' + static_cast<int>(left % 10));
  while (static_cast<int>(digits.size()) <= scale) digits += '0';
  std::reverse(digits.begin(), digits.end());
  if (scale > 0) {
    digits.insert(digits.size() - static_cast<std::size_t>(scale), ".");
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
  }
  return units < 0 ? "-" + digits : digits;
}

}  // namespace sextant::lake
