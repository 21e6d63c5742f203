#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "base/files.h"
#include "base/testing/temporary_folder.h"
#include "insight/cost_answer.h"
#include "lake/testing/write_costs.h"

namespace sextant::insight::testing {

inline Date day(std::string_view text) {
  return *parse_date(text);
}
inline WallTime moment(std::string_view text) {
  return *parse_rfc3339(text);
}

// One cost before it is cut into faces.
struct Charge {
  std::string day;  // 2026-10-03
  std::string account = "111111111111";
  std::string service = "Amazon S3";
  lake::Datum region = "eu-west-1";
  std::string type = "Usage";
  std::string amount = "1";
};

// The machine's files, but what is published need not survive a power cut, which takes most of the
// time of a small lake.
class QuickFiles final : public Files {
 public:
  Result<std::string> read(const std::filesystem::path& path, std::uint64_t bytes_max) override {
    return files_.read(path, bytes_max);
  }
  Result<void> write_atomically(const std::filesystem::path& path, std::string_view bytes,
                                unsigned mode) override {
    return files_.write_atomically(path, bytes, mode);
  }
  Result<void> append_durably(const std::filesystem::path& path, std::string_view bytes) override {
    return files_.append_durably(path, bytes);
  }
  Result<void> publish(const std::filesystem::path& from,
                       const std::filesystem::path& to) override {
    std::filesystem::rename(from, to);
    return {};
  }
  Result<void> make_folders(const std::filesystem::path& path) override {
    return files_.make_folders(path);
  }
  Result<bool> remove(const std::filesystem::path& path) override { return files_.remove(path); }
  bool exists(const std::filesystem::path& path) override { return files_.exists(path); }
  Result<std::vector<std::string>> list(const std::filesystem::path& folder) override {
    return files_.list(folder);
  }

 private:
  SystemFiles files_;
};

// A lake made of charges, cut into all faces as a sync would leave them, in a folder of its own.
// Now is 2026-10-15T12:00:00Z unless told otherwise.
class CraftedLake {
 public:
  struct Cut {
    std::string payer = "111111111111";
    std::string perspective = "payer";
    std::string currency = "USD";
    std::string snapshot = "2026-10-15T10:00:00Z";
    std::string estimated_from = "2026-10-01";
    std::string days_from = "2026-09-11";  // of the daily faces
    bool has_net = true;
    // By how much the faces with keys fall short of the control, in each month.
    std::string unallocated = "0";
    std::vector<lake::Face> faces = {lake::Face::kTotal, lake::Face::kAccountService,
                                     lake::Face::kServiceRegion, lake::Face::kServiceChargeType};
    bool has_days = true;
  };

  CraftedLake() : engine_(std::move(*lake::Engine::open(clock_))) {}

  // Writes each month from `first` to `last` ("2026-09") of every face.
  void add(const std::vector<Charge>& charges, const std::string& first, const std::string& last,
           const Cut& cut);
  void add(const std::vector<Charge>& charges, const std::string& first, const std::string& last) {
    add(charges, first, last, Cut());
  }
  void name_accounts(const std::string& payer, const std::map<std::string, std::string>& names);
  void remove(lake::Face face, lake::Grain grain, const std::string& payer,
              const std::string& month);

  AnswerSources sources() { return {files_, clock_, folder(), *engine_, connections, cells}; }
  Result<CostAnswer> ask(const CostQuestion& question) {
    return answer_costs(question, sources(), {});
  }
  // The question with groups and window in words; default window where `words` is empty.
  CostQuestion question(const std::vector<Key>& groups, const WindowWords& words = {}) const;
  std::string code_of(const CostQuestion& question);

  lake::Engine& engine() { return *engine_; }
  lake::Publisher publisher() { return {*engine_, files_, lake::Layout(folder())}; }
  // The lake itself, and the folder that holds it.
  std::filesystem::path folder() const { return folder_.path() / "lake"; }
  const std::filesystem::path& home() const { return folder_.path(); }
  Files& files() { return files_; }
  ManualClock& clock() { return clock_; }

  std::vector<connect::Connection> connections;
  std::vector<state::Cell> cells;

 private:
  void write(lake::Face face, lake::Grain grain, Date month, const std::vector<Charge>& charges,
             const Cut& cut);

