#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace sextant::aws::conformance {

// Files of the folder that end in `suffix`, sorted; none where the folder is absent.
Result<std::vector<std::filesystem::path>> vector_files(Files& files,
                                                        const std::filesystem::path& folder,
                                                        const std::string& suffix);
// Error: that of the file, or model.malformed where it is not JSON.
Result<boost::json::value> read_vectors(Files& files, const std::filesystem::path& path);

// A member's text; empty where it is absent or no string.
std::string text_at(const boost::json::object& entry, std::string_view name);
// A member that is an object; an empty one where it is absent or none.
const boost::json::object& object_at(const boost::json::object& entry, std::string_view name);

}  // namespace sextant::aws::conformance
