// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/recording/recorder.h"
#include "recording_support.h"
#include "spike_files.h"

#include <hdf5.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <doctest/doctest.h>
#include <fstream>
#include <sstream>
#include <thread>

using namespace striate;
using namespace striate::test;

namespace {

std::string contents(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string reading_error(const std::filesystem::path& file) {
  try {
    read_spikes(file);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

} // namespace

TEST_CASE("spikes of steps below a millisecond keep their times") {
  const TemporaryFolder folder;
  const auto path = folder / "spikes.h5";
  SpikeRecorder recorder({.file = path, .settings_json = "{}", .neuron_count = 10});
  const std::vector<std::uint32_t> ids = {4, 7, 2, 9}, ends = {0, 2, 2, 3, 3, 3, 3, 3, 3, 4};
  recorder.push(3, ids, ends);
  recorder.push(4, ids, std::vector<std::uint32_t>{4});
  recorder.close();
  const SpikeFile read = read_spikes(path);
  CHECK(read.time_ms == std::vector<double>{3.2, 3.2, 3.4, 4.0, 5.0, 5.0, 5.0, 5.0});
  CHECK(read.node_id == std::vector<std::uint64_t>{4, 7, 2, 9, 4, 7, 2, 9});
}

TEST_CASE("what is recorded is read back, with the layout and attributes of SONATA") {
  const TemporaryFolder folder;
  const auto path = folder / "spikes.h5";
  const std::string settings = R"({"seed": 3000, "note": ")" + std::string(100'000, 'x') + R"("})";
  std::vector<double> times;
  std::vector<std::uint64_t> ids;
  {
    SpikeRecorder recorder({.file = path, .settings_json = settings, .neuron_count = 4239});
    for (std::int64_t ms = 0; ms < 700; ++ms) {
      const auto step = pattern(ms, ms % 50 == 0 ? 0 : 40);
      recorder.push(ms, step);
      times.insert(times.end(), step.size(), static_cast<double>(ms + 1));
      ids.insert(ids.end(), step.begin(), step.end());
      if (ms % 100 == 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(60)); // several flushes
    }
    CHECK(recorder.spikes() == ids.size());
    recorder.close();
    CHECK(recorder.failure().empty());
  }
  const SpikeFile read = read_spikes(path);
  CHECK(read.population == "v1");
  CHECK(read.time_ms == times);
  CHECK(read.node_id == ids);
  CHECK(read.settings_json == settings);
  CHECK(contents(folder / "settings.json") == settings);

  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const auto attribute = [&](const char* object, const char* name) {
    return H5Aopen_by_name(file, object, name, H5P_DEFAULT, H5P_DEFAULT);
  };
  std::uint32_t magic = 0, version[2] = {9, 9};
  const hid_t magic_id = attribute("/", "magic"), version_id = attribute("/", "version");
  const hid_t magic_type = H5Aget_type(magic_id);
  CHECK(H5Tequal(magic_type, H5T_STD_U32LE) > 0);
  H5Aread(magic_id, H5T_NATIVE_UINT32, &magic);
  H5Aread(version_id, H5T_NATIVE_UINT32, version);
  CHECK(magic == 0x0A7A);
  CHECK(version[0] == 0);
  CHECK(version[1] == 1);
  const hid_t sorting_id = attribute("/spikes/v1", "sorting"), sorting_type = H5Aget_type(sorting_id);
  CHECK(H5Tget_class(sorting_type) == H5T_ENUM);
  CHECK(H5Tget_nmembers(sorting_type) == 3);
  int by_time = 0;
  H5Aread(sorting_id, H5T_NATIVE_INT, &by_time);
  CHECK(by_time == 2);
  char sorting_name[16] = {};
  const std::uint8_t stored = 2;
  H5Tenum_nameof(sorting_type, &stored, sorting_name, sizeof sorting_name);
  CHECK(std::string(sorting_name) == "by_time");
  H5Aclose(sorting_id);
  CHECK(H5Aexists_by_name(file, "/spikes/v1/timestamps", "units", H5P_DEFAULT) > 0);
  const hid_t ids_id = H5Dopen2(file, "/spikes/v1/node_ids", H5P_DEFAULT), ids_type = H5Dget_type(ids_id);
  const hid_t creation = H5Dget_create_plist(ids_id);
  CHECK(H5Pget_nfilters(creation) == 0); // wheels of libsonata have no gzip
  H5Pclose(creation);
  CHECK(H5Tequal(ids_type, H5T_STD_U64LE) > 0);
  for (const hid_t id : {magic_type, ids_type, sorting_type})
    H5Tclose(id);
  H5Aclose(magic_id);
  H5Aclose(version_id);
  H5Dclose(ids_id);
  H5Fclose(file);
}

TEST_CASE("settings may change while recording, in the file and beside it") {
  const TemporaryFolder folder;
  SpikeRecorder recorder({.file = folder / "spikes.h5", .settings_json = "{\"edits\": 0}", .neuron_count = 10});
  recorder.push(0, pattern(0, 3));
  recorder.set_settings("{\"edits\": 1}");
  for (int i = 0; i < 1000 && contents(folder / "settings.json") != "{\"edits\": 1}"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  CHECK(contents(folder / "settings.json") == "{\"edits\": 1}");
  recorder.set_settings("{\"edits\": 2}");
  recorder.close();
  CHECK(read_spikes(folder / "spikes.h5").settings_json == "{\"edits\": 2}");
  CHECK(contents(folder / "settings.json") == "{\"edits\": 2}");
}

TEST_CASE("a recording without spikes is a complete file") {
  const TemporaryFolder folder;
  {
    SpikeRecorder recorder({.file = folder / "spikes.h5", .settings_json = "{}", .neuron_count = 10});
    recorder.push(0, {});
  }
  const SpikeFile read = read_spikes(folder / "spikes.h5");
  CHECK(read.time_ms.empty());
  CHECK(read.population == "v1");
}

TEST_CASE("an existing file is kept unless overwriting is allowed") {
  const TemporaryFolder folder;
  const auto path = folder / "spikes.h5";
  std::ofstream(path) << "precious";
  CHECK_THROWS_WITH_AS(SpikeRecorder({.file = path, .settings_json = "{}"}), doctest::Contains("already exists"),
                       Error);
  CHECK(contents(path) == "precious");
  SpikeRecorder recorder({.file = path, .settings_json = "{}", .neuron_count = 1, .overwrite = true});
  recorder.close();
  CHECK(read_spikes(path).settings_json == "{}");
}

TEST_CASE("a folder that is not there is named") {
  CHECK_THROWS_WITH_AS(SpikeRecorder({.file = "/nowhere/at/all/spikes.h5", .settings_json = "{}"}),
                       doctest::Contains("/nowhere/at/all/spikes.h5"), Error);
}

TEST_CASE("a reset ends the recording with a reason and keeps what came before") {
  const TemporaryFolder folder;
  SpikeRecorder recorder({.file = folder / "spikes.h5", .settings_json = "{}", .neuron_count = 10});
  recorder.push(5, pattern(5, 3));
  recorder.push(0, pattern(0, 3));
  CHECK(recorder.failure().find("was reset") != std::string::npos);
  CHECK_THROWS_AS(recorder.close(), Error);
  CHECK(read_spikes(folder / "spikes.h5").time_ms == std::vector<double>{6.0, 6.0, 6.0});
}

TEST_CASE("files of other programs are read in both layouts") {
  const TemporaryFolder folder;
  foreign_file(folder / "pop.h5", "lgn", {1.5, 2.5}, {4, 5});
  const SpikeFile with_population = read_spikes(folder / "pop.h5");
  CHECK(with_population.population == "lgn");
  CHECK(with_population.node_id == std::vector<std::uint64_t>{4, 5});
  CHECK(with_population.settings_json.empty());
  foreign_file(folder / "old.h5", nullptr, {3.0, 1.0}, {0, 1});
  const SpikeFile old = read_spikes(folder / "old.h5");
  CHECK(old.population.empty());
  CHECK(old.time_ms == std::vector<double>{3.0, 1.0});
}

TEST_CASE("damaged files are refused by name and dataset") {
  const TemporaryFolder folder;
  const auto path = folder / "spikes.h5";
  CHECK(reading_error(path).find("does not exist") != std::string::npos);
  std::ofstream(path) << "no HDF5";
  CHECK(reading_error(path).find("neither an HDF5 file") != std::string::npos);

  foreign_file(path, "v1", {1.0, 2.0, 3.0}, {1, 2});
  CHECK(reading_error(path).find("/spikes/v1/node_ids has 2") != std::string::npos);

  {
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Fclose(file);
  }
  CHECK(reading_error(path).find("no group /spikes") != std::string::npos);

  {
    SpikeRecorder recorder(
        {.file = path, .settings_json = "{}", .neuron_count = 10, .overwrite = true, .compression = 1});
    for (std::int64_t ms = 0; ms < 2000; ++ms)
      recorder.push(ms, pattern(ms, 20));
    recorder.close();
  }
  const std::string whole = contents(path);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << whole.substr(0, whole.size() * 2 / 3);
  CHECK(reading_error(path).find(path.string()) != std::string::npos);
  // Every byte of a stretch in the middle overwritten: some compressed chunk cannot be unpacked.
  std::string damaged = whole;
  std::memset(damaged.data() + damaged.size() / 2, 0x55, damaged.size() / 4);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << damaged;
  const std::string error = reading_error(path);
  CHECK(error.find(path.string()) != std::string::npos);
  CHECK(error.find("/spikes") != std::string::npos);
}
