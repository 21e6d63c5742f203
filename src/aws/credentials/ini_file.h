#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::aws {

// One value of a section. `nested` holds the indented `name = value` lines below a key without a
// value of its own ("s3 =").
struct IniValue {
  std::string text;
  std::map<std::string, std::string> nested;
  int line = 0;  // counted from 1
};

// Keys in lower case, as AWS's tools compare them; names inside `nested` as written.
using IniSection = std::map<std::string, IniValue>;

// What is odd about a text. `section` is empty outside of one.
struct IniProblem {
  int line = 0;
  std::string section;
  std::string text;
};

// A section whose header stands at `line` (the first one, where it stands several times).
struct IniNamedSection {
  std::string name;
  int line = 0;
  IniSection values;
};

struct IniFile {
  std::vector<IniNamedSection> sections;  // in the order of the text
  std::vector<IniProblem> problems;

  const IniNamedSection* find(std::string_view name) const;
};

// Reads the INI dialect of AWS's files, which is that of Python's configparser: `=` or `:` between
// key and value, whole-line comments with # or
// ;, indented lines going on with the value above, [DEFAULT] lending its keys to every section.
// Never fails: what cannot be read is skipped and told in `problems`. Where a section or key stands
// twice, the later one wins (AWS's own tools refuse the whole file). Bounded: at most
// kIniSectionsMax sections, kIniKeysMax keys in each and kIniProblemsMax problems; more is skipped.
IniFile parse_ini(std::string_view text);

inline constexpr std::size_t kIniSectionsMax = 20'000;
inline constexpr std::size_t kIniKeysMax = 1'000;
inline constexpr std::size_t kIniProblemsMax = 1'000;

}  // namespace sextant::aws
