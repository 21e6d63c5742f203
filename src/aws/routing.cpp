#include "aws/routing.h"

#include "aws/endpoint/parameters.h"

namespace sextant::aws {
namespace {

constexpr std::string_view kBucketLabel = "/{Bucket}";

bool has_bucket_in_endpoint(const Service& service, const Operation& operation) {
  return service.rules.has_parameter("Bucket") && operation.request_uri.starts_with(kBucketLabel);
}

// A prefix before an address in digits or the local host makes no name that could be found.
bool takes_prefix(std::string_view host) {
  const bool is_address =
      host.find(':') != std::string_view::npos || (host.back() >= '0' && host.back() <= '9');
  return !is_address && !http::is_loopback_host(host);
}

}  // namespace

Result<Endpoint> find_endpoint(const ClientOptions& options, const Service& service,
                               const Operation& operation, const boost::json::object& input,
                               const std::string& region, const std::string& account_id) {
  EndpointSettings settings;
  settings.region = region;
  settings.use_fips = options.use_fips;
  settings.use_dual_stack = options.use_dual_stack;
  settings.endpoint_url = options.endpoint_url;
  const auto own = options.service_endpoint_urls.find(service.model->service());
  if (own != options.service_endpoint_urls.end()) settings.endpoint_url = own->second;
  settings.account_id = account_id;
  settings.account_id_endpoint_mode = options.account_id_endpoint_mode;
  SEXTANT_TRY(const boost::json::object parameters,
              endpoint_parameters(service.rules, operation, input, endpoint_built_ins(settings)));
  auto found = service.rules.resolve(parameters, service.partitions);
  if (!found) return failure(std::move(found).error().with("service", service.model->service()));
  return found;
}

Result<RoutedRequest> route_request(const Service& service, const Operation& operation,
                                    const Endpoint& endpoint, const WireRequest& wire) {
  const auto parts = http::split_url(endpoint.url);
  if (!parts || parts->host.empty())
    return failure("aws.endpoint_rules", "the endpoint " + endpoint.url + " is no URL");
  std::string authority(parts->authority);
  if (!wire.host_prefix.empty() && takes_prefix(parts->host)) authority.insert(0, wire.host_prefix);

  std::string path(parts->path);
  while (path.ends_with('/')) path.pop_back();
  std::string_view uri = wire.uri;
  if (has_bucket_in_endpoint(service, operation)) {
    const std::size_t end = uri.find_first_of("/?", 1);
    uri.remove_prefix(end == std::string_view::npos ? uri.size() : end);
  }
  std::string target = path;
  if (path.empty() && !uri.starts_with('/')) target += '/';
  target.append(uri);

  RoutedRequest out;
  out.origin = std::string(parts->scheme) + "://" + authority;
  out.raw = {wire.method, std::move(target), wire.headers, wire.body};
  for (const auto& [name, values] : endpoint.headers) {
    for (const std::string& value : values) out.raw.headers.add(name, value);
  }
  out.raw.headers.set("Host", authority);
  return out;
}

}  // namespace sextant::aws
