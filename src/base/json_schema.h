#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sextant {

// What is wrong with a value: where, and in words.
struct SchemaFault {
  std::string field;  // "picks[3].role"
  std::string words;
};

// A JSON Schema as far as what clients send is described by it: type, enum, const, lengths,
// pattern, minimum and maximum, items, properties, required, additionalProperties, anyOf, allOf,
// default. Immutable; thread-safe.
class JsonSchema {
 public:
  // A text with a pattern may be no longer, since matching takes memory for each character.
  static constexpr std::size_t kPatternTextMax = 1024;

  // `document` is what "$ref" points into. A keyword that is not known here would promise what
  // nobody checks, so it throws, as a malformed schema does.
  static std::shared_ptr<const JsonSchema> compile(const boost::json::value& document,
                                                   const boost::json::value& schema);

  // nullopt where `value` is right; then parts that are absent and have defaults are filled in.
  std::optional<SchemaFault> check(boost::json::value& value, const std::string& field) const;

  // The types that are allowed; empty for any.
  const std::vector<std::string>& types() const { return types_; }
  const std::shared_ptr<const JsonSchema>& items() const { return items_; }
  const std::optional<boost::json::value>& default_value() const { return default_; }

 private:
  struct Pattern;
  class Compiler;
  struct Property {
    std::string name;
    std::shared_ptr<const JsonSchema> schema;
    bool is_required = false;
  };

  std::optional<SchemaFault> check_string(const boost::json::string& text,
                                          const std::string& field) const;
  std::optional<SchemaFault> check_number(const boost::json::value& value,
                                          const std::string& field) const;
  std::optional<SchemaFault> check_array(boost::json::array& array, const std::string& field) const;
  std::optional<SchemaFault> check_object(boost::json::object& object,
                                          const std::string& field) const;
  std::optional<SchemaFault> check_choice(const boost::json::value& value,
                                          const std::string& field) const;
  std::optional<SchemaFault> check_parts(boost::json::value& value, const std::string& field) const;

  std::vector<std::string> types_;
  std::vector<boost::json::value> choices_;  // of enum or const
  std::optional<double> minimum_;
  std::optional<double> maximum_;
  std::size_t length_min_ = 0;
  std::optional<std::size_t> length_max_;
  std::shared_ptr<const Pattern> pattern_;
  std::size_t items_min_ = 0;
  std::optional<std::size_t> items_max_;
  std::shared_ptr<const JsonSchema> items_;
  std::size_t properties_min_ = 0;
  std::vector<Property> properties_;
  bool allows_more_ = true;  // properties than are named
  std::vector<std::shared_ptr<const JsonSchema>> any_of_;
  std::vector<std::shared_ptr<const JsonSchema>> all_of_;
  std::optional<boost::json::value> default_;
};

}  // namespace sextant
