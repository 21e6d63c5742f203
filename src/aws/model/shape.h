#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::aws {

enum class ShapeType {
  kStructure,
  kList,
  kMap,
  kString,
  kInteger,
  kLong,
  kFloat,
  kDouble,
  kBoolean,
  kBlob,
  kTimestamp,
};

// Where a member travels. Those of kBody are in the body (or, in query protocols, in the form).
enum class Location { kBody, kUri, kQueryString, kHeader, kHeaders, kStatusCode };

// kUnset: the default of the protocol and the location.
enum class TimestampFormat { kUnset, kIso8601, kRfc822, kUnixSeconds };

struct XmlNamespace {
  std::string uri;
  std::string prefix;
};

// What a model says of a value, besides its type. Where one shape refers to another, the words of
// the reference win over those of the shape that it names; a ShapeRef holds the outcome.
struct Traits {
  std::string location_name;  // empty: the member's own name
  Location location = Location::kBody;
  TimestampFormat timestamp_format = TimestampFormat::kUnset;
  XmlNamespace xml_namespace;  // empty uri: none
  std::string query_name;      // ec2 only
  std::string context_param;   // the endpoint parameter that this member fills; empty for none
  bool flattened = false;
  bool xml_attribute = false;
  bool idempotency_token = false;
  bool host_label = false;
  bool json_value = false;  // a document that travels as (base64 of) JSON text in a header
  bool streaming = false;
  bool event_payload = false;
  bool sensitive = false;
};

struct Shape;

// A use of a shape: `shape` is owned by the ServiceModel and lives as long as it.
struct ShapeRef {
  const Shape* shape = nullptr;
  Traits traits;
};

struct Member {
  std::string name;
  ShapeRef ref;
  bool required = false;

  // Whether an answer has it in its body: a place in a URI means nothing there, though a structure
  // that requests share may name one.
  bool is_answered_in_body() const;
};

// One type of a service. Immutable after the model is built; shapes may refer to one another in
// circles.
struct Shape {
  std::string name;
  ShapeType type = ShapeType::kStructure;
  Traits traits;

  // Structures, in the model's order.
  std::vector<Member> members;
  // The member that is the whole body; nullptr where the body holds the members.
  const Member* payload = nullptr;
  bool is_union = false;
  bool is_document = false;  // free-form JSON
  bool is_event_stream = false;

  // Errors.
  bool is_exception = false;
  std::string error_code;  // what the wire says where it differs from the name; else empty
  std::optional<int> error_http_status;

  // Lists have `element`; maps have `key` and `value`.
  ShapeRef element;
  ShapeRef key;
  ShapeRef value;

  // nullptr where there is none of that name.
  const Member* find_member(std::string_view member_name) const;
};

}  // namespace sextant::aws
