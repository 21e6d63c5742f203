#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "base/files.h"
#include "base/testing/temporary_folder.h"
#include "insight/cost_answer.h"
#include "lake/publisher.h"

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

  AnswerSources sources() { return {files_, clock_, folder_.path(), *engine_, connections, cells}; }
  Result<CostAnswer> ask(const CostQuestion& question) {
    return answer_costs(question, sources(), {});
  }
  // The question with groups and window in words; default window where `words` is empty.
  CostQuestion question(const std::vector<Key>& groups, const WindowWords& words = {}) const;
  std::string code_of(const CostQuestion& question);

  lake::Engine& engine() { return *engine_; }
  lake::Publisher publisher() { return {*engine_, files_, lake::Layout(folder_.path())}; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  SystemFiles& files() { return files_; }
  ManualClock& clock() { return clock_; }

  std::vector<connect::Connection> connections;
  std::vector<state::Cell> cells;

 private:
  void write(lake::Face face, lake::Grain grain, Date month, const std::vector<Charge>& charges,
             const Cut& cut);

  TemporaryFolder folder_;
  SystemFiles files_;
  ManualClock clock_{moment("2026-10-15T12:00:00Z")};
  std::unique_ptr<lake::Engine> engine_;
};

// Rows as "value|value|amount currency", for comparing.
std::vector<std::string> lines(const CostAnswer& answer);

}  // namespace sextant::insight::testing
