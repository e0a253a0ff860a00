// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/constants.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

namespace striate {

namespace {

/// (1 + e^x (x - 1)) / x^2, 1/2 at 0: the fraction of P31 in docs/model/dynamics.md#eq-8. The closed form cancels near
/// 0, where membrane and synapse are equally fast.
double second_order(double x) {
  if (std::abs(x) > 0.5)
    return (1.0 + std::exp(x) * (x - 1.0)) / (x * x);
  double power = 1.0; // x^n / n!
  double sum = 0.0;
  for (int n = 0; n < 16; ++n) {
    sum += power / (n + 2);
    power *= x / (n + 1);
  }
  return sum;
}

NestAlpha alpha_of(double tau_ms, double amplitude, double leak_per_ms, double C_m_pF, double dt_ms) {
  // P32 and P31 of docs/model/dynamics.md#eq-8, jump from docs/model/synapses.md#eq-1
  const double x = (leak_per_ms - 1.0 / tau_ms) * dt_ms;
  const double membrane = std::exp(-leak_per_ms * dt_ms) / C_m_pF;
  NestAlpha alpha;
  alpha.decay = std::exp(-dt_ms / tau_ms);
  alpha.decay_dt = dt_ms * alpha.decay;
  alpha.from_current = dt_ms * membrane * (x == 0.0 ? 1.0 : std::expm1(x) / x);
  alpha.from_rise = dt_ms * dt_ms * membrane * second_order(x);
  alpha.jump = amplitude * std::numbers::e / tau_ms;
  return alpha;
}

/// Whole steps that cover t_ref (docs/model/dynamics.md#eq-9); NEST first rounds it to microseconds.
std::int32_t refractory_steps(double t_ref_ms, int per_ms) {
  const double us = std::floor(t_ref_ms * 1000.0 + 0.5);
  return static_cast<std::int32_t>(std::ceil(us * per_ms / 1000.0));
}

NestCell cell_of(const CellModel& model, int per_ms) {
  const double dt_ms = 1.0 / per_ms;
  const double threshold = model.V_th_mV - model.E_L_mV;
  const bool sensible = model.C_m_pF > 0.0 && model.g_nS > 0.0 && threshold > 0.0 && model.V_reset_mV < model.V_th_mV &&
                        model.t_ref_ms >= 0.0 && model.t_ref_ms < 1.0e4 && model.asc_decay_per_ms[0] > 0.0 &&
                        model.asc_decay_per_ms[1] > 0.0;
  if (!sensible)
    throw Error(fmt::format("Cell model {}: C_m = {} pF, g = {} nS, V_th - E_L = {} mV, V_reset = {} mV, t_ref = {} "
                            "ms, asc_decay = {} and {} per ms cannot be simulated; all but V_reset must be positive, "
                            "V_reset below V_th and t_ref below 32767 steps.",
                            model.node_type_id, model.C_m_pF, model.g_nS, threshold, model.V_reset_mV, model.t_ref_ms,
                            model.asc_decay_per_ms[0], model.asc_decay_per_ms[1]));
  const double leak = dt_ms * model.g_nS / model.C_m_pF;
  NestCell cell;
  // docs/model/dynamics.md#eq-1 and docs/model/dynamics.md#eq-8
  cell.decay = std::exp(-leak);
  cell.gain = -std::expm1(-leak) / model.g_nS;
  cell.threshold = threshold;
  cell.reset = model.V_reset_mV - model.E_L_mV;
  for (std::size_t m = 0; m < 2; ++m) {
    const double k = model.asc_decay_per_ms[m];
    cell.asc_decay[m] = std::exp(-k * dt_ms);
    cell.asc_mean[m] = -std::expm1(-k * dt_ms) / (k * dt_ms);
    cell.asc_kept[m] = model.asc_share[m] * std::exp(-k * model.t_ref_ms);
    cell.asc_jump_pA[m] = model.asc_amp_pA[m];
  }
  cell.refractory = refractory_steps(model.t_ref_ms, per_ms);
  return cell;
}

/// The different synapses of one class of targets, in order of slot.
struct ClassReceptors {
  std::vector<const SynapseType*> types;
  std::array<std::uint8_t, NestConstants::slots> of_slot{};
};

bool same_receptor(const SynapseType& a, const SynapseType& b) {
  return std::tie(a.tau_fast_ms, a.tau_slow_ms, a.amp_slow) == std::tie(b.tau_fast_ms, b.tau_slow_ms, b.amp_slow);
}

ClassReceptors receptors_of(const ModelTables& tables, std::size_t target_class) {
  ClassReceptors result;
  for (std::size_t slot = 0; slot < NestConstants::slots; ++slot) {
    const SynapseType& type = tables.synapse[slot][target_class];
    if (!(type.tau_fast_ms > 0.0 && type.tau_slow_ms > 0.0 && std::isfinite(type.amp_slow)))
      throw Error(fmt::format("Synapse type {}: tau_fast = {} ms, tau_slow = {} ms, amp_slow = {} cannot be simulated; "
                              "time constants must be positive.",
                              type.name, type.tau_fast_ms, type.tau_slow_ms, type.amp_slow));
    const auto found =
        std::ranges::find_if(result.types, [&](const auto* known) { return same_receptor(*known, type); });
    result.of_slot[slot] = static_cast<std::uint8_t>(found - result.types.begin());
    if (found == result.types.end())
      result.types.push_back(&type);
  }
  return result;
}

int delay_steps_of(double delay_ms, int per_ms, const std::string& from, const std::string& to) {
  const double steps = nearest_steps(delay_ms, per_ms);
  if (!(steps >= 1.0))
    throw Error(fmt::format("The synapses from {} to {} have a delay of {} ms, less than half of the step of {} ms; "
                            "choose a smaller dt.",
                            from, to, delay_ms, 1.0 / per_ms));
  if (steps > 65535.0)
    throw Error(fmt::format("The synapses from {} to {} have a delay of {} ms, more than 65535 steps of {} ms; choose "
                            "a larger dt.",
                            from, to, delay_ms, 1.0 / per_ms));
  return static_cast<int>(steps);
}

} // namespace

int steps_per_ms(double dt_ms) {
  constexpr int us_per_ms = 1000;
  const double per_ms = std::nearbyint(1.0 / dt_ms);
  const bool divides = dt_ms > 0.0 && per_ms >= 1.0 && per_ms <= 100.0 && std::abs(per_ms * dt_ms - 1.0) < 1e-9 &&
                       us_per_ms % static_cast<int>(per_ms) == 0;
  if (!divides)
    throw Error(fmt::format("A step of dt = {} ms does not divide a millisecond into equal steps of whole "
                            "microseconds; choose 1, 0.5, 0.25, 0.2, 0.125, 0.1, 0.05 ms or another such fraction down "
                            "to 0.01 ms.",
                            dt_ms),
                Error::Kind::usage);
  return static_cast<int>(per_ms);
}

double nearest_steps(double delay_ms, int steps_per_ms) {
  return std::floor(delay_ms * steps_per_ms + 0.5);
}

NestConstants make_nest_constants(const ModelTables& tables, double dt_ms) {
  NestConstants result;
  const int per_ms = steps_per_ms(dt_ms);
  result.steps_per_ms = per_ms;
  std::vector<ClassReceptors> classes;
  for (std::size_t post = 0; post < NestConstants::classes; ++post) {
    classes.push_back(receptors_of(tables, post));
    result.receptors = std::max(result.receptors, classes.back().types.size());
    for (std::size_t slot = 0; slot < NestConstants::slots; ++slot)
      result.receptor[slot][post] = classes.back().of_slot[slot];
    for (std::size_t pre = 0; pre < NestConstants::classes; ++pre)
      if (const double delay = tables.delay_ms[pre][post]; delay > 0.0)
        result.delay[pre][post] = {
            delay_steps_of(delay, per_ms, tables.synaptic_classes[pre], tables.synaptic_classes[post]),
            static_cast<int>(std::nearbyint(std::max(delay, 1.0)))};
  }
  result.lgn_delay = delay_steps_of(tables.lgn_delay_ms, per_ms, "LGN", "V1");
  result.background_delay = delay_steps_of(tables.background_delay_ms, per_ms, "the background", "V1");

  for (const CellModel& model : tables.cell_models) {
    NestCellConstants constants;
    constants.cell = cell_of(model, per_ms);
    constants.E_L_mV = model.E_L_mV;
    constants.start_u_mV = model.start_mV.value_or(model.E_L_mV) - model.E_L_mV;
    constants.start_asc_pA = model.asc_start_pA;
    constants.synaptic_class = tables.populations.at(static_cast<std::size_t>(model.population)).synaptic_class;
    const double leak_per_ms = model.g_nS / model.C_m_pF;
    for (const SynapseType* type : classes[static_cast<std::size_t>(constants.synaptic_class)].types)
      constants.receptors.push_back(
          {alpha_of(type->tau_fast_ms, 1.0, leak_per_ms, model.C_m_pF, 1.0 / per_ms),
           alpha_of(type->tau_slow_ms, type->amp_slow, leak_per_ms, model.C_m_pF, 1.0 / per_ms)});
    result.cells.push_back(std::move(constants));
  }
  return result;
}

} // namespace striate
