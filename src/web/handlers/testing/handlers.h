#pragma once

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/json_schema.h"
#include "base/text.h"
#include "web/contract.h"
#include "web/handlers/handlers.h"
#include "web/target.h"

namespace sextant::web::testing {

namespace json = boost::json;

// The handlers over a world of a test's own. Requests are read as the contract says, and answers
// are held against it.
class Handlers {
 public:
  // References outlive it.
  Handlers(const aws::Outside& outside, const std::filesystem::path& home)
      : outside_(outside),
        database_(open(outside, home)),
        context_(outside_, home, *database_),
        tasks_(outside.clock, outside.random, changes_) {
    add_handlers(table_, {context_, tasks_, changes_, "1", [this] { return next_sync_at; }});
  }

  std::optional<WallTime> next_sync_at;
  state::Database& database() { return *database_; }

  Outcome<Reply> call(std::string_view method, std::string_view target,
                      const json::object& body = {}) {
    SEXTANT_TRY(const Target parsed,
                parse_target(std::string(Contract::kBase) + std::string(target)));
    SEXTANT_TRY(const OperationSpec* operation, Contract::of_program().find(method, parsed));
    operation_ = operation->id;
    ApiRequest request;
    request.operation_id = operation->id;
    request.caller.scope = Scope::kOperate;
    SEXTANT_TRY(request.parameters, Contract::read_parameters(*operation, parsed));
    if (operation->body) {
      SEXTANT_TRY(request.body,
                  Contract::read_body(*operation, "application/json", json::serialize(body)));
    }
    return (*table_.find(operation->id))(request);
  }

  // An answer that succeeds.
  json::value answer(std::string_view method, std::string_view target,
                     const json::object& body = {}) {
    const auto reply = call(method, target, body);
    if (!reply) {
      ADD_FAILURE() << target << ": " << reply.error().error.code << " "
                    << reply.error().error.detail;
      return nullptr;
    }
    json::value value = json::parse(reply->json);
    hold_to_contract(value, std::to_string(reply->status));
    return value;
  }
  json::value get(std::string_view target) { return answer("GET", target); }
  json::value post(std::string_view target, const json::object& body = {}) {
    return answer("POST", target, body);
  }
  // The problem of an answer that does not.
  json::object problem(std::string_view method, std::string_view target,
                       const json::object& body = {}) {
    const auto reply = call(method, target, body);
    if (reply) {
      ADD_FAILURE() << target << " succeeded: " << reply->json;
      return {};
    }
    json::value value = problem_json(reply.error());
    hold_to_contract(value, "default");
    return value.as_object();
  }
  std::string code(std::string_view method, std::string_view target,
                   const json::object& body = {}) {
    const json::object found = problem(method, target, body);
    return found.empty() ? "" : std::string(found.at("code").as_string());
  }

  // The events of a task up to its end, by name; the last is `done` with the task as it ended.
  std::vector<std::pair<std::string, json::value>> events(const json::value& task) {
    std::vector<std::pair<std::string, json::value>> out;
    const auto source = *tasks_.follow(std::string(task.at("id").as_string()), 0);
    while (!source->is_over()) {
      const auto event =
          source->next(std::chrono::steady_clock::now() + std::chrono::seconds(60), {});
      if (!event) break;
      out.emplace_back(event->name, json::parse(event->data));
    }
    return out;
  }
  json::value ended(const json::value& task) {
    auto all = events(task);
    return all.empty() ? json::value(nullptr) : std::move(all.back().second);
  }

  // Holds a value to a schema of the contract: "CheckReport".
  static void hold_to_schema(json::value value, const std::string& name) {
    const json::value contract = read_contract();
    const auto schema =
        JsonSchema::compile(contract, contract.at("components").at("schemas").at(name));
    if (const auto fault = schema->check(value, ""))
      ADD_FAILURE() << name << ": " << fault->field << " " << fault->words;
  }

 private:
  // Without the notes on formats, which requests have none of.
  static json::value read_contract() {
    json::value contract = json::parse(Contract::of_program().json_text());
    forget_formats(contract);
    return contract;
  }
  static void forget_formats(json::value& value) {
    if (auto* array = value.if_array()) {
      for (json::value& part : *array) forget_formats(part);
    } else if (auto* object = value.if_object()) {
      const json::value* format = object->if_contains("format");
      if (format != nullptr && format->is_string()) object->erase("format");
      for (auto& [name, part] : *object) forget_formats(part);
    }
  }

  static std::unique_ptr<state::Database> open(const aws::Outside& outside,
                                               const std::filesystem::path& home) {
    (void)outside.files.make_folders(home);
    return *state::Database::open(home / "state.db");
  }

  static const json::value& resolve(const json::value& document, const json::value& node) {
    if (!node.as_object().contains("$ref")) return node;
    const json::value* at = &document;
    for (const std::string& part :
         split(std::string_view(node.at("$ref").as_string()).substr(2), '/')) {
      at = &at->as_object().at(part);
    }
    return *at;
  }

  void hold_to_contract(json::value value, const std::string& status) const {
    const json::value contract = read_contract();
    for (const auto& [path, item] : contract.at("paths").as_object()) {
      for (const auto& [method, operation] : item.as_object()) {
        const json::object* found = operation.if_object();
        if (found == nullptr || !found->contains("operationId") ||
            found->at("operationId").as_string() != operation_)
          continue;
        const json::value& response = resolve(contract, found->at("responses").at(status));
        const char* type = status == "default" ? "application/problem+json" : "application/json";
        const auto schema =
            JsonSchema::compile(contract, response.at("content").at(type).at("schema"));
        if (const auto fault = schema->check(value, ""))
          ADD_FAILURE() << operation_ << ": " << fault->field << " " << fault->words;
        return;
      }
    }
    ADD_FAILURE() << "the contract has no " << operation_;
  }

  const aws::Outside outside_;
  std::unique_ptr<state::Database> database_;
  operations::Context context_;
  Changes changes_;
  HandlerTable table_;
  Tasks tasks_;  // ends before what its work uses
  std::string operation_;
};

}  // namespace sextant::web::testing
