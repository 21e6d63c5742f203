#include "sim/metadata/metadata.h"

#include <boost/json/serialize.hpp>

#include "base/civil_time.h"
#include "sim/derive.h"

namespace sextant::sim {

namespace {

constexpr const char* kTokenPath = "/latest/api/token";
constexpr const char* kListPath = "/latest/meta-data/iam/security-credentials";
constexpr const char* kContainerPath = "/container/credentials";
constexpr std::chrono::hours kLifetime{6};

http::ServerResponse text(int status, std::string body, const char* type = "text/plain") {
  http::ServerResponse response;
  response.status = status;
  response.headers.set("Content-Type", type);
  response.body = std::move(body);
  return response;
}

json::object credentials(Simulation& simulation, const std::string& session_name) {
  const auto role = simulation.directory.find_role(simulation.world.base.id, kHostRole);
  if (!role) return {};
  const Key key = simulation.directory.open_session(*role, session_name, simulation.clock.now(),
                                                    kLifetime, std::nullopt);
  return {{"RoleArn", role->arn()},
          {"AccessKeyId", key.id},
          {"SecretAccessKey", key.secret},
          {"Token", key.token},
          {"Expiration", format_rfc3339(*key.expires)}};
}

http::ServerResponse instance_credentials(Simulation& simulation) {
  json::object body = credentials(simulation, "i-0123456789abcdef0");
  if (body.empty()) return text(404, "");
  body.erase("RoleArn");
  body["Code"] = "Success";
  body["Type"] = "AWS-HMAC";
  body["LastUpdated"] = format_rfc3339(simulation.clock.now());
  return text(200, json::serialize(body));
}

}  // namespace

std::optional<http::ServerResponse> serve_metadata(Simulation& simulation,
                                                   const http::ServerRequest& request,
                                                   const Target& target) {
  if (target.path == kContainerPath) {
    const json::object body = credentials(simulation, "container");
    if (body.empty()) return text(404, "");
    return text(200, json::serialize(body), "application/json");
  }
  if (!target.path.starts_with("/latest/")) return std::nullopt;
  const std::string token =
      derive_text(simulation.world.seed, "metadata-token", kTokenAlphabet, 56);
  if (target.path == kTokenPath) {
    if (request.method != "PUT") return text(405, "");
    const auto ttl = request.headers.find("x-aws-ec2-metadata-token-ttl-seconds");
    if (!ttl) return text(400, "");
    http::ServerResponse response = text(200, token);
    response.headers.set("x-aws-ec2-metadata-token-ttl-seconds", *ttl);
    return response;
  }
  if (request.headers.find("x-aws-ec2-metadata-token") != token) return text(401, "");
  if (target.path == std::string(kListPath) + '/' + kHostRole) {
    return instance_credentials(simulation);
  }
  if (target.path == kListPath || target.path == std::string(kListPath) + '/') {
    return text(200, kHostRole);
  }
  if (target.path == "/latest/meta-data/placement/region") return text(200, "us-east-1");
  return text(404, "");
}

}  // namespace sextant::sim
