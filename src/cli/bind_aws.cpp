#include <CLI/CLI.hpp>

#include "cli/aws_call.h"
#include "cli/bind.h"

namespace sextant::cli {
namespace {

void bind_call(CLI::App& aws, Chosen& chosen) {
  auto* call =
      aws.add_subcommand("call", "Call one reading operation of AWS and print its answer as JSON");
  const auto command = std::make_shared<AwsCall>();
  call->add_option("SERVICE", command->service,
                   "The service, as the AWS CLI's models name it: ec2, ce, elbv2")
      ->required();
  call->add_option("OPERATION", command->operation,
                   "The operation, as AWS names it: DescribeInstances")
      ->required();
  call->add_option("INPUT", command->input, "The input as JSON, or @file");
  call->add_option("--profile", command->profile, "The AWS profile to use");
  call->add_option("--region", command->region, "The region to ask, instead of the profile's");
  call->add_flag("--all-pages", command->all_pages, "Read all pages and print them as one answer");
  call->add_option("--query", command->query, "Print only what this JMESPath expression selects");
  call->footer(
      "Only what is known to return neither secrets nor stored data may be called; see sextant aws "
      "operations.\n"
      "A paid call says its price first.\n\n"
      "Examples:\n"
      "  sextant aws call sts GetCallerIdentity --profile dev\n"
      "  sextant aws call ec2 DescribeInstances '{\"MaxResults\": 50}' --region eu-west-1 "
      "--all-pages\n"
      "  sextant aws call s3 ListBuckets --query \"Buckets[].Name\"\n"
      "  sextant aws call ce GetCostAndUsage @request.json --profile payer\n");
  call->callback([&chosen, command] {
    chosen.run = [command](Context& context) { return run_aws_call(context, *command); };
  });
}

void bind_operations(CLI::App& aws, Chosen& chosen) {
  auto* operations = aws.add_subcommand(
      "operations", "List what may be called, the IAM action it needs and its price");
  const auto command = std::make_shared<AwsOperations>();
  operations->add_option("SERVICE", command->service, "Only this service");
  operations->add_option("--format", command->format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  operations->footer(
      "Examples:\n  sextant aws operations\n  sextant aws operations ce --format json\n");
  operations->callback([&chosen, command] {
    chosen.run = [command](Context& context) { return run_aws_operations(context, *command); };
  });
}

}  // namespace

void bind_aws(CLI::App& app, Chosen& chosen) {
  auto* aws = app.add_subcommand("aws", "Ask AWS directly, reading only");
  aws->require_subcommand(1);
  aws->footer(
      "Examples:\n  sextant aws call sts GetCallerIdentity --profile dev\n  sextant aws operations "
      "ec2");
  bind_call(*aws, chosen);
  bind_operations(*aws, chosen);
}

}  // namespace sextant::cli
