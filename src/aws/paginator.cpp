#include "aws/paginator.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>

#include "aws/catalog.h"
#include "base/digest.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

// More than any account has of anything, and still within memory.
constexpr std::size_t kItemsMax = 5'000'000;

// A text or a list of texts.
Result<std::vector<std::string>> texts(const json::object& description, std::string_view name) {
  std::vector<std::string> out;
  const json::value* value = description.if_contains(name);
  if (value == nullptr) return out;
  if (const json::string* text = value->if_string())
    return std::vector<std::string>{std::string(*text)};
  const json::array* items = value->if_array();
  if (items == nullptr)
    return failure("model.malformed", fmt::format("a paginator's {} is no text", name));
  for (const json::value& item : *items) {
    if (!item.is_string())
      return failure("model.malformed", fmt::format("a paginator's {} is no text", name));
    out.emplace_back(item.get_string());
  }
  return out;
}

json::value* follow(json::value& value, const std::vector<std::string>& path, std::size_t length) {
  json::value* at = &value;
  for (std::size_t i = 0; i < length; ++i) {
    json::object* members = at->if_object();
    at = members != nullptr ? members->if_contains(path[i]) : nullptr;
    if (at == nullptr) return nullptr;
  }
  return at;
}

void erase(json::value& whole, const std::string& path_text) {
  const std::vector<std::string> path = split(path_text, '.');
  json::value* parent = follow(whole, path, path.size() - 1);
  if (parent != nullptr && parent->is_object()) parent->get_object().stable_erase(path.back());
}

Result<void> append(json::value& whole, json::value& page, const std::vector<std::string>& path) {
  json::value* source = follow(page, path, path.size());
  if (source == nullptr) return {};
  json::value* target = follow(whole, path, path.size());
  if (target == nullptr) {
    json::value* parent = follow(whole, path, path.size() - 1);
    if (parent != nullptr && parent->is_object())
      parent->get_object()[path.back()] = std::move(*source);
  } else if (target->is_array() && source->is_array()) {
    json::array& items = target->get_array();
    if (items.size() + source->get_array().size() > kItemsMax) {
      return failure("aws.too_many_pages", fmt::format("more than {} items", kItemsMax));
    }
    for (json::value& item : source->get_array()) items.push_back(std::move(item));
  } else if (target->is_object() && source->is_object()) {
    for (auto& member : source->get_object())
      target->get_object()[member.key()] = std::move(member.value());
  } else if (target->is_int64() && source->is_int64()) {
    std::int64_t sum = 0;
    if (!__builtin_add_overflow(target->get_int64(), source->get_int64(), &sum)) *target = sum;
  }
  return {};
}

}  // namespace

Result<Paginator> Paginator::parse(const json::object& description) {
  SEXTANT_TRY(const std::vector<std::string> inputs, texts(description, "input_token"));
  SEXTANT_TRY(const std::vector<std::string> outputs, texts(description, "output_token"));
  if (inputs.empty() || inputs.size() != outputs.size()) {
    return failure("model.malformed", "a paginator's tokens do not pair");
  }
  Paginator out;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    SEXTANT_TRY(JmesPath output, JmesPath::parse(outputs[i]));
    out.tokens_.push_back({inputs[i], outputs[i], std::move(output)});
  }
  SEXTANT_TRY(const std::vector<std::string> results, texts(description, "result_key"));
  for (const std::string& result : results) out.result_keys_.push_back(split(result, '.'));
  SEXTANT_TRY(const std::vector<std::string> more, texts(description, "more_results"));
  if (!more.empty()) {
    SEXTANT_TRY(out.more_results_, JmesPath::parse(more.front()));
    out.more_results_text_ = more.front();
  }
  return out;
}

Result<std::optional<Paginator>> Paginator::find(const ServiceModel& model,
                                                 std::string_view operation) {
  const json::object* description = model.paginator(operation);
  if (description == nullptr) description = added_paginator(model.service(), operation);
  if (description == nullptr) return std::nullopt;
  SEXTANT_TRY(Paginator paginator, parse(*description));
  return std::optional(std::move(paginator));
}

json::value Paginator::next_token(const json::value& result) const {
  if (more_results_ && !is_jmespath_true(more_results_->search(result))) return nullptr;
  json::object tokens;
  for (const Token& token : tokens_) {
    json::value found = token.output.search(result);
    // Some services end with an empty token instead of none.
    if (is_jmespath_true(found)) tokens[token.input] = std::move(found);
  }
  if (tokens.empty()) return nullptr;
  if (tokens_.size() == 1) return std::move(tokens.begin()->value());
  return tokens;
}

Result<void> Paginator::apply(const json::value& token, json::object& input) const {
  if (token.is_null()) return {};
  if (tokens_.size() == 1) {
    if (token.is_structured())
      return failure("aws.invalid_page_token", "the token is not a single value");
    input[tokens_.front().input] = token;
    return {};
  }
  const json::object* values = token.if_object();
  if (values == nullptr)
    return failure("aws.invalid_page_token", "the token lacks the names of its parts");
  for (const Token& part : tokens_) {
    input.erase(part.input);
    if (const json::value* value = values->if_contains(part.input)) input[part.input] = *value;
  }
  return {};
}

Result<void> Paginator::merge(json::value& whole, json::value&& page) const {
  for (const auto& path : result_keys_) SEXTANT_TRY_VOID(append(whole, page, path));
  return {};
}

void Paginator::remove_tokens(json::value& whole) const {
  const auto is_plain_path = [](const std::string& text) {
    return text.find_first_of("[]|&! ") == std::string::npos;
  };
  for (const Token& token : tokens_) {
    if (is_plain_path(token.output_text)) erase(whole, token.output_text);
  }
  if (more_results_ && is_plain_path(more_results_text_)) erase(whole, more_results_text_);
}

Result<void> TokenMemory::remember(const json::value& token) {
  if (seen_.size() >= kPagesMax) {
    return failure("aws.too_many_pages", fmt::format("more than {} pages were offered", kPagesMax));
  }
  if (!seen_.insert(sha256(json::serialize(token))).second) {
    return failure("aws.repeated_token", "the service gave the same page token twice");
  }
  return {};
}

}  // namespace sextant::aws
