#include "lake/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "base/digest.h"
#include "base/text.h"

namespace sextant::lake {
namespace {

constexpr std::size_t kNameMax = 64;
constexpr std::size_t kViewHashDigits = 16;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

// A folder's own name may hold what means something in a pattern.
std::string escape_pattern(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c == '*' || c == '?' || c == '[') {
      out += fmt::format("[{}]", c);
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string_view name_of(Face face) {
  switch (face) {
    case Face::kTotal:
      return "total";
    case Face::kAccountService:
      return "account_service";
    case Face::kServiceRegion:
      return "service_region";
    case Face::kServiceChargeType:
      return "service_charge_type";
  }
  return "";
}

std::string_view name_of(Grain grain) {
  return grain == Grain::kMonthly ? "monthly" : "daily";
}

std::filesystem::path Layout::stream_folder(Face face, Grain grain, const std::string& payer,
                                            const std::string& view) const {
  assert(is_account_id(payer) && is_safe_name(view));
  return root_ / "costs" / fmt::format("face={}", name_of(face)) /
         fmt::format("grain={}", name_of(grain)) / fmt::format("payer={}", payer) /
         fmt::format("view={}", view);
}

std::filesystem::path Layout::costs(const CostPartition& partition) const {
  return stream_folder(partition.face, partition.grain, partition.payer, partition.view) /
         fmt::format("month={}", format_month(partition.month)) / "data.parquet";
}

std::string Layout::costs_pattern(Face face, Grain grain, const std::string& payer,
                                  const std::string& view) const {
  return escape_pattern(stream_folder(face, grain, payer, view).string()) + "/month=*/data.parquet";
}

std::filesystem::path Layout::accounts(const std::string& payer) const {
  assert(is_account_id(payer));
  return root_ / "accounts" / fmt::format("payer={}", payer) / "data.parquet";
}

std::filesystem::path Layout::forecasts(const std::string& payer, const std::string& view) const {
  assert(is_account_id(payer) && is_safe_name(view));
  return root_ / "forecasts" / fmt::format("payer={}", payer) / fmt::format("view={}", view) /
         "data.parquet";
}

bool is_safe_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameMax && std::ranges::all_of(name, is_name_character);
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && std::ranges::all_of(text, is_digit);
}

std::string view_name(std::string_view billing_view_arn) {
  if (billing_view_arn.empty()) return "primary";
  return to_hex(sha256(billing_view_arn)).substr(0, kViewHashDigits);
}

}  // namespace sextant::lake
