#include "aws/service.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "aws/model/packed_models.h"

namespace sextant::aws {
namespace {

struct Cache {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<const Service>, std::less<>> services;  // guarded by mutex
  std::optional<Partitions> partitions;                                         // guarded by mutex
};

Cache& cache() {
  static auto* made = new Cache;
  return *made;
}

}  // namespace

Result<std::shared_ptr<const Service>> load_service(std::string_view name) {
  SEXTANT_TRY(const std::shared_ptr<const ServiceModel> model, packed_model(name));
  const std::lock_guard lock(cache().mutex);
  if (const auto found = cache().services.find(name); found != cache().services.end())
    return found->second;
  if (!cache().partitions) {
    SEXTANT_TRY(const boost::json::value* document, packed_partitions());
    SEXTANT_TRY(cache().partitions, Partitions::parse(*document));
  }
  SEXTANT_TRY(EndpointRules rules, EndpointRules::parse(model->endpoint_rule_set()));
  auto service =
      std::make_shared<const Service>(Service{model, std::move(rules), *cache().partitions});
  cache().services.emplace(std::string(name), service);
  return service;
}

}  // namespace sextant::aws
