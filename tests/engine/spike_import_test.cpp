// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/recording/recorder.h"
#include "engine/recording/spike_import.h"
#include "recording_support.h"
#include "spike_files.h"
#include "tests/support/sentences.h"

#include <cmath>
#include <doctest/doctest.h>
#include <fstream>
#include <limits>

using namespace striate;
using namespace striate::test;

namespace {

using Units = std::vector<std::uint32_t>;

ImportedSpikes import(const std::filesystem::path& file, double step_ms = 1.0) {
  SpikeImport request;
  request.file = file;
  request.population.expected = {"lgn"};
  request.id_count = 100;
  request.id_name = "LGN unit";
  request.step_ms = step_ms;
  Task task("import");
  return import_spikes(request, task);
}

Units at(const ImportedSpikes& spikes, std::int64_t step) {
  const auto ids = spikes.schedule.at(step);
  return {ids.begin(), ids.end()};
}

std::string sentence(const std::filesystem::path& file) {
  try {
    import(file);
  } catch (const Error& failure) {
    return failure.what();
  }
  return {};
}

void write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

} // namespace

TEST_CASE("both SONATA layouts and a table give the same spikes by step") {
  const TemporaryFolder folder;
  // (k, k + 1] is step k, 0 belongs to step 0, and a spike may come twice.
  const std::vector<double> times = {0.0, 0.5, 1.0, 1.0001, 2.0, 2.0, 7.3};
  const std::vector<std::int64_t> ids = {9, 5, 1, 2, 8, 8, 99};
  foreign_file(folder / "new.h5", "lgn", times, ids, false, "ms");
  foreign_file(folder / "old.h5", nullptr, times, ids);
  write_text(folder / "spikes.csv", "timestamps population node_ids\r\n0 lgn 9\r\n0.5 lgn 5\n1 lgn 1\n1.0001 lgn 2\n"
                                    "\n2 lgn 8\n2 lgn 8\n7.3 lgn 99\n");
  write_text(folder / "commas.csv", "node_ids,timestamps\n9,0\n5,0.5\n1,1\n2,1.0001\n8,2\n8,2\n99,7.3\n");
  for (const char* name : {"new.h5", "old.h5", "spikes.csv", "commas.csv"}) {
    CAPTURE(name);
    const ImportedSpikes spikes = import(folder / name);
    CHECK(spikes.notes.empty());
    CHECK(spikes.schedule.spikes() == 7);
    CHECK(spikes.schedule.steps() == 8);
    CHECK(at(spikes, 0) == Units{1, 5, 9});
    CHECK(at(spikes, 1) == Units{2, 8, 8});
    CHECK(at(spikes, 2).empty());
    CHECK(at(spikes, 7) == Units{99});
    CHECK(at(spikes, 8).empty());
    CHECK(at(spikes, -1).empty());
  }
}

TEST_CASE("finer steps: multiples of 0.1 ms end their step") {
  const TemporaryFolder folder;
  std::vector<double> times;
  std::vector<std::int64_t> ids;
  for (int k = 1; k <= 90; ++k) {
    times.push_back(0.1 * k);
    ids.push_back(k);
  }
  foreign_file(folder / "a.h5", "lgn", times, ids);
  const ImportedSpikes spikes = import(folder / "a.h5", 0.1);
  for (std::uint32_t k = 1; k <= 90; ++k)
    CHECK(at(spikes, k - 1) == Units{k});
}

TEST_CASE("what our recorder wrote comes back at the same steps") {
  const TemporaryFolder folder;
  SpikeRecorder recorder({.file = folder / "spikes.h5", .settings_json = "{}", .neuron_count = 100});
  for (std::int64_t ms = 0; ms < 3000; ++ms)
    recorder.push(ms, pattern(ms, 5));
  recorder.close();
  const ImportedSpikes spikes = import(folder / "spikes.h5");
  CHECK(contains(spikes.notes.at(0), "population \"v1\""));
  for (std::int64_t ms = 0; ms < 3000; ++ms)
    REQUIRE(at(spikes, ms) == pattern(ms, 5));
}

TEST_CASE("a file that is not in order of time is sorted, and the user is told where") {
  const TemporaryFolder folder;
  foreign_file(folder / "by_id.h5", "lgn", {4.0, 6.0, 3.0, 6.0}, {1, 1, 2, 2});
  const ImportedSpikes spikes = import(folder / "by_id.h5");
  CHECK(at(spikes, 2) == Units{2});
  CHECK(at(spikes, 3) == Units{1});
  CHECK(at(spikes, 5) == Units{1, 2});
  REQUIRE(spikes.notes.size() == 1);
  CHECK(contains(spikes.notes[0], "row 2"));
  CHECK(contains(spikes.notes[0], "sorted"));
  write_text(folder / "by_id.csv", "timestamps node_ids\n4 1\n6 1\n3 2\n");
  CHECK(contains(import(folder / "by_id.csv").notes.at(0), "Line 4"));
}

