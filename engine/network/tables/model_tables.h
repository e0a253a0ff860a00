// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace striate {

/// The fixed facts of the model, read once from resources/tables (docs/model/network.md#built-in-networks). Index order
/// everywhere: populations in table order (22), cell models in table order (201), LGN classes in table order (14).
/// Immutable after loading; may be shared by threads.

enum class CellClass : std::uint8_t { exc, pv, sst, vip, l1 }; ///< l1 = the single inhibitory type of layer 1

const char* class_name(CellClass cell_class); ///< "Exc", "PV", "SST", "VIP", "Htr3a"

struct Population {
  std::string name;      ///< "e23Cux2"
  std::string cell_type; ///< "L2/3_Exc" (19 types)
  std::string location;  ///< "VisL2/3"
  int layer = 0;         ///< 1, 2 (= 2/3), 4, 5, 6
  bool excitatory = false;
  CellClass cell_class = CellClass::exc;
  int synaptic_class = 0; ///< index into ModelTables::synaptic_classes
  double depth_top_um = 0.0, depth_bottom_um = 0.0;
  double nsyn_shape = 0.0, nsyn_scale = 0.0; ///< lognormal of the target size
  double nsyn_mean = 0.0;
  int first_model = 0, model_count = 0;
  int edge_source_rank = 0;
  // LGN input
  double lgn_poisson = 0.0, lgn_on_ratio = 0.0, lgn_synapse_ratio = 0.0, lgn_yule = 0.0;
};

struct CellModel {
  std::uint32_t node_type_id = 0;
  int population = 0;
  double C_m_pF = 0.0, g_nS = 0.0, E_L_mV = 0.0, V_th_mV = 0.0, V_reset_mV = 0.0, t_ref_ms = 0.0;
  std::array<double, 2> asc_decay_per_ms{}, asc_amp_pA{};
  // What imported models may have and the dynamics `nest` obeys; basis4 has no such thing.
  std::array<double, 2> asc_share{1.0, 1.0}; ///< of the after-spike currents that a spike leaves
  std::array<double, 2> asc_start_pA{};      ///< after-spike currents at the start of a run
  std::optional<double> start_mV;            ///< membrane potential at the start; none: E_L
  long count_700 = 0;                        ///< neurons at R = 700 um
  int edge_target_rank = 0;
  std::array<double, 10> unit_psp_mV{}; ///< per synaptic class; [9] = from "exc" (LGN, background)
  double lgn_base_weight_pA = 0.0, background_weight_pA = 0.0;
};

/// Double-alpha parameters and basis weights of one synapse type "<pre>_to_<post>".
struct SynapseType {
  std::string name;
  double tau_fast_ms = 0.0, tau_slow_ms = 0.0, amp_slow = 0.0;
  std::array<double, 4> basis{}; ///< weights of the four alpha bases
};

struct PspDistribution {
  double shape = 0.0, scale_mV = 0.0;
};

struct LgnClass {
  std::string name; ///< "sON_TF1"
  int per_tile = 0;
  bool composite = false;
  double size_min_deg = 0.0, size_mode_deg = 0.0, size_max_deg = 0.0;
  double rf_shift = 0.0; ///< sign used when V1 cells choose their LGN units
  std::array<double, 2> peaks_dom_ms{}, weights_dom{}, delays_dom_ms{};
  std::array<double, 2> peaks_non_ms{}, weights_non{}, delays_non_ms{}; ///< NaN unless composite
  double separation_deg = 0.0;                                          ///< NaN unless composite
  double amplitude = 0.0; ///< +1 ON, -1 OFF; NaN for composites (computed)
  double spontaneous_per_subfield_Hz = 0.0, gray_rate_Hz = 0.0;
  double latency_dom_ms = 0.0, latency_non_ms = 0.0, r_off_Hz = 0.0, r_on_Hz = 0.0, off_factor = 0.0; ///< composites
};

struct ModelTables {
  static constexpr int synaptic_class_count = 9;
  static constexpr int external_class = 9; ///< the slot of LGN and background synapses ("exc")

  std::vector<Population> populations;
  std::vector<CellModel> cell_models;
  /// e23, e4, e5et, e5it, e5np, e6, pv, sst, vip
  std::array<std::string, synaptic_class_count> synaptic_classes;
  /// synapse[pre][post]; pre 0..8 recurrent, 9 = "exc_to_<post>".
  std::array<std::array<SynapseType, synaptic_class_count>, 10> synapse;
  std::array<std::array<double, synaptic_class_count>, synaptic_class_count> delay_ms{}; ///< [pre][post]
  double lgn_delay_ms = 1.7;        ///< docs/model/network.md#eq-14
  double background_delay_ms = 1.0; ///< docs/model/network.md#eq-15
  std::array<double, 4> basis_tau_ms{};
  std::vector<std::vector<double>> pmax;           ///< [source population][target population]
  std::vector<std::vector<PspDistribution>> psp;   ///< [source population][target population]
  std::array<std::array<double, 2>, 2> sigma_um{}; ///< [source excitatory][target excitatory]
  std::array<std::array<double, 2>, 2> b_ratio{};
  std::vector<LgnClass> lgn_classes;

  int population_index(const std::string& name) const; ///< throws Error for an unknown name

  /// Reads resources/tables. Throws Error naming table, line and column.
  static ModelTables load();
};

/// The tables, read at first use and then shared. Thread-safe.
const ModelTables& model_tables();
/// The same tables as a pointer that networks hold.
std::shared_ptr<const ModelTables> shared_model_tables();

} // namespace striate
