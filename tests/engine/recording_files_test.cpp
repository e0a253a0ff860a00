// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/recording/half_float.h"
#include "engine/recording/recorder.h"
#include "engine/recording/recording_files.h"
#include "recording_support.h"
#include "spike_files.h"

#include <chrono>
#include <cmath>
#include <csignal>
#include <doctest/doctest.h>
#include <fstream>
#include <limits>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>

using namespace striate;
using namespace striate::test;

namespace {

using Open = RecordingThread::Open;

std::vector<float> values_of(std::int64_t ms, std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = static_cast<float>(ms) * 0.5f - static_cast<float>(i % 1000);
  return values;
}

ReportOptions report_options(const std::filesystem::path& file, std::size_t cells) {
  ReportOptions options;
  options.file = file;
  options.settings_json = "{}";
  options.variable = std::string("v");
  options.units = std::string("mV"); // assigning the literal makes GCC 12 see an overlap
  for (std::size_t i = 0; i < cells; ++i)
    options.node_ids.push_back(3 * i + 1);
  options.start_ms = 11.0;
  options.step_ms = 2.0;
  return options;
}

/// The text of a variable-length attribute.
std::string attribute(const std::filesystem::path& path, const char* object, const char* name) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t id = H5Aopen_by_name(file, object, name, H5P_DEFAULT, H5P_DEFAULT), type = H5Aget_type(id);
  char* value = nullptr;
  H5Aread(id, type, &value);
  std::string text(value == nullptr ? "" : value);
  H5free_memory(value);
  H5Tclose(type);
  H5Aclose(id);
  H5Fclose(file);
  return text;
}

float half_value(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 31, fraction = bits & 1023;
  const float sign = (bits & 0x8000) != 0 ? -1.0f : 1.0f;
  if (exponent == 31)
    return fraction == 0 ? sign * std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
  return sign * (exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                               : std::ldexp(static_cast<float>(1024 + fraction), exponent - 25));
}

} // namespace

TEST_CASE("a report has the layout of SONATA, for one cell and for more than a chunk is wide") {
  for (const std::size_t cells : {std::size_t{1}, std::size_t{7}, std::size_t{9000}}) {
    CAPTURE(cells);
    const TemporaryFolder folder;
    const auto path = folder / "report.h5";
    {
      RecordingThread thread({path, {}, "{}", true}, {report_file(report_options(path, cells))});
      for (std::int64_t step = 0; step < 1500; ++step) {
        thread.push(0, 0, step, values_of(step, cells));
        if (step % 500 == 499)
          std::this_thread::sleep_for(std::chrono::milliseconds(200)); // a flush with half a chunk
      }
      thread.close();
      CHECK(thread.written(0) == 1500);
    }
    const Numbers data = read_numbers(path, "/report/v1/data");
    REQUIRE(data.shape == std::vector<hsize_t>{1500, cells});
    bool equal = true;
    for (std::int64_t step = 0; step < 1500; ++step) {
      const auto expected = values_of(step, cells);
      for (std::size_t i = 0; i < cells; ++i)
        equal = equal && data.values[static_cast<std::size_t>(step) * cells + i] == expected[i];
    }
    CHECK(equal);
    CHECK(read_numbers(path, "/report/v1/mapping/time").values == std::vector<double>{11.0, 11.0 + 2.0 * 1500, 2.0});
    const auto ids = read_numbers(path, "/report/v1/mapping/node_ids").values;
    CHECK(ids.size() == cells);
    CHECK(ids.back() == 3.0 * static_cast<double>(cells - 1) + 1.0);
    CHECK(read_numbers(path, "/report/v1/mapping/element_ids").values == std::vector<double>(cells, 0.0));
    CHECK(read_numbers(path, "/report/v1/mapping/element_pos").values == std::vector<double>(cells, 0.0));
    for (const char* name : {"/report/v1/mapping/index_pointer", "/report/v1/mapping/index_pointers"}) {
      const auto pointers = read_numbers(path, name).values;
      CHECK(pointers.size() == cells + 1);
      CHECK(pointers.back() == static_cast<double>(cells));
    }
    CHECK(attribute(path, "/report/v1/data", "variable") == "v");
    CHECK(attribute(path, "/report/v1/data", "units") == "mV");
    CHECK(attribute(path, "/report/v1/mapping/time", "units") == "ms");
  }
}

TEST_CASE("LGN rates") {
  const TemporaryFolder folder;
  const auto path = folder / "rates.h5";
  RecordingThread thread({path, {}, "{}", true}, {rate_file({path, "{}", false}, 5000)});
  for (std::int64_t ms = 10; ms < 160; ++ms)
    thread.push(0, 0, ms, values_of(ms, 5000));
  thread.close();
  const Numbers rates = read_numbers(path, "/firing_rates/lgn/firing_rates_Hz");
  CHECK(rates.shape == std::vector<hsize_t>{150, 5000});
  CHECK(rates.values[149 * 5000 + 17] == values_of(159, 5000)[17]);
  const auto times = read_numbers(path, "/firing_rates/lgn/times").values;
  CHECK(times.front() == 11.0);
  CHECK(times.back() == 160.0);
  CHECK(read_numbers(path, "/firing_rates/lgn/node_id").values[4999] == 4999.0);
}

