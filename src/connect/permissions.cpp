#include "connect/permissions.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <boost/json/value.hpp>
#include <stdexcept>

#include "base/embedded.h"
#include "base/text.h"

namespace sextant::connect {
namespace {

HeldBy to_held_by(const std::string& text) {
  if (text == "reader") return HeldBy::kReader;
  if (text == "base") return HeldBy::kBase;
  if (text == "nobody") return HeldBy::kNobody;
  throw std::runtime_error("catalog/permissions: held_by " + text);
}

ReaderKind to_reader(const YAML::Node& node) {
  if (!node) return ReaderKind::kAny;
  if (node.as<std::string>() == "role") return ReaderKind::kRole;
  if (node.as<std::string>() == "user") return ReaderKind::kUser;
  throw std::runtime_error("catalog/permissions: for " + node.as<std::string>());
}

// Inputs of probes are flat: numbers and texts.
boost::json::object to_input(const YAML::Node& node) {
  boost::json::object out;
  for (const auto& member : node) {
    std::int64_t number = 0;
    const auto key = member.first.as<std::string>();
    if (YAML::convert<std::int64_t>::decode(member.second, number)) {
      out[key] = number;
    } else {
      out[key] = member.second.as<std::string>();
    }
  }
  return out;
}

NeededOperation to_operation(const YAML::Node& node) {
  NeededOperation out;
  const auto parts = split(node["call"].as<std::string>(), '.');
  if (parts.size() != 2) throw std::runtime_error("catalog/permissions: " + parts[0]);
  out.service = parts[0];
  out.operation = parts[1];
  out.reader = to_reader(node["for"]);
  if (node["only_for"]) out.account_kinds = node["only_for"].as<std::vector<std::string>>();
  if (node["probe"]) out.probe = to_input(node["probe"]);
  if (node["paid"]) out.is_paid = node["paid"].as<bool>();
  return out;
}

Purpose to_purpose(const YAML::Node& node) {
  Purpose out;
  out.id = node["id"].as<std::string>();
  if (node["sid"]) out.sid = node["sid"].as<std::string>();
  out.title = node["title"].as<std::string>();
  out.reason = node["reason"].as<std::string>();
  out.held_by = to_held_by(node["held_by"].as<std::string>());
  out.is_required = node["required"].as<bool>();
  if (node["advice"]) out.is_advice = node["advice"].as<bool>();
  out.is_about_itself = node["resource"] && node["resource"].as<std::string>() == "self";
  for (const YAML::Node& operation : node["operations"]) {
    out.operations.push_back(to_operation(operation));
  }
  return out;
}

std::vector<Purpose> load() {
  std::vector<Purpose> out;
  for (const EmbeddedFile& file : embedded_files_below("catalog/permissions/")) {
    const YAML::Node root = YAML::Load(std::string(file.bytes));
    for (const YAML::Node& node : root["purposes"]) out.push_back(to_purpose(node));
  }
  if (out.empty()) throw std::runtime_error("catalog/permissions is empty");
  return out;
}

}  // namespace

bool NeededOperation::fits_account(std::string_view kind) const {
  return kind.empty() || account_kinds.empty() ||
         std::ranges::find(account_kinds, kind) != account_kinds.end();
}

const std::vector<Purpose>& purposes() {
  static const auto* loaded = new std::vector<Purpose>(load());
  return *loaded;
}

}  // namespace sextant::connect