TEST_CASE("the population that is meant is found, or the choice is told") {
  const TemporaryFolder folder;
  foreign_file(folder / "two.h5", "bkg", {1.0}, {7});
  foreign_file(folder / "two.h5", "lgn", {1.0}, {3}, true);
  CHECK(at(import(folder / "two.h5"), 0) == Units{3});
  foreign_file(folder / "other.h5", "thalamus", {1.0}, {4});
  const ImportedSpikes other = import(folder / "other.h5");
  CHECK(at(other, 0) == Units{4});
  CHECK(contains(other.notes.at(0), "thalamus"));
  foreign_file(folder / "other.h5", "bkg", {1.0}, {4}, true);
  CHECK(contains(sentence(folder / "other.h5"), "bkg, thalamus"));
  write_text(folder / "two.csv", "timestamps population node_ids\n1 bkg 7\n1 lgn 3\n");
  CHECK(at(import(folder / "two.csv"), 0) == Units{3});
  write_text(folder / "none.csv", "timestamps population node_ids\n1 bkg 7\n1 v1 3\n");
  CHECK(contains(sentence(folder / "none.csv"), "bkg, v1"));
}

TEST_CASE("bad rows are refused with file, dataset and the first row") {
  const TemporaryFolder folder;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto file = folder / "bad.h5";
  const auto with = [&](const std::vector<double>& times, const std::vector<std::int64_t>& ids) {
    foreign_file(file, "lgn", times, ids);
    const std::string text = sentence(file);
    CHECK(contains(text, file.string()));
    return text;
  };
  CHECK(contains(with({1.0, -2.0, -3.0}, {1, 2, 3}), "/spikes/lgn/timestamps, row 1,"));
  CHECK(contains(with({1.0, 2.0, nan}, {1, 2, 3}), "/spikes/lgn/timestamps, row 2,"));
  CHECK(contains(with({1.0, std::numeric_limits<double>::infinity()}, {1, 2}), "later than the longest run"));
  CHECK(contains(with({1.0, 2.0, 3.0}, {1, 100, 3}), "/spikes/lgn/node_ids, row 1,"));
  CHECK(contains(with({1.0, 2.0, 3.0}, {1, 100, 3}), "0 to 99"));
  CHECK(contains(with({1.0, 2.0}, {-1, 2}), "no LGN unit -1"));
  CHECK(contains(with({1.0, 2.0}, {1}), "/spikes/lgn/node_ids has 1"));
  foreign_file(file, "lgn", {1.0}, {1}, false, "frames");
  CHECK(contains(sentence(file), "is in \"frames\""));
  foreign_file(file, nullptr, {1.0, -1.0}, {1, 2});
  CHECK(contains(sentence(file), "/spikes/timestamps, row 1"));

  const auto table = folder / "bad.csv";
  const auto text = [&](const std::string& rows) {
    write_text(table, rows);
    const std::string result = sentence(table);
    CHECK(contains(result, table.string()));
    return result;
  };
  CHECK(contains(text("time id\n1 2\n"), "must name the columns"));
  CHECK(contains(text(""), "must name the columns"));
  CHECK(contains(text("timestamps node_ids\n1 2\nx 3\n"), "Line 3"));
  CHECK(contains(text("timestamps node_ids\n1 2\n3 3.5\n"), "\"3.5\" is not a whole number"));
  CHECK(contains(text("timestamps node_ids\n1 2\n1 2 3\n"), "3 fields"));
  CHECK(contains(text("timestamps node_ids\n1 2\n-1 3\n"), "Line 3"));
  CHECK(contains(text("timestamps node_ids\nnan 3\n"), "NaN"));
  CHECK(contains(sentence(folder / "absent.csv"), "does not exist"));
  CHECK(contains(sentence(folder / "absent.h5"), "does not exist"));
  write_text(folder / "text.h5", "no HDF5");
  CHECK(contains(sentence(folder / "text.h5"), "neither an HDF5 file"));
}

TEST_CASE("ids must be whole numbers, and no spikes are told") {
  const TemporaryFolder folder;
  const auto path = folder / "real.h5";
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t spikes = H5Gcreate2(file, "spikes", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const double values[] = {1.0, 2.0};
  write_column(spikes, "timestamps", H5T_NATIVE_DOUBLE, values, 2);
  write_column(spikes, "gids", H5T_NATIVE_DOUBLE, values, 2);
  H5Gclose(spikes);
  H5Fclose(file);
  CHECK(contains(sentence(path), "whole numbers"));
  foreign_file(path, "lgn", {}, {});
  const ImportedSpikes none = import(path);
  CHECK(none.schedule.spikes() == 0);
  CHECK(contains(none.notes.at(0), "holds no spikes"));
}

TEST_CASE("several pieces: a file of more than two million spikes") {
  const TemporaryFolder folder;
  std::vector<double> times;
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 2'300'000; ++i) {
    times.push_back(i * 0.001);
    ids.push_back(i % 100);
  }
  times[2'200'000] = -1.0;
  foreign_file(folder / "large.h5", "lgn", times, ids);
  CHECK(contains(sentence(folder / "large.h5"), "row 2200000"));
  times[2'200'000] = 0.5;
  foreign_file(folder / "large.h5", "lgn", times, ids);
  const ImportedSpikes spikes = import(folder / "large.h5");
  CHECK(spikes.schedule.spikes() == 2'300'000);
  CHECK(contains(spikes.notes.at(0), "row 2200000"));
  CHECK(at(spikes, 0).size() == 1002); // 0 .. 1.000 ms and the one that was moved
  CHECK(at(spikes, 2000).size() == 1000);
}