TEST_CASE("simulation_data.hdf5 in both precisions") {
  for (const bool float32 : {false, true}) {
    CAPTURE(float32);
    const TemporaryFolder folder;
    const auto path = folder / "simulation_data.hdf5";
    SimulationFileOptions options;
    options.file = path;
    options.settings_json = "{}";
    options.neurons = 40;
    options.lgn_units = 30;
    options.core = {4, 5, 9};
    options.core_E_L_mV = {-70.0, -71.0, -72.0};
    options.core_V_th_mV = {-50.0, -51.0, -52.0};
    options.population_names.assign(40, "e4other");
    options.population_names[7] = std::string("i5Pvalb");
    options.numbers = {{"seed", 3000.0}};
    options.texts = {{"network", "tiny"}};
    options.float32 = float32;
    RecordingThread thread({path, {}, "{}", true}, {simulation_file(options)});
    const std::vector<float> stimulus = {45.0f, 0.04f, 2.0f, 0.8f};
    thread.push(0, SimulationChannel::stimulus_change, 0, stimulus);
    for (std::int64_t ms = 0; ms < 600; ++ms) {
      const std::vector<std::uint32_t> fired = {static_cast<std::uint32_t>(ms % 40)}, lgn = {29};
      thread.push(0, SimulationChannel::spikes, ms, fired);
      thread.push(0, SimulationChannel::lgn_spikes, ms, ms % 2 == 0 ? lgn : std::vector<std::uint32_t>{});
      for (int channel = SimulationChannel::v; channel <= SimulationChannel::lgn_pA; ++channel)
        thread.push(0, channel, ms, std::vector<float>{0.25f * static_cast<float>(channel), -1.5f, 0.1f});
    }
    thread.close();
    const Numbers z = read_numbers(path, "/Data/z");
    CHECK(z.shape == std::vector<hsize_t>{1, 600, 40});
    bool equal = true;
    for (std::size_t ms = 0; ms < 600; ++ms)
      for (std::size_t id = 0; id < 40; ++id)
        equal = equal && z.values[ms * 40 + id] == (ms % 40 == id ? 1.0 : 0.0);
    CHECK(equal);
    const Numbers lgn = read_numbers(path, "/Data/z_lgn");
    CHECK(lgn.shape == std::vector<hsize_t>{1, 600, 30});
    CHECK(lgn.values[2 * 30 + 29] == 1.0);
    CHECK(lgn.values[3 * 30 + 29] == 0.0);
    int channel = SimulationChannel::v;
    for (const char* name : {"/Data/v", "/Data/input_current", "/Data/recurrent_current", "/Data/bottom_up_current"}) {
      const Numbers values = read_numbers(path, name);
      CHECK(values.shape == std::vector<hsize_t>{1, 600, 3});
      CHECK(values.values[599 * 3] == 0.25 * channel++);
      CHECK(values.values[599 * 3 + 1] == -1.5);
      CHECK(values.values[599 * 3 + 2] == doctest::Approx(0.1).epsilon(float32 ? 1e-7 : 1e-3));
      const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT),
                  dataset = H5Dopen2(file, name, H5P_DEFAULT), type = H5Dget_type(dataset);
      CHECK(H5Tget_size(type) == (float32 ? 4 : 2));
      H5Tclose(type);
      H5Dclose(dataset);
      H5Fclose(file);
    }
    CHECK(attribute(path, "/Data", "network") == "tiny");
    CHECK(attribute(path, "/Data/input_current", "units") == "pA");
    CHECK(read_numbers(path, "/time_ms").values.back() == 600.0);
    CHECK(read_numbers(path, "/v1/core_node_id").values == std::vector<double>{4, 5, 9});
    CHECK(read_numbers(path, "/v1/core_V_th_mV").values == options.core_V_th_mV);
    CHECK(read_numbers(path, "/stimulus/direction_deg").values == std::vector<double>{45.0});
  }
}

TEST_CASE("half precision: every value comes back, ties go to even, what is between goes to the nearer") {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    const float value = half_value(half);
    if (std::isnan(value))
      CHECK(std::isnan(half_value(half_bits(value))));
    else
      REQUIRE(half_bits(value) == half);
  }
  for (std::uint16_t bits = 0; bits < 0x7BFF; ++bits) {
    const float low = half_value(bits), high = half_value(static_cast<std::uint16_t>(bits + 1));
    const float middle = low + 0.5f * (high - low); // exact in float
    REQUIRE(half_bits(middle) == (bits % 2 == 0 ? bits : bits + 1));
    REQUIRE(half_bits(std::nextafter(middle, 1e9f)) == bits + 1);
    REQUIRE(half_bits(-std::nextafter(middle, -1.0f)) == (bits | 0x8000));
  }
  CHECK(half_bits(65519.9f) == 0x7BFF);
  CHECK(half_bits(65520.0f) == 0x7C00);
  CHECK(half_bits(-1e30f) == 0xFC00);
}

