#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/signing/signer.h"

namespace sextant::aws {

// The parts of Signature Version 4's canonical request, which both ends of a connection must write
// alike to the byte. Pure and thread-safe.

// A query string's pairs, decoded, in the order in which they stand. An empty query has none.
std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query);
// Encoded and sorted by encoded name, then value.
std::string canonical_query(std::vector<std::pair<std::string, std::string>> pairs);

// The path as it is signed. `path` stands as in the request line.
std::string canonical_path(std::string_view path, bool normalize, bool double_encode);

struct CanonicalHeaders {
  std::string lines;  // "host:example.com\n..."
  std::string names;  // "host;x-amz-date"
};
// Sorted by name; values of one name are joined by commas in their order, with runs of white space
// made one space. Fields that proxies change are left out.
CanonicalHeaders canonical_headers(const http::Headers& headers);

}  // namespace sextant::aws
