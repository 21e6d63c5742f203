#include "aws/catalog.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <array>

#include "aws/model/packed_models.h"
#include "aws/paginator.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

std::size_t allowed_count() {
  std::size_t count = 0;
  for (const auto& [name, service] : catalog_services()) count += service.operations.size();
  return count;
}

TEST(Catalog, CoversWhatItPromises) {
  EXPECT_GE(catalog_services().size(), 27U);
  EXPECT_GE(allowed_count(), 70U);
}

TEST(Catalog, NamesOnlyOperationsOfTheModels) {
  for (const auto& [name, service] : catalog_services()) {
    const auto model = packed_model(name);
    ASSERT_TRUE(model.has_value()) << name;
    for (const auto& [operation, entry] : service.operations) {
      EXPECT_NE((*model)->find_operation(operation), nullptr) << name << " " << operation;
      EXPECT_FALSE(entry.actions.empty()) << name << " " << operation;
    }
    for (const auto& [operation, reason] : service.refused) {
      EXPECT_NE((*model)->find_operation(operation), nullptr) << name << " " << operation;
      EXPECT_FALSE(service.operations.contains(operation)) << name << " " << operation;
    }
  }
}

// Operations that only read, by their names; names mislead, so each exception is named.
TEST(Catalog, NamesOnlyReadingOperations) {
  static constexpr std::array<std::string_view, 7> kBegin = {
      "Get", "List", "Describe", "Lookup", "Simulate", "Head", "Search"};
  for (const auto& [name, service] : catalog_services()) {
    for (const auto& [operation, entry] : service.operations) {
      EXPECT_TRUE(std::ranges::any_of(
          kBegin, [&](std::string_view word) { return operation.starts_with(word); }))
          << name << " " << operation;
    }
  }
}

bool is_token(std::string_view member) {
  const std::string lower = to_lower(member);
  return lower.ends_with("token") || lower.ends_with("marker") || lower == "position" ||
         lower.starts_with("exclusivestart") || lower.starts_with("lastevaluated") ||
         lower.starts_with("hasmore");
}

bool has_token(const std::optional<ShapeRef>& ref, int depth) {
  if (!ref) return false;
  return std::ranges::any_of(ref->shape->members, [&](const Member& member) {
    if (is_token(member.name) && member.ref.shape->type != ShapeType::kStructure) return true;
    return depth > 0 && member.ref.shape->type == ShapeType::kStructure &&
           has_token(member.ref, depth - 1);
  });
}

TEST(Catalog, EveryOperationWithPagesHasAPaginator) {
  for (const auto& [name, service] : catalog_services()) {
    const auto model = packed_model(name);
    ASSERT_TRUE(model.has_value());
    for (const auto& [operation, entry] : service.operations) {
      const Operation& described = *(*model)->find_operation(operation);
      const auto paginator = Paginator::find(**model, operation);
      ASSERT_TRUE(paginator.has_value())
          << name << " " << operation << ": " << paginator.error().detail;
      if (has_token(described.input, 0) && has_token(described.output, 1)) {
        EXPECT_TRUE(paginator->has_value())
            << name << " " << operation << " has tokens but no paginator";
      }
    }
  }
}

TEST(Catalog, AddedPaginatorsFitTheModels) {
  for (const auto& [name, service] : catalog_services()) {
    const auto model = packed_model(name);
    for (const auto& [operation, entry] : service.operations) {
      const json::object* added = added_paginator(name, operation);
      if (added == nullptr) continue;
      EXPECT_EQ((*model)->paginator(operation), nullptr)
          << name << " " << operation << ": AWS has one by now";
      const Operation& described = *(*model)->find_operation(operation);
      const json::value& inputs = added->at("input_token");
      const json::array list = inputs.is_array() ? inputs.as_array() : json::array{inputs};
      for (const json::value& input : list) {
        EXPECT_NE(described.input->shape->find_member(input.as_string()), nullptr)
            << name << " " << operation;
      }
      const json::value& results = added->at("result_key");
      for (const json::value& result :
           results.is_array() ? results.as_array() : json::array{results}) {
        const std::string first = split(std::string(result.as_string()), '.').front();
        EXPECT_NE(described.output->shape->find_member(first), nullptr)
            << name << " " << operation << " " << first;
      }
    }
  }
}