TEST_CASE("a recording of several files that is killed: all readable, no row that was not written") {
  const TemporaryFolder folder;
  const auto spikes = folder / "spikes.h5", report = folder / "report.h5";
  int progress[2];
  REQUIRE(pipe(progress) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    RecordingThread thread({folder / "", {}, "{}", false},
                           {spike_file({spikes, "{}", false}, "v1", 4000), report_file(report_options(report, 700))});
    for (std::int64_t ms = 0;; ++ms) {
      thread.push(0, 0, ms, pattern(ms, 60));
      thread.push(1, 0, ms, values_of(ms, 700));
      if (write(progress[1], &ms, sizeof ms) < 0)
        _exit(1);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  close(progress[1]);
  std::int64_t ms = 0, old = 0;
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  while (Clock::now() - begin < std::chrono::milliseconds(2000) && read(progress[0], &ms, sizeof ms) == sizeof ms)
    if (Clock::now() - begin < std::chrono::milliseconds(1000))
      old = ms;
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  close(progress[0]);
  const Numbers data = read_numbers(report, "/report/v1/data");
  REQUIRE(data.shape.size() == 2);
  CHECK(data.shape[0] > static_cast<hsize_t>(old));
  bool equal = true;
  for (std::size_t row = 0; row < data.shape[0]; ++row)
    equal = equal && data.values[row * 700 + 5] == values_of(static_cast<std::int64_t>(row), 700)[5];
  CHECK(equal);
  const auto time = read_numbers(report, "/report/v1/mapping/time").values;
  CHECK(time[1] == 11.0 + 2.0 * static_cast<double>(data.shape[0]));
  CHECK(read_spikes(spikes).node_id.size() >= static_cast<std::size_t>(old) * 60);
}

TEST_CASE("a full disk stops all files of a recording, tells why once and keeps what is written") {
  const TemporaryFolder folder;
  const auto spikes = folder / "spikes.h5", report_path = folder / "report.h5", told = folder / "told.txt";
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) { // no file may grow beyond the limit: write() fails as on a full disk
    std::signal(SIGXFSZ, SIG_IGN);
    RecordingThread thread({folder / "", {}, "{}", true}, {spike_file({spikes, "{}", false}, "v1", 4000),
                                                           report_file(report_options(report_path, 700))});
    const rlimit bound{3'000'000, 3'000'000};
    setrlimit(RLIMIT_FSIZE, &bound);
    for (std::int64_t ms = 0; ms < 20'000 && thread.failure().empty(); ++ms) {
      thread.push(0, 0, ms, pattern(ms, 60));
      thread.push(1, 0, ms, values_of(ms, 700));
      if (ms % 20 == 19)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    std::string why = thread.failure();
    bool threw = false;
    try {
      thread.close();
    } catch (const Error&) {
      threw = true;
    }
    const auto rows = thread.written(1), written = thread.written(0);
    const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &none);
    std::ofstream(told) << rows << ' ' << written << ' ' << why;
    _exit(threw ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  std::uint64_t rows = 0, written = 0;
  std::string why;
  std::ifstream in(told);
  in >> rows >> written;
  std::getline(in, why);
  CHECK(why.find(report_path.string()) != std::string::npos);
  CHECK(why.find("File too large") != std::string::npos);
  const Numbers data = read_numbers(report_path, "/report/v1/data");
  REQUIRE(data.shape.size() == 2);
  CHECK(data.shape[0] == rows);
  bool equal = true;
  for (std::size_t row = 0; row < data.shape[0]; ++row)
    equal = equal && data.values[row * 700 + 699] == values_of(static_cast<std::int64_t>(row), 700)[699];
  CHECK(equal);
  CHECK(read_spikes(spikes).node_id.size() == written); // closed in order: all that was taken
}

TEST_CASE("the second file that cannot be made is named") {
  const TemporaryFolder folder;
  const std::vector<Open> files = {spike_file({folder / "a.h5", "{}", false}, "v1", 10),
                                   spike_file({"/nowhere/b.h5", "{}", false}, "v1", 10)};
  CHECK_THROWS_WITH_AS(RecordingThread({folder / "", {}, "{}", false}, files), doctest::Contains("/nowhere/b.h5"),
                       Error);
}

TEST_CASE("steps within a millisecond are stamped at their ends") {
  const TemporaryFolder folder;
  const auto path = folder / "spikes.h5";
  RecordingThread thread({path, {}, "{}", false}, {spike_file({path, "{}", false}, "v1", 10)});
  const std::vector<std::uint32_t> one = {1};
  for (std::int64_t ms = 0; ms < 3; ++ms)
    for (int k = 0; k < 10; ++k)
      thread.push(0, sub_step_channel(k, 10), ms, one);
  thread.close();
  const SpikeFile spikes = read_spikes(path);
  REQUIRE(spikes.time_ms.size() == 30);
  CHECK(spikes.time_ms[0] == 0.1);
  CHECK(spikes.time_ms[2] == 0.3);
  CHECK(spikes.time_ms[16] == 1.7);
  CHECK(spikes.time_ms[29] == 3.0);
}
