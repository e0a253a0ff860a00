// SPDX-License-Identifier: Apache-2.0
#include "engine/session/config_settings.h"

#include "engine/network/sonata/read/sonata_run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace striate {

namespace {

/// Names under which simulators report the membrane potential.
bool is_voltage(const std::string& variable) {
  constexpr std::array<const char*, 5> names{"v", "V_m", "Vm", "V", "voltage"};
  return std::ranges::find(names, variable) != names.end();
}

/// The term of the parameter `probe`; empty when Striate cannot write such a report.
std::string probe_of(const SonataRun::Report& report, std::vector<std::string>& unused) {
  if (!is_voltage(report.variable)) {
    if (report.variable != "spikes") // which are recorded anyway
      unused.push_back(fmt::format("{} (the variable {})", report.from, report.variable));
    return {};
  }
  const double interval_ms = std::max(1.0, std::nearbyint(report.dt_ms));
  if (report.dt_ms > 0.0 && report.dt_ms != interval_ms)
    unused.push_back(fmt::format("{}.dt {} ms (an interval of {} ms is used)", report.from, report.dt_ms, interval_ms));
  return fmt::format("v:{}:{}", report.neurons, interval_ms);
}

} // namespace

ConfigSettings config_settings(const ParameterSet& parameters, Task& task) {
  ThreadPool pool(static_cast<int>(parameters.integer("threads")));
  const SonataRun run = read_sonata_run(parameters.text("network-file"), pool, task);
  ConfigSettings result;
  result.unused = run.unused;
  if (run.duration_ms) {
    const double whole = std::ceil(*run.duration_ms);
    result.settings.push_back({"duration", fmt::format("{}", whole), fmt::format("run.tstop {} ms", *run.duration_ms)});
    if (whole != *run.duration_ms)
      result.unused.push_back(fmt::format("the fraction of run.tstop {} ms", *run.duration_ms));
  }
  if (run.dt_ms && parameters.is(choices::Dynamics::nest))
    result.settings.push_back({"dt", fmt::format("{}", *run.dt_ms), fmt::format("run.dt {} ms", *run.dt_ms)});
  else if (run.dt_ms && *run.dt_ms != 1.0)
    result.unused.push_back(
        fmt::format("run.dt {} ms (basis4 uses steps of 1 ms; the dynamics nest supports it)", *run.dt_ms));
  if (run.lgn)
    result.settings.push_back({"lgn-spikes", run.lgn->file.string(), run.lgn->from});
  if (run.background)
    result.settings.push_back({"background-spikes", run.background->file.string(), run.background->from});
  std::vector<std::string> probes, reports;
  for (const SonataRun::Report& report : run.reports)
    if (std::string probe = probe_of(report, result.unused); !probe.empty()) {
      probes.push_back(std::move(probe));
      reports.push_back(report.from);
    }
  if (!probes.empty())
    result.settings.push_back(
        {"probe", fmt::format("{}", fmt::join(probes, ";")), fmt::format("{}", fmt::join(reports, ", "))});
  return result;
}

} // namespace striate
