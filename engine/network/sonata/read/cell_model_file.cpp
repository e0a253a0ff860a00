// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/cell_model_file.h"

#include "engine/network/sonata/names/cell_model_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate::sonata {

namespace {

class Keys {
public:
  Keys(const nlohmann::json& json, const Place& place, Problems& problems)
      : json_(json), place_(place), problems_(problems) {}

  double number(const char* key) const {
    const auto value = json_.find(key);
    if (value == json_.end())
      problems_.error(at(key), "the key is missing");
    else if (!value->is_number() || !std::isfinite(value->get<double>()))
      problems_.error(at(key), "not a finite number");
    else
      return value->get<double>();
    return 0.0;
  }

  std::vector<double> numbers(const char* key, const char* old_key = nullptr) const {
    auto value = json_.find(key);
    if (value == json_.end() && old_key != nullptr)
      value = json_.find(old_key);
    std::vector<double> result;
    if (value == json_.end()) {
      problems_.error(at(key), "the key is missing");
      return result;
    }
    const bool sane = value->is_array() && std::ranges::all_of(*value, [](const nlohmann::json& entry) {
                        return entry.is_number() && std::isfinite(entry.get<double>());
                      });
    if (!sane)
      problems_.error(at(key), "not a list of finite numbers");
    else
      result = value->get<std::vector<double>>();
    return result;
  }

  void must(bool holds, const char* key, const std::string& what) const {
    if (!holds)
      problems_.error(at(key), what);
  }

  bool has(const char* key) const { return json_.contains(key); }

  bool zeros(const char* key) const {
    return std::ranges::all_of(numbers(key), [](double value) { return value == 0.0; });
  }

  /// Also 0 and 1, as they stand in HDF5 columns.
  bool flag(const char* key) const {
    const nlohmann::json& value = json_[key];
    if (!value.is_boolean() && value != 0 && value != 1)
      problems_.error(at(key), "not true or false");
    return value == true || value == 1;
  }

  /// Everything that cannot be simulated is off; keys that the model does not have are noted.
  void check_others(std::vector<CellModelNote>& notes) const {
    for (const auto& [key, value] : json_.items()) {
      const auto known = use_of_key(key);
      if (!known)
        notes.push_back({key, "the model glif_psc_double_alpha has no such key; it is ignored"});
      else if (known->use == CellModelKey::off && flag(key.c_str()))
        problems_.error(at(key.c_str()), fmt::format("this mechanism ({}) is not supported; only GLIF1 and GLIF3 "
                                                     "models can be simulated",
                                                     known->mechanism));
      else if (known->use == CellModelKey::zero && value != 0)
        problems_.error(at(key.c_str()),
                        fmt::format("not 0, but its mechanism ({}) is not supported; only GLIF1 and GLIF3 models can "
                                    "be simulated",
                                    known->mechanism));
    }
  }

private:
  Place at(const char* key) const { return {place_.file, key, {}}; }

  const nlohmann::json& json_;
  const Place& place_;
  Problems& problems_;
};

/// The after-spike currents of a model that has some (GLIF3).
void read_after_spike_currents(const Keys& keys, CellModelFile& file) {
  CellModel& model = file.model;
  const std::vector<double> decay = keys.numbers("asc_decay");
  const std::vector<double> amps = keys.numbers("asc_amps");
  const auto two = [&](const char* key, const std::vector<double>& values) {
    keys.must(values.size() == 2, key, fmt::format("has {} entries instead of 2", values.size()));
    return values.size() == 2;
  };
  const auto take_two = [&](const char* key, std::array<double, 2>& to) {
    if (keys.has(key))
      if (const std::vector<double> values = keys.numbers(key); two(key, values))
        std::ranges::copy(values, to.begin());
  };
  if (two("asc_decay", decay))
    std::ranges::copy(decay, model.asc_decay_per_ms.begin());
  if (two("asc_amps", amps))
    std::ranges::copy(amps, model.asc_amp_pA.begin());
  keys.must(std::ranges::all_of(decay, [](double value) { return value > 0.0; }), "asc_decay",
            "the decay rates must be positive");
  take_two("asc_r", model.asc_share);
  keys.must(std::ranges::all_of(model.asc_share, [](double share) { return share >= 0.0 && share <= 1.0; }), "asc_r",
            fmt::format("asc_r = {} and {}; shares lie between 0 and 1", model.asc_share[0], model.asc_share[1]));
  take_two("ASCurrents", model.asc_start_pA);
  std::array<double, 2> init{};
  take_two("asc_init", init);

  if (model.asc_share != std::array{1.0, 1.0})
    file.notes.push_back({"asc_r", fmt::format("{} and {}: used by the dynamics nest; basis4 supports 1 only",
                                               model.asc_share[0], model.asc_share[1])});
  if (model.asc_start_pA != std::array{0.0, 0.0})
    file.notes.push_back({"ASCurrents", fmt::format("{} and {} pA: the dynamics nest starts from them, basis4 from 0",
                                                    model.asc_start_pA[0], model.asc_start_pA[1])});
  if (init != std::array{0.0, 0.0})
    file.notes.push_back({"asc_init", fmt::format("{} and {} pA have no effect, as in NEST, where a run begins with "
                                                  "ASCurrents",
                                                  init[0], init[1])});
}

/// A model without after-spike currents (GLIF1) is one whose spikes add none.
void leave_out_after_spike_currents(const Keys& keys, CellModelFile& file) {
  file.model.asc_decay_per_ms = nest_default_asc_decay_per_ms;
  file.model.asc_amp_pA = {};
  keys.must(!keys.has("ASCurrents") || keys.zeros("ASCurrents"), "ASCurrents",
            "not 0 where after_spike_currents is false");
}

bool differ(double a, double b) {
  return std::abs(a - b) > 1e-9 * std::max(std::abs(a), std::abs(b));
}

/// Where the potential starts and what it is reset to, where that is not E_L.
void note_potentials(const Keys& keys, CellModelFile& file) {
  CellModel& model = file.model;
  const double start = keys.has("V_m") ? keys.number("V_m") : nest_default_V_m_mV;
  if (differ(start, model.E_L_mV))
    model.start_mV = start;
  if (!keys.has("V_m"))
    file.notes.push_back(
        {"V_m", fmt::format("the key is missing: as in NEST, the dynamics nest starts at {} mV; basis4 "
                            "starts at E_L",
                            start)});
  else if (model.start_mV)
    file.notes.push_back({"V_m", fmt::format("{} mV, but E_L = {} mV: the dynamics nest starts at V_m, basis4 at E_L",
                                             start, model.E_L_mV)});
  if (differ(model.V_reset_mV, model.E_L_mV))
    file.notes.push_back(
        {"V_reset",
         fmt::format("{} mV, but E_L = {} mV: the dynamics nest resets to V_reset; basis4, like its reference, to E_L",
                     model.V_reset_mV, model.E_L_mV)});
}

} // namespace

