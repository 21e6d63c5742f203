#pragma once

#include <boost/json/object.hpp>

#include <memory>
#include <string>

#include "aws/model/service_model.h"
#include "base/result.h"

namespace sextant::aws {

// Builds a ServiceModel from AWS's description; see ServiceModel::from_json, which is how others
// call it.
class ModelReader {
 public:
  ModelReader(std::string service, const boost::json::object& description);
  Result<std::shared_ptr<const ServiceModel>> read(boost::json::object extras);

 private:
  Result<void> read_metadata();
  Result<void> read_shapes();
  Result<void> fill_shape(Shape& shape, const boost::json::object& entry);
  Result<void> fill_members(Shape& shape, const boost::json::object& entry);
  Result<void> read_operations();
  Result<Operation> read_operation(const std::string& name, const boost::json::object& entry) const;
  Result<ShapeRef> read_ref(const boost::json::value& entry) const;
  std::unexpected<Error> malformed(const std::string& what) const;

  const boost::json::object& description_;
  std::shared_ptr<ServiceModel> model_;
};

}  // namespace sextant::aws
