#include "aws/model/packed_models.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace sextant::aws {
namespace {

TEST(PackedModels, EveryPackedServiceCanBeRead) {
  const std::vector<std::string> services = packed_services();
  ASSERT_GE(services.size(), 60U);
  EXPECT_TRUE(std::ranges::is_sorted(services));
  for (const std::string& service : services) {
    const auto model = packed_model(service);
    ASSERT_TRUE(model.has_value()) << service << ": " << model.error().detail;
    EXPECT_EQ((*model)->service(), service);
    EXPECT_FALSE((*model)->operations().empty()) << service;
    EXPECT_TRUE((*model)->endpoint_rule_set().is_object()) << service;
    EXPECT_FALSE((*model)->metadata().service_id.empty()) << service;
    if ((*model)->metadata().protocol == Protocol::kJson) {
      EXPECT_FALSE((*model)->metadata().target_prefix.empty()) << service;
    }
  }
}

TEST(PackedModels, ServicesThatListCborFirstSpeakJson) {
  EXPECT_EQ((*packed_model("cloudwatch"))->metadata().protocol, Protocol::kJson);
  EXPECT_TRUE((*packed_model("cloudwatch"))->metadata().query_compatible);
  EXPECT_EQ((*packed_model("compute-optimizer"))->metadata().protocol, Protocol::kJson);
  EXPECT_EQ((*packed_model("sts"))->metadata().protocol, Protocol::kQuery);
  EXPECT_EQ((*packed_model("ec2"))->metadata().protocol, Protocol::kEc2);
  EXPECT_EQ((*packed_model("s3"))->metadata().protocol, Protocol::kRestXml);
}

TEST(PackedModels, ExtrasAreMergedIn) {
  const auto ce = *packed_model("ce");
  const auto* paginator = ce->paginator("GetRightsizingRecommendation");
  ASSERT_NE(paginator, nullptr);
  EXPECT_TRUE(paginator->contains("non_aggregate_keys"));
  const auto s3 = *packed_model("s3");
  EXPECT_EQ(s3->find_shape("Expires")->type, ShapeType::kTimestamp);
  EXPECT_NE(s3->waiter("BucketExists"), nullptr);
  EXPECT_EQ(s3->waiter("Nothing"), nullptr);
}

TEST(PackedModels, UnknownServicesComeWithTheNearestNames) {
  const auto model = packed_model("cloudtrial");
  ASSERT_FALSE(model.has_value());
  EXPECT_EQ(model.error().code, "model.unknown_service");
  EXPECT_NE(model.error().detail.find("cloudtrail"), std::string::npos) << model.error().detail;
  EXPECT_FALSE(packed_model("").has_value());
  EXPECT_FALSE(packed_model("partitions").has_value());
  EXPECT_FALSE(packed_model("../errors/base").has_value());
}

TEST(PackedModels, PartitionsAreThere) {
  const auto partitions = packed_partitions();
  ASSERT_TRUE(partitions.has_value());
  EXPECT_TRUE((*partitions)->at("partitions").is_array());
  EXPECT_EQ(*packed_partitions(), *partitions);
}

TEST(PackedModels, ThreadsShareOneModel) {
  std::vector<const ServiceModel*> seen(4);
  {
    std::vector<std::jthread> threads;
    for (const ServiceModel*& slot : seen) {
      threads.emplace_back([&slot] { slot = packed_model("organizations")->get(); });
    }
  }
  EXPECT_EQ(std::ranges::count(seen, seen.front()), 4);
}

}  // namespace
}  // namespace sextant::aws
