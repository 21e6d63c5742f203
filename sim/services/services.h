#pragma once

#include "sim/simulation.h"

namespace sextant::sim {

// Adds the reading operations of all services that show the estate.
void add_services(Simulation& simulation);

void add_ec2(Simulation& simulation);
void add_s3(Simulation& simulation);
void add_data_services(Simulation& simulation);  // rds, dynamodb, elasticache, redshift, efs
void add_compute_services(
    Simulation& simulation);  // lambda, ecs, eks, ecr, elbv2, autoscaling, ...
void add_watching_services(
    Simulation& simulation);                      // cloudtrail, cloudwatch, logs, config, guardduty
void add_edge_services(Simulation& simulation);   // sqs, sns, kms, route53, cloudfront, ...
void add_money_services(Simulation& simulation);  // account, billing, budgets, savingsplans, ...
void add_tagging(Simulation& simulation);

}  // namespace sextant::sim