// A mistyped path would let a secret through in silence.
bool path_exists(const Shape* shape, std::string_view path) {
  for (const std::string& step : split(replace_all(path, "[]", ".[]"), '.')) {
    if (step == "[]") {
      shape = shape->type == ShapeType::kList ? shape->element.shape : nullptr;
    } else if (step == "*") {
      shape = shape->type == ShapeType::kMap ? shape->value.shape : nullptr;
    } else {
      const Member* member = shape->find_member(step);
      shape = member != nullptr ? member->ref.shape : nullptr;
    }
    if (shape == nullptr) return false;
  }
  return true;
}

TEST(Catalog, SecretFieldsExist) {
  std::size_t paths = 0;
  for (const auto& [name, service] : catalog_services()) {
    const auto model = packed_model(name);
    for (const auto& [operation, entry] : service.operations) {
      for (const std::string& path : entry.secret_fields) {
        ++paths;
        EXPECT_TRUE(path_exists((*model)->find_operation(operation)->output->shape, path))
            << name << " " << operation << " " << path;
      }
    }
  }
  EXPECT_GE(paths, 10U);
}

TEST(Catalog, HidesSecrets) {
  json::value result = json::parse(
      R"({"Functions": [{"Name": "f", "Environment": {"Variables": {"A": "s3cret", "B": "x"}}},
                                                      {"Name": "g"}, {"Environment": {"Variables": null}}, 7]})");
  hide_secret_fields(*find_allowed("lambda", "ListFunctions"), result);
  EXPECT_EQ(
      result,
      json::parse(
          R"({"Functions": [{"Name": "f", "Environment": {"Variables": {"A": "[hidden]", "B": "[hidden]"}}},
                                                  {"Name": "g"}, {"Environment": {"Variables": null}}, 7]})"));
}

TEST(Catalog, KnowsActionsAndPrices) {
  EXPECT_EQ(find_allowed("s3", "ListBuckets")->actions,
            std::vector<std::string>{"s3:ListAllMyBuckets"});
  EXPECT_EQ(find_allowed("elbv2", "DescribeLoadBalancers")->actions,
            std::vector<std::string>{"elasticloadbalancing:DescribeLoadBalancers"});
  EXPECT_EQ(find_allowed("apigateway", "GetRestApis")->actions,
            std::vector<std::string>{"apigateway:GET"});
  EXPECT_EQ(find_allowed("ce", "GetCostAndUsage")->price_usd.to_string(), "0.01");
  EXPECT_TRUE(find_allowed("ec2", "DescribeInstances")->price_usd.is_zero());
  EXPECT_EQ(find_allowed("cloudwatch", "GetMetricData")->price_usd.to_string(), "0.005");
}

TEST(Catalog, RefusesWhatReturnsSecretsOrData) {
  for (const auto& [service, operation] :
       std::vector<std::pair<std::string, std::string>>{{"s3", "GetObject"},
                                                        {"secretsmanager", "GetSecretValue"},
                                                        {"ssm", "GetParameter"},
                                                        {"ssm", "GetParametersByPath"},
                                                        {"sqs", "ReceiveMessage"},
                                                        {"iam", "CreateAccessKey"},
                                                        {"ecr", "GetAuthorizationToken"},
                                                        {"sts", "AssumeRole"},
                                                        {"sts", "GetSessionToken"},
                                                        {"lambda", "GetFunction"},
                                                        {"lambda", "Invoke"},
                                                        {"ec2", "TerminateInstances"},
                                                        {"ec2", "GetPasswordData"},
                                                        {"dynamodb", "Scan"},
                                                        {"logs", "GetLogEvents"},
                                                        {"kms", "Decrypt"},
                                                        {"nothing", "Get"}}) {
    const auto allowed = allowed_operation(service, operation);
    ASSERT_FALSE(allowed.has_value()) << service << " " << operation;
    EXPECT_EQ(allowed.error().code, "aws.call_refused");
    EXPECT_FALSE(allowed.error().detail.empty());
  }
  EXPECT_NE(allowed_operation("ec2", "DescribeInstance").error().detail.find("DescribeInstances"),
            std::string::npos);
}

}  // namespace
}  // namespace sextant::aws
