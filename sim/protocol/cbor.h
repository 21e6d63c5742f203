#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace sextant::sim {

// The subset of CBOR (RFC 8949) that the protocol smithy-rpc-v2-cbor needs for values that JSON can
// hold. Newer AWS programs speak it to CloudWatch and Compute Optimizer.
std::string cbor_encode(const boost::json::value& value);
// nullopt where it is malformed, deeper than 32 or holds what JSON cannot; a tagged time becomes
// its number.
std::optional<boost::json::value> cbor_decode(std::string_view bytes);

}  // namespace sextant::sim
