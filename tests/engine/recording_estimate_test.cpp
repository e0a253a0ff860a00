// SPDX-License-Identifier: Apache-2.0
#include "engine/session/recording_estimate.h"
#include "recording_support.h"
#include "session_support.h"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>

using namespace striate;
using namespace striate::test;

namespace {

ParameterSet asked(const char* record, const char* probe) {
  ParameterSet parameters = tiny_parameters();
  parameters.set_text("record", record);
  parameters.set_text("probe", probe);
  return parameters;
}

} // namespace

TEST_CASE("texts of record and probe are written as they are read") {
  for (const char* text :
       {"spikes", "none", "lgn-spikes,lgn-rates,background-spikes,simulation-data", "spikes,simulation-data-float32"})
    CHECK(format_record(recording_plan(asked(text, ""))) == text);
  CHECK(format_record(recording_plan(asked(" simulation-data , spikes", ""))) == "spikes,simulation-data");
  CHECK(format_probes(parse_probes("v:L5_ET:1;count: ids:1,5-9 :10")) == "v:L5_ET:1; count:ids:1,5-9:10");
  CHECK(format_probes({}).empty());
  CHECK(std::string(probe_units(ProbeVariable::lgn)) == "pA");
}

TEST_CASE("the estimated size is that of the files") {
  const TemporaryFolder folder;
  // 2048 ms are whole chunks of rates and of the reports.
  constexpr std::int64_t ms = 2048;
  const ParameterSet parameters =
      asked("spikes,lgn-spikes,lgn-rates,background-spikes,simulation-data-float32", "v:all:1; count:all:2");
  Session session(parameters, tiny_network());
  SpikeRates counted;
  {
    RunRecording recording(session, {.folder = folder / "run", .wait_for_disk = true});
    while (session.now() < ms) {
      const StepResult step = session.step();
      recording.push(step, session);
      counted.v1_Hz += static_cast<double>(step.spikes.size());
      counted.lgn_Hz += static_cast<double>(step.lgn_spikes.size());
    }
    recording.close();
  }
  const double seconds = 1e-3 * static_cast<double>(ms);
  counted.v1_Hz /= seconds;
  counted.lgn_Hz /= seconds;
  counted.background_Hz = session.network().background.source_count * parameters.number("background-rate");

  const RecordingPlan plan = recording_plan(parameters);
  const RecordingSubject subject = recording_subject(plan, session.network());
  CHECK(subject.probe_values.front() == session.network().neurons.size());
  CHECK(subject.probe_values.back() > 10); // populations
  CHECK(subject.probe_values.back() < 23);
  const RecordingEstimate estimate = estimate_recording(plan, subject, counted);
  constexpr double header = 20e3; // settings, mapping, index: not what grows
  const auto written = [&](const char* name) {
    return (static_cast<double>(std::filesystem::file_size(folder / "run" / name)) - header) / seconds;
  };
  CHECK(estimate.lgn_rates == doctest::Approx(written("lgn_rates.h5")).epsilon(0.02));
  CHECK(estimate.probes[0] == doctest::Approx(written("report_v_all.h5")).epsilon(0.03));
  CHECK(estimate.simulation_data == doctest::Approx(written("simulation_data.hdf5")).epsilon(0.5));
  CHECK(estimate.lgn_spikes == doctest::Approx(written("lgn_spikes.h5")).epsilon(0.5));
  CHECK(estimate.total(plan) ==
        doctest::Approx(estimate.spikes + estimate.lgn_spikes + estimate.lgn_rates + estimate.background_spikes +
                        estimate.simulation_data + estimate.probes[0] + estimate.probes[1]));
}

TEST_CASE("rows wider than a chunk fill whole chunks, and an unknown rate stays unknown") {
  RecordingPlan plan = recording_plan(asked("lgn-rates", "v:all:10"));
  const RecordingSubject wide{.neurons = 5000, .core_neurons = 100, .lgn_units = 17400, .probe_values = {4097}};
  const SpikeRates unknown{.v1_Hz = std::numeric_limits<double>::quiet_NaN(), .lgn_Hz = 10.0};
  const RecordingEstimate estimate = estimate_recording(plan, wide, unknown);
  CHECK(estimate.lgn_rates == 1000.0 * (5 * 4096 * 4 + 8));
  CHECK(estimate.probes[0] == 100.0 * 8192 * 4);
  CHECK(estimate.total(plan) == estimate.lgn_rates + estimate.probes[0]);
  CHECK(std::isnan(estimate.spikes));
  plan.spikes = true;
  CHECK(std::isnan(estimate.total(plan)));
}

TEST_CASE("a plan that does not fit the network is refused before anything is written") {
  const auto refusal = [](const char* probe) {
    return sentence_of([&] { recording_subject(recording_plan(asked("spikes", probe)), *tiny_network()); });
  };
  CHECK(contains(refusal("v:ids:5000:1"), "0 to 1140"));
  CHECK(refusal("v:L4:1").empty());
}
