// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace striate::app {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start);
/// Median of `times`; sorts them.
double median(std::vector<double>& times);
/// One line: what, value, unit and, when target > 0, the target and the ratio to it.
void print_row(const std::string& what, double value, const std::string& unit, double target);
/// Builds the network of the parameters and prints time and peak memory.
std::shared_ptr<const Network> timed_network(const ParameterSet& parameters);

// One file each; they print their rows and throw Error.
void bench_network(const ParameterSet& parameters);
void bench_lgn(const ParameterSet& parameters);
void bench_recording(const ParameterSet& parameters);
void bench_simulate(const ParameterSet& parameters);
/// The part of bench_simulate for the CUDA back end.
void bench_cuda(const ParameterSet& parameters, const std::shared_ptr<const Network>& network);
void bench_startup(const ParameterSet& parameters);
void bench_train(const ParameterSet& parameters);

} // namespace striate::app
