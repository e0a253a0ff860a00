#include "engine/network/sonata/cell_model_file.h"

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

  void must_be_off(const char* key) const {
    const auto value = json_.find(key);
    if (value == json_.end())
      return;
    if (!value->is_boolean())
      problems_.error(at(key), "not true or false");
    else if (value->get<bool>())
      problems_.error(at(key), "this mechanism is not supported; only GLIF3 models can be simulated");
  }

private:
  Place at(const char* key) const { return {place_.file, key, {}}; }

  const nlohmann::json& json_;
  const Place& place_;
  Problems& problems_;
};

} // namespace

CellModelFile parse_cell_model(const nlohmann::json& json, const Place& place, Problems& problems) {
  CellModelFile file;
  if (!json.is_object())
    problems.fail(place, "not the parameters of a cell model: it should be an object");
  const Keys keys(json, place, problems);
  const std::size_t before = problems.error_count();
  CellModel& model = file.model;
  model.C_m_pF = keys.number("C_m");
  model.g_nS = keys.number("g");
  model.E_L_mV = keys.number("E_L");
  model.V_th_mV = keys.number("V_th");
  model.V_reset_mV = keys.number("V_reset");
  model.t_ref_ms = keys.number("t_ref");
  const std::vector<double> decay = keys.numbers("asc_decay");
  const std::vector<double> amps = keys.numbers("asc_amps");
  file.tau_fast_ms = keys.numbers("tau_syn_fast", "tau_syn");
  file.tau_slow_ms = keys.numbers("tau_syn_slow");
  file.amp_slow = keys.numbers("amp_slow");
  keys.must_be_off("spike_dependent_threshold");
  keys.must_be_off("adapting_threshold");
  if (problems.error_count() != before)
    return file;

  keys.must(model.C_m_pF > 0.0, "C_m", fmt::format("C_m = {} pF; it must be positive", model.C_m_pF));
  keys.must(model.g_nS > 0.0, "g", fmt::format("g = {} nS; it must be positive", model.g_nS));
  keys.must(model.t_ref_ms >= 0.0, "t_ref", fmt::format("t_ref = {} ms; it must not be negative", model.t_ref_ms));
  keys.must(model.V_th_mV > model.E_L_mV, "V_th",
            fmt::format("V_th = {} mV does not lie above E_L = {} mV", model.V_th_mV, model.E_L_mV));
  keys.must(decay.size() == 2, "asc_decay", fmt::format("has {} entries where 2 belong", decay.size()));
  keys.must(amps.size() == 2, "asc_amps", fmt::format("has {} entries where 2 belong", amps.size()));
  keys.must(std::ranges::all_of(decay, [](double value) { return value > 0.0; }), "asc_decay",
            "the decay rates must be positive");
  const auto positive = [](double tau) { return tau > 0.0; };
  keys.must(std::ranges::all_of(file.tau_fast_ms, positive), "tau_syn_fast", "a time constant is not positive");
  keys.must(std::ranges::all_of(file.tau_slow_ms, positive), "tau_syn_slow", "a time constant is not positive");
  keys.must(
      file.tau_slow_ms.size() == file.tau_fast_ms.size() && file.amp_slow.size() == file.tau_fast_ms.size(),
      "tau_syn_slow",
      fmt::format("tau_syn_fast, tau_syn_slow and amp_slow have {}, {} and {} entries; one per receptor belongs in "
                  "each",
                  file.tau_fast_ms.size(), file.tau_slow_ms.size(), file.amp_slow.size()));
  for (std::size_t k = 0; k < std::min<std::size_t>(2, std::min(decay.size(), amps.size())); ++k) {
    model.asc_decay_per_ms[k] = decay[k];
    model.asc_amp_pA[k] = amps[k];
  }
  return file;
}

} // namespace striate::sonata
