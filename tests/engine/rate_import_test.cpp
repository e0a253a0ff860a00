// SPDX-License-Identifier: Apache-2.0
// Files of LGN rates as FilterNet and others write them.
#include "engine/core/errors.h"
#include "engine/recording/rate_import.h"
#include "recording_support.h"
#include "spike_files.h"
#include "tests/support/sentences.h"

#include <doctest/doctest.h>

using namespace striate;
using namespace striate::test;

namespace {

struct Rates {
  std::vector<float> values; ///< [time][unit]
  hsize_t units = 2;
  std::vector<double> times = {};
  std::vector<std::int64_t> node_id = {};
  const char* unit = nullptr;
};

void add_population(hid_t root, const char* population, const Rates& rates) {
  const hid_t group = H5Gcreate2(root, population, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t shape[] = {rates.values.size() / rates.units, rates.units};
  const hid_t space = H5Screate_simple(2, shape, nullptr);
  const hid_t dataset =
      H5Dcreate2(group, "firing_rates_Hz", H5T_NATIVE_FLOAT, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, rates.values.data());
  H5Dclose(dataset);
  H5Sclose(space);
  if (!rates.times.empty())
    write_column(group, "times", H5T_NATIVE_DOUBLE, rates.times.data(), rates.times.size());
  if (!rates.node_id.empty())
    write_column(group, "node_id", H5T_NATIVE_INT64, rates.node_id.data(), rates.node_id.size());
  if (rates.unit != nullptr) {
    const hid_t times = H5Dopen2(group, "times", H5P_DEFAULT), type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, std::string(rates.unit).size());
    const hid_t scalar = H5Screate(H5S_SCALAR);
    const hid_t attribute = H5Acreate2(times, "units", type, scalar, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, type, rates.unit);
    H5Aclose(attribute);
    H5Sclose(scalar);
    H5Tclose(type);
    H5Dclose(times);
  }
  H5Gclose(group);
}

std::filesystem::path write(const std::filesystem::path& path,
                            const std::vector<std::pair<const char*, Rates>>& populations) {
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t root = H5Gcreate2(file, "firing_rates", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  for (const auto& [name, rates] : populations)
    add_population(root, name, rates);
  H5Gclose(root);
  H5Fclose(file);
  return path;
}

struct Loaded {
  std::optional<RateSchedule> rates;
  std::vector<std::string> warnings;
  std::string error;

  std::vector<float> at(std::int64_t ms) const {
    const auto values = rates->at_ms(ms);
    return {values.begin(), values.end()};
  }
};

Loaded load(const std::filesystem::path& file, std::uint32_t units = 2, const std::string& population = {}) {
  Loaded loaded;
  Task task("rates");
  try {
    loaded.rates.emplace(file, units, task, population);
  } catch (const Error& failure) {
    loaded.error = failure.what();
  }
  loaded.warnings = task.status().warnings;
  return loaded;
}

const std::vector<float> values{1, 2, 3, 4, 5, 6};

} // namespace

TEST_CASE("FilterNet's rates: seconds from 0 without a unit; frame n is the rates from n to n + 1 ms") {
  const TemporaryFolder folder;
  const Loaded filternet = load(write(folder / "rates.h5", {{"lgn", {values, 2, {0.0, 0.001, 0.002}, {0, 1}}}}));
  REQUIRE(filternet.error.empty());
  CHECK(filternet.at(0) == std::vector<float>{1, 2});
  CHECK(filternet.at(2) == std::vector<float>{5, 6});
  CHECK(filternet.rates->milliseconds() == 3);
  REQUIRE(filternet.warnings.size() == 2);
  CHECK(contains(filternet.warnings[0], "seconds"));
  CHECK(contains(filternet.warnings[1], "frame n"));
  // A unit that is named, and our own convention: rows that end at 1, 2, 3 ms.
  const Loaded named = load(write(folder / "s.h5", {{"lgn", {values, 2, {0.001, 0.002, 0.003}, {}, "s"}}}));
  CHECK(named.warnings.empty());
  CHECK(named.at(0) == std::vector<float>{1, 2});
  const Loaded ours = load(write(folder / "ms.h5", {{"lgn", {values, 2, {1.0, 2.0, 3.0}, {}, "ms"}}}));
  CHECK(ours.warnings.empty());
  CHECK(ours.at(0) == std::vector<float>{1, 2});
  const Loaded from_0 = load(write(folder / "0.h5", {{"lgn", {values, 2, {0.0, 1.0, 2.0}}}}));
  CHECK(from_0.at(0) == std::vector<float>{1, 2});
  CHECK(from_0.warnings.size() == 1);
  CHECK(contains(load(write(folder / "x.h5", {{"lgn", {values, 2, {0.0, 1.0, 2.0}, {}, "s"}}})).error,
                 "row 1: 1000 ms is not 1 ms after"));
  CHECK(contains(load(write(folder / "x.h5", {{"lgn", {values, 2, {0.0, 1.0, 2.0}, {}, "frames"}}})).error,
                 "is in \"frames\""));
  CHECK(contains(load(write(folder / "x.h5", {{"lgn", {values, 2, {0.0, 0.01, 0.02}}}})).error, "is not 1 ms after"));
}

TEST_CASE("node_id says which unit a column is; the population that is meant is taken") {
  const TemporaryFolder folder;
  CHECK(load(write(folder / "a.h5", {{"lgn", {values, 2, {}, {1, 0}}}})).at(1) == std::vector<float>{4, 3});
  CHECK(contains(load(write(folder / "a.h5", {{"lgn", {values, 2, {}, {1, 2}}}})).error, "there is no LGN unit 2"));
  CHECK(contains(load(write(folder / "a.h5", {{"lgn", {values, 2, {}, {1, 1}}}})).error, "unit 1 appears twice"));
  const std::vector<float> other{7, 8, 9, 10, 11, 12};
  write(folder / "two.h5", {{"a", {values, 2}}, {"b", {other, 2}}});
  CHECK(contains(load(folder / "two.h5").error, "a, b but not \"lgn\"; choose one with --lgn-population"));
  CHECK(load(folder / "two.h5", 2, "b").at(0) == std::vector<float>{7, 8});
  const Loaded single = load(write(folder / "one.h5", {{"retina", {values, 2}}}));
  REQUIRE(single.warnings.size() == 1);
  CHECK(contains(single.warnings[0], "\"retina\", used as \"lgn\""));
  CHECK(contains(load(write(folder / "turned.h5", {{"lgn", {values, 3}}})).error, "its rows are the units"));
}

TEST_CASE("rates that are not stored are refused at once") {
  const TemporaryFolder folder;
  const auto path = folder / "hollow.h5";
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t root = H5Gcreate2(file, "firing_rates", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t group = H5Gcreate2(root, "lgn", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t shape[] = {1'000'000'000, 2}, chunk[] = {1024, 2};
  const hid_t layout = H5Pcreate(H5P_DATASET_CREATE), space = H5Screate_simple(2, shape, nullptr);
  H5Pset_chunk(layout, 2, chunk);
  H5Dclose(H5Dcreate2(group, "firing_rates_Hz", H5T_NATIVE_FLOAT, space, H5P_DEFAULT, layout, H5P_DEFAULT));
  H5Sclose(space);
  H5Pclose(layout);
  H5Gclose(group);
  H5Gclose(root);
  H5Fclose(file);
  CHECK(contains(load(path).error, "claims 1000000000 rows but holds 0"));
}
