// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace striate::sonata {

/// What becomes of a key of a cell model. The keys are those that glif_psc_double_alpha of NEST 3.10 takes (its
/// documentation and GetDefaults), and tau_syn, an older name of tau_syn_fast.
enum class CellModelKey {
  obeyed,    ///< read by parse_cell_model
  off,       ///< switches on what cannot be simulated: must be false or missing
  zero,      ///< the state of such a mechanism: must be 0 or missing
  no_effect, ///< belongs to mechanisms that are off, or to the traces of plastic synapses
};

struct CellModelKeyUse {
  std::string_view key;
  CellModelKey use;
  std::string_view mechanism = {}; ///< for `off` and `zero`
};

inline constexpr std::array cell_model_keys{
    CellModelKeyUse{"C_m", CellModelKey::obeyed},
    CellModelKeyUse{"g", CellModelKey::obeyed},
    CellModelKeyUse{"E_L", CellModelKey::obeyed},
    CellModelKeyUse{"V_m", CellModelKey::obeyed},
    CellModelKeyUse{"V_th", CellModelKey::obeyed},
    CellModelKeyUse{"V_reset", CellModelKey::obeyed},
    CellModelKeyUse{"t_ref", CellModelKey::obeyed},
    CellModelKeyUse{"after_spike_currents", CellModelKey::obeyed},
    CellModelKeyUse{"asc_init", CellModelKey::obeyed},
    CellModelKeyUse{"asc_decay", CellModelKey::obeyed},
    CellModelKeyUse{"asc_amps", CellModelKey::obeyed},
    CellModelKeyUse{"asc_r", CellModelKey::obeyed},
    CellModelKeyUse{"ASCurrents", CellModelKey::obeyed},
    CellModelKeyUse{"tau_syn_fast", CellModelKey::obeyed},
    CellModelKeyUse{"tau_syn", CellModelKey::obeyed},
    CellModelKeyUse{"tau_syn_slow", CellModelKey::obeyed},
    CellModelKeyUse{"amp_slow", CellModelKey::obeyed},

    CellModelKeyUse{"spike_dependent_threshold", CellModelKey::off, "a spike-dependent threshold (GLIF2, 4, 5)"},
    CellModelKeyUse{"adapting_threshold", CellModelKey::off, "a voltage-dependent threshold (GLIF5)"},
    CellModelKeyUse{"frozen", CellModelKey::off, "a neuron without updates"},
    CellModelKeyUse{"ignore_and_spike", CellModelKey::off, "a neuron with prescribed spike times"},
    CellModelKeyUse{"threshold_spike", CellModelKey::zero, "a spike-dependent threshold (GLIF2, 4, 5)"},
    CellModelKeyUse{"threshold_voltage", CellModelKey::zero, "a voltage-dependent threshold (GLIF5)"},

    CellModelKeyUse{"th_spike_add", CellModelKey::no_effect},
    CellModelKeyUse{"th_spike_decay", CellModelKey::no_effect},
    CellModelKeyUse{"voltage_reset_fraction", CellModelKey::no_effect},
    CellModelKeyUse{"voltage_reset_add", CellModelKey::no_effect},
    CellModelKeyUse{"th_voltage_index", CellModelKey::no_effect},
    CellModelKeyUse{"th_voltage_decay", CellModelKey::no_effect},
    CellModelKeyUse{"ignore_and_spike_interval", CellModelKey::no_effect},
    CellModelKeyUse{"ignore_and_spike_offset", CellModelKey::no_effect},
    CellModelKeyUse{"Ca", CellModelKey::no_effect},
    CellModelKeyUse{"tau_Ca", CellModelKey::no_effect},
    CellModelKeyUse{"beta_Ca", CellModelKey::no_effect},
    CellModelKeyUse{"tau_minus", CellModelKey::no_effect},
    CellModelKeyUse{"tau_minus_triplet", CellModelKey::no_effect},
    CellModelKeyUse{"synaptic_elements", CellModelKey::no_effect},
};

/// Nothing for a key that the model does not have.
constexpr std::optional<CellModelKeyUse> use_of_key(std::string_view key) {
  for (const CellModelKeyUse& one : cell_model_keys)
    if (one.key == key)
      return one;
  return std::nullopt;
}

/// What NEST takes for keys that are missing, where this program has no other meaning of its own for that.
inline constexpr double nest_default_V_m_mV = -78.85;
inline constexpr std::array<double, 2> nest_default_asc_decay_per_ms{0.003, 0.1};

} // namespace striate::sonata
