// SPDX-License-Identifier: Apache-2.0
#include "engine/training/run/checkpoint.h"

#include "engine/core/errors.h"
#include "engine/core/json_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace striate {

namespace {

constexpr const char* checkpoint_format = "striate-training";
constexpr int newest_version = 1;

void put_gray(ArrayFile& file, const std::string& prefix, const SimulatorState& state) {
  file.arrays[prefix + "step"] = std::vector<std::int64_t>{state.step};
  file.arrays[prefix + "v"] = state.v;
  file.arrays[prefix + "asc"] = state.asc;
  file.arrays[prefix + "psc"] = state.psc;
  file.arrays[prefix + "psc_rise"] = state.psc_rise;
  file.arrays[prefix + "refractory"] = state.refractory;
  put_lists(file, prefix + "spikes", state.spikes);
}

SimulatorState take_gray(ArrayReader& reader, const std::string& prefix, std::size_t neurons) {
  SimulatorState state;
  state.step = reader.take_one<std::int64_t>(prefix + "step");
  state.v = reader.take<float>(prefix + "v", neurons);
  state.asc = reader.take<float>(prefix + "asc", 2 * neurons);
  state.psc = reader.take<float>(prefix + "psc", 4 * neurons);
  state.psc_rise = reader.take<float>(prefix + "psc_rise", 4 * neurons);
  state.refractory = reader.take<std::int16_t>(prefix + "refractory", neurons);
  state.spikes = reader.take_lists(prefix + "spikes");
  return state;
}

std::string gray_prefix(std::size_t k) {
  return fmt::format("gray/{:03d}/", k);
}

ArrayReader open_checkpoint(const std::filesystem::path& file) {
  ArrayReader reader(read_array_file(file), file.string(), "a checkpoint of a training run");
  reader.check_format(checkpoint_format, newest_version);
  return reader;
}

CheckpointKey key_of(const ArrayReader& reader) {
  return {reader.text("parameters"), reader.text("network"), reader.text("network_digest")};
}

} // namespace

void write_checkpoint(const std::filesystem::path& file, const CheckpointKey& key, const TrainingState& state,
                      const TrainedWeights& weights) {
  ArrayFile content;
  content.texts["format"] = checkpoint_format;
  content.texts["version"] = std::to_string(newest_version);
  content.texts["parameters"] = key.parameters;
  content.texts["network"] = key.network_name;
  content.texts["network_digest"] = key.network_digest;
  content.arrays["position/update"] = std::vector<std::int64_t>{state.update};
  content.arrays["position/times_back"] = std::vector<std::int64_t>{state.times_back};
  content.arrays["position/rate_factor"] = std::vector<double>{state.rate_factor};
  content.arrays["position/best_epoch"] = std::vector<std::int64_t>{state.best_epoch};
  content.arrays["position/best_loss"] = std::vector<double>{state.best_loss};
  content.arrays["gray/round"] = std::vector<std::int64_t>{state.gray_round};
  content.arrays["gray/count"] = std::vector<std::int64_t>{static_cast<std::int64_t>(state.grays.size())};
  content.arrays["average_rate"] = state.average_rate;
  for (std::size_t k = 0; k < state.grays.size(); ++k)
    put_gray(content, gray_prefix(k), state.grays[k]);
  put_history(content, state.history);
  weights.put(content);
  write_array_file(file, content);
}

CheckpointKey read_checkpoint_key(const std::filesystem::path& file) {
  return key_of(open_checkpoint(file));
}

ParameterSet checkpoint_parameters(const std::filesystem::path& file) {
  return parameters_from_json(
      json_from_text(read_checkpoint_key(file).parameters, file.string(), "a checkpoint with its parameters"),
      file.string());
}

TrainingState read_checkpoint(const std::filesystem::path& file, const CheckpointKey& key, std::size_t neurons,
                              TrainedWeights& weights, ThreadPool& pool) {
  ArrayReader reader = open_checkpoint(file);
  const CheckpointKey found = key_of(reader);
  if (found.network_digest != key.network_digest)
    throw Error(fmt::format("{} is a checkpoint of another network: it was trained on \"{}\", whose synapses differ "
                            "from those of the network \"{}\". Open the network it came from.",
                            file.string(), found.network_name, key.network_name));
  TrainingState state;
  state.update = reader.take_one<std::int64_t>("position/update");
  state.times_back = static_cast<int>(reader.take_one<std::int64_t>("position/times_back"));
  state.rate_factor = reader.take_one<double>("position/rate_factor");
  state.best_epoch = static_cast<int>(reader.take_one<std::int64_t>("position/best_epoch"));
  state.best_loss = reader.take_one<double>("position/best_loss");
  state.gray_round = reader.take_one<std::int64_t>("gray/round");
  const auto grays = static_cast<std::size_t>(reader.take_one<std::int64_t>("gray/count"));
  state.average_rate = reader.take<double>("average_rate", neurons);
  for (std::size_t k = 0; k < grays; ++k)
    state.grays.push_back(take_gray(reader, gray_prefix(k), neurons));
  state.history = take_history(reader);
  weights.take(reader, pool);
  return state;
}

} // namespace striate