  TemporaryFolder folder_;
  QuickFiles files_;
  ManualClock clock_{moment("2026-10-15T12:00:00Z")};
  std::unique_ptr<lake::Engine> engine_;
};

inline lake::Amounts amounts_of(Decimal amount, bool has_net) {
  // Each metric another amount, so that a mix-up shows.
  lake::Amounts out{amount, *amount.times(2), *amount.times(3), std::nullopt, std::nullopt};
  if (has_net) {
    out.net_unblended = *amount.times(4);
    out.net_amortized = *amount.times(5);
  }
  return out;
}

// The keys of the face, the others NULL.
inline lake::CostRow keyed(lake::Face face, const Charge& charge) {
  lake::CostRow row;
  if (face != lake::Face::kTotal) row.service = charge.service;
  if (face == lake::Face::kAccountService) row.sub_account_id = charge.account;
  if (face == lake::Face::kAccountService) row.sub_account_name = "was " + charge.account;
  if (face == lake::Face::kServiceRegion) row.region = charge.region;
  if (face == lake::Face::kServiceChargeType) row.charge_type = charge.type;
  return row;
}

inline void CraftedLake::add(const std::vector<Charge>& charges, const std::string& first,
                             const std::string& last, const Cut& cut) {
  for (Date month = *parse_month(first); month <= *parse_month(last);
       month = add_months(month, 1)) {
    for (const lake::Face face : cut.faces) {
      write(face, lake::Grain::kMonthly, month, charges, cut);
      const bool keeps_days = face == lake::Face::kTotal || face == lake::Face::kAccountService;
      const bool in_days = add_months(month, 1) > day(cut.days_from);
      if (cut.has_days && keeps_days && in_days)
        write(face, lake::Grain::kDaily, month, charges, cut);
    }
  }
}

inline void CraftedLake::write(lake::Face face, lake::Grain grain, Date month,
                               const std::vector<Charge>& charges, const Cut& cut) {
  const WallTime snapshot = moment(cut.snapshot);
  std::map<std::tuple<Date, lake::Datum, lake::Datum, lake::Datum, lake::Datum, bool>,
           lake::CostRow>
      rows;
  const auto put = [&](lake::CostRow row, Date start, Decimal amount) {
    row.billing_account_id = cut.payer;
    row.perspective = cut.perspective;
    row.start = start;
    row.end = grain == lake::Grain::kDaily ? start + std::chrono::days(1) : add_months(month, 1);
    row.currency = cut.currency;
    row.is_estimated = row.start >= day(cut.estimated_from);
    row.snapshot_at = snapshot;
    row.amounts = amounts_of(amount, cut.has_net);
    const auto [place, is_new] = rows.try_emplace(
        {start, row.sub_account_id, row.service, row.region, row.charge_type, row.is_unallocated},
        row);
    if (!is_new) place->second.amounts = *place->second.amounts.plus(row.amounts);
  };
  const Date known_to = std::min(add_months(month, 1), date_of(snapshot) + std::chrono::days(1));
  const Date known_from =
      grain == lake::Grain::kDaily ? std::max(month, day(cut.days_from)) : month;
  if (face == lake::Face::kTotal) {
    put({}, known_from, Decimal());
    for (Date at = known_from; grain == lake::Grain::kDaily && at < known_to;
         at += std::chrono::days(1))
      put({}, at, Decimal());
  }
  for (const Charge& charge : charges) {
    const Date at = day(charge.day);
    if (at < known_from || at >= known_to) continue;
    put(keyed(face, charge), grain == lake::Grain::kDaily ? at : month,
        *Decimal::parse(charge.amount));
  }
  const Decimal gap = *Decimal::parse(cut.unallocated);
  if (!gap.is_zero()) {
    lake::CostRow row;
    row.is_unallocated = face != lake::Face::kTotal;
    put(row, known_from, gap);
  }
  std::vector<lake::CostRow> all;
  for (auto& [key, row] : rows) all.push_back(std::move(row));
  lake::Publisher writer(*engine_, files_, lake::Layout(folder()));
  const auto done =
      lake::testing::write_costs(writer, *engine_, {face, grain, cut.payer, "primary", month}, all);
  ASSERT_TRUE(done) << done.error().detail;
}

inline void CraftedLake::name_accounts(const std::string& payer,
                                       const std::map<std::string, std::string>& names) {
  std::vector<lake::AccountRow> rows;
  for (const auto& [id, name] : names) {
    rows.push_back(
        {payer, id, name, "", "ACTIVE", std::nullopt, "o-1", moment("2026-10-15T10:00:00Z")});
  }
  ASSERT_TRUE(publisher().accounts(payer, rows, {}));
}

inline void CraftedLake::remove(lake::Face face, lake::Grain grain, const std::string& payer,
                                const std::string& month) {
  const auto path =
      lake::Layout(folder()).costs({face, grain, payer, "primary", *parse_month(month)});
  const auto removed = files_.remove(path);
  ASSERT_TRUE(removed && *removed) << path;
}

inline CostQuestion CraftedLake::question(const std::vector<Key>& groups,
                                          const WindowWords& words) const {
  CostQuestion out;
  out.groups = groups;
  out.window = *parse_window(words, date_of(clock_.wall()));
  return out;
}

inline std::string CraftedLake::code_of(const CostQuestion& question) {
  const auto answer = ask(question);
  return answer ? "" : answer.error().code;
}

// Rows as "value|value|amount currency", for comparing.
inline std::vector<std::string> lines(const CostAnswer& answer) {
  std::vector<std::string> out;
  for (const CostRow& row : answer.rows) {
    std::string line;
    for (const auto& value : row.values) line += value.value_or("-") + "|";
    if (row.kind == RowKind::kUnallocated) line += "unallocated|";
    if (row.kind == RowKind::kOthers) line += fmt::format("others {}|", row.others);
    out.push_back(fmt::format("{}{} {}", line, row.amount.to_string(), row.currency));
  }
  return out;
}

}  // namespace sextant::insight::testing
