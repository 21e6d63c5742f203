#include "lake/duckdb_values.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/civil_time.h"

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

bool append_value(duckdb_appender appender, const Parameter& value) {
  if (const auto* flag = std::get_if<bool>(&value))
    return duckdb_append_bool(appender, *flag) == DuckDBSuccess;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return duckdb_append_int64(appender, *integer) == DuckDBSuccess;
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return duckdb_append_varchar_length(appender, text->data(), text->size()) == DuckDBSuccess;
  }
  if (const auto* decimal = std::get_if<Decimal>(&value)) {
    duckdb_value made = duckdb_create_decimal(to_decimal(*decimal));
    const bool is_fine = duckdb_append_value(appender, made) == DuckDBSuccess;
    duckdb_destroy_value(&made);
    return is_fine;
  }
  if (const auto* time = std::get_if<WallTime>(&value)) {
    return duckdb_append_timestamp(appender, to_timestamp(*time)) == DuckDBSuccess;
  }
  return duckdb_append_null(appender) == DuckDBSuccess;
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