CellModelFile parse_cell_model(const nlohmann::json& json, const Place& place, Problems& problems) {
  CellModelFile file;
  if (!json.is_object())
    problems.fail(place, "not the parameters of a cell model: it should be an object");
  const Keys keys(json, place, problems);
  const std::size_t before = problems.error_count();
  keys.check_others(file.notes);
  CellModel& model = file.model;
  model.C_m_pF = keys.number("C_m");
  model.g_nS = keys.number("g");
  model.E_L_mV = keys.number("E_L");
  model.V_th_mV = keys.number("V_th");
  model.V_reset_mV = keys.number("V_reset");
  model.t_ref_ms = keys.number("t_ref");
  file.tau_fast_ms = keys.numbers("tau_syn_fast", "tau_syn");
  file.tau_slow_ms = keys.numbers("tau_syn_slow");
  file.amp_slow = keys.numbers("amp_slow");
  if (!keys.has("after_spike_currents"))
    file.notes.push_back({"after_spike_currents", "the key is missing: as in NEST, spikes leave no after-spike "
                                                  "currents; write true to use asc_decay and asc_amps"});
  if (keys.has("after_spike_currents") && keys.flag("after_spike_currents"))
    read_after_spike_currents(keys, file);
  else
    leave_out_after_spike_currents(keys, file);
  if (problems.error_count() != before)
    return file;

  note_potentials(keys, file);
  keys.must(model.C_m_pF > 0.0, "C_m", fmt::format("C_m = {} pF; it must be positive", model.C_m_pF));
  keys.must(model.g_nS > 0.0, "g", fmt::format("g = {} nS; it must be positive", model.g_nS));
  keys.must(model.t_ref_ms >= 0.0, "t_ref", fmt::format("t_ref = {} ms; it must not be negative", model.t_ref_ms));
  keys.must(model.V_th_mV > model.E_L_mV, "V_th",
            fmt::format("V_th = {} mV does not lie above E_L = {} mV", model.V_th_mV, model.E_L_mV));
  keys.must(model.V_reset_mV < model.V_th_mV, "V_reset",
            fmt::format("V_reset = {} mV does not lie below V_th = {} mV", model.V_reset_mV, model.V_th_mV));
  const auto positive = [](double tau) { return tau > 0.0; };
  keys.must(std::ranges::all_of(file.tau_fast_ms, positive), "tau_syn_fast", "a time constant is not positive");
  keys.must(std::ranges::all_of(file.tau_slow_ms, positive), "tau_syn_slow", "a time constant is not positive");
  keys.must(
      file.tau_slow_ms.size() == file.tau_fast_ms.size() && file.amp_slow.size() == file.tau_fast_ms.size(),
      "tau_syn_slow",
      fmt::format("tau_syn_fast, tau_syn_slow and amp_slow have {}, {} and {} entries; each needs one per receptor",
                  file.tau_fast_ms.size(), file.tau_slow_ms.size(), file.amp_slow.size()));
  return file;
}

} // namespace striate::sonata
