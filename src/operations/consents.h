#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"

namespace sextant::operations {

enum class ConsentKind { kRunProgram, kWriteFile, kForeignHost };
std::string_view name_of(ConsentKind kind);  // "run_program", "write_file", "foreign_host"

// Something that a person must agree to before it is done. A plain value.
struct Consent {
  ConsentKind kind = ConsentKind::kRunProgram;
  std::string what;  // the program's line, the file's path, the host (with its port, if any)
  std::string why;
  std::string profile = {};  // that needs it; "" where none does

  bool is_same_as(const Consent& other) const { return kind == other.kind && what == other.what; }
};

// Adds one unless the same is there.
void add_consent(Consent consent, std::vector<Consent>& consents);

// Gives what a person may agree to a name that nobody can make up: a keyed digest of exactly its
// kind and its text, good for as long as this process runs. Thread-safe.
class ConsentDesk {
 public:
  explicit ConsentDesk(Random& random);
  std::string id_of(const Consent& consent) const;
  // Those of `needed` whose ids are not among `given`.
  std::vector<Consent> missing(const std::vector<Consent>& needed,
                               const std::vector<std::string>& given) const;

 private:
  const std::string key_;
};

}  // namespace sextant::operations
