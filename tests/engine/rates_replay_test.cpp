// SPDX-License-Identifier: Apache-2.0
// LGN rates of a file in place of what the LGN sees.
#include "engine/recording/rate_import.h"
#include "engine/session/run_recording.h"
#include "recording_support.h"
#include "session_support.h"
#include "spike_files.h"

#include <doctest/doctest.h>
#include <limits>

using namespace striate;
using namespace striate::test;

namespace {

/// A file of rates as another program writes it: [time][unit], times in ms.
void write_rates(const std::filesystem::path& path, const char* population, const std::vector<float>& rates,
                 hsize_t units, const std::vector<double>& times) {
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t root = H5Gcreate2(file, "firing_rates", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t group = H5Gcreate2(root, population, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t shape[] = {rates.size() / units, units};
  const hid_t space = H5Screate_simple(2, shape, nullptr);
  const hid_t dataset =
      H5Dcreate2(group, "firing_rates_Hz", H5T_NATIVE_FLOAT, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, rates.data());
  H5Dclose(dataset);
  H5Sclose(space);
  if (!times.empty())
    write_column(group, "times", H5T_NATIVE_DOUBLE, times.data(), times.size());
  H5Gclose(group);
  H5Gclose(root);
  H5Fclose(file);
}

RateSchedule load(const std::filesystem::path& file, std::uint32_t units) {
  Task task("read");
  return {file, units, task};
}

std::string refused(const std::filesystem::path& file, std::uint32_t units) {
  return sentence_of([&] { load(file, units); });
}

std::vector<float> row(const RateSchedule& rates, std::int64_t ms) {
  const auto values = rates.at_ms(ms);
  return {values.begin(), values.end()};
}

} // namespace

TEST_CASE("a recording's rates give the same run again, whatever the screen shows") {
  const TemporaryFolder folder;
  ParameterSet parameters = tiny_parameters();
  parameters.set_text("record", "lgn-rates");
  Spikes spikes;
  {
    Session session(parameters, tiny_network());
    RunRecording recording(session, {.folder = folder / "run", .wait_for_disk = true});
    while (session.now() < 300) {
      const StepResult step = session.step();
      recording.push(step, session);
      for (const std::uint32_t id : step.spikes)
        spikes.emplace_back(step.ms, id);
    }
    recording.close();
  }
  CHECK(spikes.size() > 100);
  parameters.set("contrast", 0.0);
  parameters.set_text("lgn-rates", (folder / "run" / "lgn_rates.h5").string());
  Session again(parameters, tiny_network());
  CHECK(run(again, 300) == spikes);
  CHECK(run(again, 310).size() < 20); // silence follows the file's end, and what is under way
  for (const float rate : again.lgn_rates_Hz())
    REQUIRE(rate == 0.0f);
  again.reset();
  CHECK(run(again, 300) == spikes);
}

TEST_CASE("rows belong to the milliseconds their times say; pieces are read as they come") {
  const TemporaryFolder folder;
  std::vector<float> rates;
  std::vector<double> times;
  for (int k = 0; k < 150; ++k) {
    times.push_back(11.0 + k);
    for (int unit = 0; unit < 3; ++unit)
      rates.push_back(static_cast<float>(10 * k + unit));
  }
  write_rates(folder / "late.h5", "retina", rates, 3, times);
  const RateSchedule late = load(folder / "late.h5", 3);
  CHECK(late.milliseconds() == 160);
  CHECK(row(late, 9) == std::vector<float>(3, 0.0f));
  for (const std::int64_t ms : {10, 73, 74, 159, 11, 140})
    CHECK(row(late, ms) == std::vector<float>{static_cast<float>(10 * (ms - 10)),
                                              static_cast<float>(10 * (ms - 10) + 1),
                                              static_cast<float>(10 * (ms - 10) + 2)});
  CHECK(row(late, 160) == std::vector<float>(3, 0.0f));
  write_rates(folder / "plain.h5", "lgn", rates, 3, {});
  CHECK(row(load(folder / "plain.h5", 3), 1) == std::vector<float>{10.0f, 11.0f, 12.0f});
}

TEST_CASE("files that are no rates get one sentence with the place") {
  const TemporaryFolder folder;
  CHECK(contains(refused(folder / "none.h5", 2), "does not exist"));
  std::ofstream(folder / "text.h5") << "no HDF5";
  CHECK(contains(refused(folder / "text.h5", 2), "not an HDF5 file"));
  write_rates(folder / "a.h5", "lgn", {1, 2, 3, 4}, 2, {1.0, 2.0});
  CHECK(refused(folder / "a.h5", 2).empty());
  CHECK(contains(refused(folder / "a.h5", 3), "holds the rates of 2 units, but the network has 3"));
  write_rates(folder / "b.h5", "lgn", {1, 2, 3, 4}, 2, {1.0, 3.0});
  CHECK(contains(refused(folder / "b.h5", 2), "row 1: 3 ms is not 1 ms after"));
  write_rates(folder / "c.h5", "lgn", {1, 2, 3, std::numeric_limits<float>::quiet_NaN()}, 2, {1.0, 2.0});
  CHECK(contains(refused(folder / "c.h5", 2), "row 1, unit 1: nan Hz is not a valid rate"));
  write_rates(folder / "d.h5", "lgn", {1, -2, 3, 4}, 2, {});
  CHECK(contains(refused(folder / "d.h5", 2), "row 0, unit 1: -2 Hz"));
  foreign_file(folder / "spikes.h5", "lgn", {1.0}, {0});
  CHECK(contains(refused(folder / "spikes.h5", 2), "no /firing_rates/lgn"));

  ParameterSet both = tiny_parameters();
  both.set_text("lgn-rates", (folder / "a.h5").string());
  both.set_text("lgn-spikes", (folder / "spikes.h5").string());
  CHECK(contains(sentence_of([&] { Session(both, tiny_network()); }), "mutually exclusive"));
}
