// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/cell_constants.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace striate {

namespace {

constexpr double step_ms = 1.0;

CellConstants constants_of(const CellModel& model, int synaptic_class) {
  const double scale = model.V_th_mV - model.E_L_mV;
  const bool sensible = model.C_m_pF > 0.0 && model.g_nS > 0.0 && scale > 0.0 && model.t_ref_ms >= 0.0;
  const double refractory = std::max(1.0, std::ceil(model.t_ref_ms / step_ms));
  if (!sensible || refractory > std::numeric_limits<std::int16_t>::max())
    throw Error(
        fmt::format("Cell model {}: C_m = {} pF, g = {} nS, V_th - E_L = {} mV, t_ref = {} ms cannot be simulated; "
                    "the first three must be positive and t_ref at least 0 and below 32 s.",
                    model.node_type_id, model.C_m_pF, model.g_nS, scale, model.t_ref_ms));
  // docs/model/dynamics.md#eq-1
  const double leak = step_ms * model.g_nS / model.C_m_pF; // dt / tau_m
  CellConstants constants;
  constants.decay = static_cast<float>(std::exp(-leak));
  constants.gain = static_cast<float>(-std::expm1(-leak) / (model.g_nS * scale));
  for (std::size_t m = 0; m < 2; ++m) {
    constants.asc_decay[m] = static_cast<float>(std::exp(-step_ms * model.asc_decay_per_ms[m]));
    constants.asc_jump_pA[m] = static_cast<float>(model.asc_amp_pA[m]);
  }
  constants.refractory_steps = static_cast<int>(refractory);
  constants.synaptic_class = synaptic_class;
  constants.E_L_mV = static_cast<float>(model.E_L_mV);
  constants.scale_mV = static_cast<float>(scale);
  return constants;
}

} // namespace

std::vector<CellConstants> make_cell_constants(const ModelTables& tables) {
  std::vector<CellConstants> constants;
  constants.reserve(tables.cell_models.size());
  for (const CellModel& model : tables.cell_models)
    constants.push_back(
        constants_of(model, tables.populations.at(static_cast<std::size_t>(model.population)).synaptic_class));
  return constants;
}

SynapseConstants make_synapse_constants(const ModelTables& tables) {
  SynapseConstants constants;
  for (std::size_t r = 0; r < SynapseConstants::bases; ++r) {
    // docs/model/synapses.md#eq-3
    const double tau = tables.basis_tau_ms[r];
    constants.decay[r] = static_cast<float>(std::exp(-step_ms / tau));
    for (std::size_t post = 0; post < ModelTables::synaptic_class_count; ++post)
      for (std::size_t slot = 0; slot < SynapseConstants::slots; ++slot)
        constants.drive[post][slot][r] =
            static_cast<float>(tables.synapse[slot][post].basis[r] * std::numbers::e / tau);
  }
  return constants;
}

} // namespace striate
