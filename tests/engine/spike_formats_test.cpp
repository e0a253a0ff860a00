// SPDX-License-Identifier: Apache-2.0
// Spike files of other programs: formats, units, populations, and what cannot be measured.
#include "engine/core/errors.h"
#include "engine/core/time_unit.h"
#include "engine/recording/nest_files.h"
#include "engine/recording/spike_import.h"
#include "engine/recording/spike_reader.h"
#include "recording_support.h"
#include "spike_files.h"
#include "tests/support/sentences.h"

#include <chrono>
#include <doctest/doctest.h>
#include <fstream>
#include <limits>

using namespace striate;
using namespace striate::test;

namespace {

namespace fs = std::filesystem;

struct Read {
  SpikeFile spikes;
  std::vector<std::string> notes;
  std::string error;
  bool usage = false;
};

Read read(const fs::path& file, const PopulationChoice& population = {}, std::optional<double> unit = {}) {
  Read result;
  Task task("read");
  try {
    result.spikes = read_all_spikes({file, population, unit}, task, result.notes);
  } catch (const Error& failure) {
    result.error = failure.what();
    result.usage = failure.kind() == Error::Kind::usage;
  }
  return result;
}

fs::path write(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

using Times = std::vector<double>;
using Ids = std::vector<std::uint64_t>;

/// Columns that claim `rows` rows of which `stored` were written.
void hollow_file(const fs::path& path, hsize_t rows, hsize_t stored, bool chunked) {
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t spikes = H5Gcreate2(file, "spikes", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t group = H5Gcreate2(spikes, "lgn", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
  const hsize_t chunk = 1024;
  if (chunked)
    H5Pset_chunk(layout, 1, &chunk);
  const hid_t space = H5Screate_simple(1, &rows, nullptr);
  for (const auto& [name, type] : {std::pair("timestamps", H5T_NATIVE_DOUBLE), {"node_ids", H5T_NATIVE_UINT64}}) {
    const hid_t dataset = H5Dcreate2(group, name, type, space, H5P_DEFAULT, layout, H5P_DEFAULT);
    if (stored > 0) {
      const hsize_t from = 0;
      const hid_t memory = H5Screate_simple(1, &stored, nullptr), part = H5Dget_space(dataset);
      H5Sselect_hyperslab(part, H5S_SELECT_SET, &from, nullptr, &stored, nullptr);
      const std::vector<double> ones(stored, 1.0);
      H5Dwrite(dataset, H5T_NATIVE_DOUBLE, memory, part, H5P_DEFAULT, ones.data());
      H5Sclose(part);
      H5Sclose(memory);
    }
    H5Dclose(dataset);
  }
  H5Sclose(space);
  H5Pclose(layout);
  H5Gclose(group);
  H5Gclose(spikes);
  H5Fclose(file);
}

} // namespace

TEST_CASE("units of time by their names, and titles of columns with a unit") {
  for (const char* word : {"ms", "msec", "milliseconds", "Millisecond", " MS ", "msecs", "ms."})
    CHECK(milliseconds_per(word) == 1.0);
  for (const char* word : {"s", "sec", "Seconds", "secs"})
    CHECK(milliseconds_per(word) == 1000.0);
  for (const char* word : {"us", "usec", "µs", "μs", "microseconds"})
    CHECK(milliseconds_per(word) == 1e-3);
  CHECK(milliseconds_per("ns") == 1e-6);
  for (const char* word : {"", "fortnights", "mss", "frames", "steps", "m"})
    CHECK_FALSE(milliseconds_per(word).has_value());
  const auto parts = [](const char* title) {
    const TitleAndUnit split = split_unit(title);
    return split.name + "|" + split.unit;
  };
  CHECK(parts("timestamps") == "timestamps|");
  CHECK(parts("timestamps_s") == "timestamps|s");
  CHECK(parts("Time (ms)") == "time|ms");
  CHECK(parts("time [s]") == "time|s");
  CHECK(parts("time in ms") == "time|ms");
  CHECK(parts("spike_times") == "spike_times|");
  CHECK(parts("time (frames)") == "time|frames");
  CHECK(in_milliseconds(16.1, 1000.0) == 16100.0); // not the double beside it
  CHECK(in_milliseconds(1.001, 1000.0) == 1001.0);
  CHECK(in_milliseconds(125000.0, 1e-3) == 125.0);
}

TEST_CASE("the unit of the times is what the file says, in HDF5 and in tables") {
  const TemporaryFolder folder;
  const auto file = folder / "a.h5";
  const Times expected{500.0, 16100.0};
  for (const char* unit : {"s", "sec", "seconds", "Second"}) {
    foreign_file(file, "v1", {0.5, 16.1}, {1, 2}, false, unit);
    CHECK(read(file).spikes.time_ms == expected);
  }
  for (const char* unit : {"ms", "msec", "millisecond", "milliseconds"}) {
    foreign_file(file, "v1", {500.0, 16100.0}, {1, 2}, false, unit);
    CHECK(read(file).spikes.time_ms == expected);
  }
  foreign_file(file, "v1", {500000.0, 16100000.0}, {1, 2}, false, "microseconds");
  CHECK(read(file).spikes.time_ms == expected);
  CHECK(contains(read(file, {}, 1000.0).error, "\"microseconds\" according to the file"));
  foreign_file(file, "v1", {1.0, 2.0}, {1, 2}, false, "fortnight");
  CHECK(contains(read(file).error, "/spikes/v1/timestamps of " + file.string() + " is in \"fortnight\""));
  foreign_file(file, "v1", {0.5, 16.1}, {1, 2});
  CHECK(read(file).spikes.time_ms == Times{0.5, 16.1});
  CHECK(read(file, {}, 1000.0).spikes.time_ms == expected);

  for (const char* title : {"timestamps_s", "\"time (s)\"", "time_s", "spike_times [sec]"})
    CHECK(read(write(folder / "a.csv", std::string(title) + ",node_ids\n0.5,1\n16.1,2\n")).spikes.time_ms == expected);
  for (const char* title : {"timestamps", "time_ms", "Timestamps (ms)"})
    CHECK(read(write(folder / "a.csv", std::string(title) + ",node_ids\n500,1\n16100,2\n")).spikes.time_ms == expected);
  CHECK(contains(read(write(folder / "a.csv", "time (frames),node_ids\n5,1\n")).error, "is in \"frames\""));
  CHECK(read(write(folder / "a.csv", "timestamps,node_ids\n0.5,1\n16.1,2\n"), {}, 1000.0).spikes.time_ms == expected);
  CHECK(read(write(folder / "a.csv", "time_ms,node_ids\n1,1\n"), {}, 1000.0).usage);
  CHECK(contains(read(write(folder / "a.csv", "time_ms,time_s,node_ids\n1,1,1\n")).error, "ambiguous"));
}

TEST_CASE("of several populations the one that is meant is read, in HDF5 and in tables") {
  const TemporaryFolder folder;
  const auto file = folder / "two.h5", table = folder / "two.csv";
  foreign_file(file, "bkg", {1.0}, {7});
  foreign_file(file, "cortex", {2.0}, {3}, true);
  write(table, "timestamps population node_ids\n1 bkg 7\n2 cortex 3\n");
  for (const auto& path : {file, table}) {
    CAPTURE(path);
    const Read expected = read(path, {{"cortex"}});
    CHECK(expected.spikes.node_id == Ids{3});
    CHECK(expected.spikes.population == "cortex");
    CHECK(expected.notes.empty());
    CHECK(read(path, {{"cortex"}, "bkg"}).spikes.node_id == Ids{7});
    CHECK(read(path, {{"lgn", "cortex"}}).spikes.node_id == Ids{3}); // the one that both have
    for (const PopulationChoice& unknown : {PopulationChoice{}, PopulationChoice{{"v1"}}, {{"bkg", "cortex"}}}) {
      const Read refused = read(path, unknown);
      CHECK(refused.usage);
      CHECK(contains(refused.error, "bkg, cortex"));
      CHECK(contains(refused.error, "--population"));
    }
    const Read wrong = read(path, {{"cortex"}, "lgn"});
    CHECK(wrong.usage);
    CHECK(contains(wrong.error, "no population \"lgn\", only bkg, cortex"));
  }
  foreign_file(file, "bkg", {1.0}, {7});
  write(table, "timestamps population node_ids\n1 bkg 7\n");
  for (const auto& path : {file, table}) {
    const Read single = read(path, {{"cortex"}});
    CHECK(single.spikes.node_id == Ids{7});
    REQUIRE(single.notes.size() == 1);
    CHECK(contains(single.notes[0], "\"bkg\", used as \"cortex\""));
    CHECK(read(path).notes.empty());
    CHECK(contains(read(path, {{}, "v1"}).error, "only bkg"));
  }
}

TEST_CASE("what NEST writes is read: with its header, without any, in steps when their length is known") {
  const TemporaryFolder folder;
  const Times times{125.0, 250.1};
  const Ids ids{1, 4};
  const std::string head = "# NEST version: 3.6.0\n# RecordingBackendASCII version: 2\n";
  const auto check = [&](const fs::path& file) {
    const Read found = read(file);
    CAPTURE(file);
    CAPTURE(found.error);
    CHECK(found.spikes.time_ms == times);
    CHECK(found.spikes.node_id == ids);
    CHECK(found.spikes.counts_from_one);
    return found.notes;
  };
  CHECK(check(write(folder / "a.dat", head + "sender\ttime_ms\n1\t125.000\n4\t250.100\n")).empty());
  CHECK(check(write(folder / "named.txt", head + "sender\ttime_ms\n1\t125.000\n4\t250.100\n")).empty());
  for (const char* rows : {"1\t125.000\t\n4\t250.100\t\n", "1 125.0\n4 250.1\n", "1\t125.000\r\n4\t250.100\r\n"}) {
    const auto notes = check(write(folder / "a.gdf", rows));
    REQUIRE(notes.size() == 1);
    CHECK(contains(notes[0], "sender and time in ms"));
  }
  const std::string steps = "sender\ttime_step\ttime_offset\n1\t1250\t0\n4\t2502\t0.1\n";
  CHECK(check(write(folder / "s.dat", head + "# resolution: 0.1\n" + steps)).empty());
  CHECK(contains(read(write(folder / "s.dat", head + steps)).error, "unknown length"));
  CHECK(contains(read(write(folder / "s.gdf", "1 1250 0\n4 2502 0.1\n")).error, "three columns"));
  CHECK(contains(read(write(folder / "m.dat", head + "sender\ttime_ms\tV_m\n1\t1.0\t-70\n")).error,
                 "NEST recording of \"V_m\""));
  CHECK(contains(read(write(folder / "plain.csv", "1,125\n4,250.1\n")).error, "has no header line"));
  CHECK(contains(read(write(folder / "b.gdf", "1 125\n4.5 250.1\n")).error, "Line 2"));
}

TEST_CASE("files of the other threads of a recorder belong to it") {
  const TemporaryFolder folder;
  const std::string head = "# NEST version: 3.6.0\nsender\ttime_ms\n";
  write(folder / "spike_recorder-51-0.dat", head + "1\t5.0\n");
  write(folder / "spike_recorder-51-1.dat", head + "2\t5.0\n3\t1.0\n");
  write(folder / "spike_recorder-52-0.dat", head + "9\t5.0\n");
  write(folder / "spike_recorder-51.dat", head + "8\t5.0\n");
  std::vector<std::string> notes;
  const auto all = with_other_threads({folder / "spike_recorder-51-1.dat"}, notes);
  REQUIRE(all.size() == 2);
  CHECK(all[1].filename() == "spike_recorder-51-0.dat");
  REQUIRE(notes.size() == 1);
  CHECK(contains(notes[0], "spike_recorder-51-0.dat"));
  notes.clear();
  CHECK(with_other_threads({folder / "spike_recorder-51-0.dat", folder / "spike_recorder-51-1.dat"}, notes).size() ==
        2);
  CHECK(with_other_threads({folder / "spike_recorder-51.dat"}, notes).size() == 1);
  CHECK(notes.empty());
  SpikeImport request;
  request.file = folder / "spike_recorder-51-0.dat";
  request.population.expected = {"lgn"};
  request.id_count = 10;
  Task task("import");
  const ImportedSpikes spikes = import_spikes(request, task);
  CHECK(spikes.schedule.spikes() == 3);
  const auto ids = spikes.schedule.at(4);
  CHECK(std::vector<std::uint32_t>(ids.begin(), ids.end()) == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("the content of a file counts, not its name; what holds no spikes is named") {
  const TemporaryFolder folder;
  foreign_file(folder / "hdf5.csv", "v1", {1.0}, {3});
  CHECK(read(folder / "hdf5.csv").spikes.node_id == Ids{3});
  CHECK(read(write(folder / "table.h5", "timestamps node_ids\n1 3\n")).spikes.node_id == Ids{3});
  CHECK(contains(read(write(folder / "text.h5", "no HDF5")).error, "neither an HDF5 file"));
  CHECK(contains(read(write(folder / "empty.h5", "")).error, "is empty"));
  CHECK(contains(read(write(folder / "a.csv.gz", "\x1f\x8b\x08 and so on")).error, "gzip"));
  CHECK(contains(read(write(folder / "a.npz", "PK\x03\x04 and so on")).error, "zip archive"));
  CHECK(contains(read(write(folder / "noise", std::string("\x01\x00\x02", 3))).error, "nor text"));
  CHECK(contains(read(folder / "absent.h5").error, "does not exist"));
  CHECK(contains(read((folder / "absent.h5").parent_path()).error, "is a folder"));
}

TEST_CASE("times and ids that are none are refused with file, row and value; negative times are counted") {
  const TemporaryFolder folder;
  const auto file = folder / "bad.h5";
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  const auto with = [&](const Times& times, const std::vector<std::int64_t>& ids) {
    foreign_file(file, "v1", times, ids);
    return read(file);
  };
  const std::string times = "/spikes/v1/timestamps, row 1, of " + file.string();
  CHECK(contains(with({1.0, nan}, {1, 2}).error, times + ": the time is not a number (NaN)"));
  CHECK(contains(with({1.0, infinity}, {1, 2}).error, times + ": the time is infinite (inf)"));
  CHECK(contains(with({1.0, -infinity}, {1, 2}).error, times + ": the time is infinite (-inf)"));
  CHECK(contains(with({1.0, 2.0}, {1, -2}).error,
                 "/spikes/v1/node_ids, row 1, of " + file.string() + ": the id -2 is negative"));
  const Read negative = with({-3.0, -1.0, 2.0}, {1, 2, 3});
  CHECK(negative.spikes.time_ms == Times{-3.0, -1.0, 2.0});
  REQUIRE(negative.notes.size() == 1);
  CHECK(contains(negative.notes[0], "2 spikes"));
  CHECK(contains(negative.notes[0], "row 0, of " + file.string() + " (-3 ms)"));
  const auto table = folder / "bad.csv";
  for (const char* value : {"nan", "", "NULL"})
    CHECK(contains(read(write(table, std::string("timestamps,node_ids\n1,2\n") + value + ",3\n")).error,
                   "Line 3 of " + table.string() + ": the time is not a number (NaN)"));
  CHECK(contains(read(write(table, "timestamps,node_ids\n1,2\nsoon,3\n")).error, "Line 3 of " + table.string()));
  CHECK(contains(read(write(table, "timestamps,node_ids\n1,2.5\n")).error, "\"2.5\" is not a whole number"));
  CHECK(contains(read(write(table, "timestamps,node_ids\n1,-2\n")).error, "Line 2 of " + table.string()));
  CHECK(read(write(table, "timestamps,node_ids\n1,2.0\n")).spikes.node_id == Ids{2});
}

TEST_CASE("a file that claims rows which it does not hold is refused at once") {
  const TemporaryFolder folder;
  const auto file = folder / "hollow.h5";
  const auto start = std::chrono::steady_clock::now();
  for (const hsize_t rows : {hsize_t{1'000'000'000}, hsize_t{10'000'000'000}})
    for (const hsize_t stored : {hsize_t{0}, hsize_t{2000}}) {
      hollow_file(file, rows, stored, true);
      const std::string expected = "claims " + std::to_string(rows) + " rows but holds ";
      CHECK(contains(read(file).error, expected));
      SpikeImport request;
      request.file = file;
      request.population.expected = {"lgn"};
      request.id_count = 10;
      Task task("import");
      CHECK_THROWS_WITH_AS(import_spikes(request, task), doctest::Contains(expected.c_str()), Error);
    }
  hollow_file(file, 1'000'000'000, 0, false);
  CHECK(contains(read(file).error, "holds 0"));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
  hollow_file(file, 2048, 2048, true);
  CHECK(read(file).spikes.node_id.size() == 2048);
}

TEST_CASE("reading stops soon after it is cancelled") {
  const TemporaryFolder folder;
  foreign_file(folder / "a.h5", "v1", Times(1'000'000, 1.0), std::vector<std::int64_t>(1'000'000, 1));
  Task task("read");
  task.cancel();
  std::vector<std::string> notes;
  CHECK_THROWS_AS(read_all_spikes({folder / "a.h5", {}, {}}, task, notes), TaskCancelled);
}
