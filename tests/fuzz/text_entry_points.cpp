// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/read/cell_model_file.h"
#include "engine/network/sonata/read/json_file.h"
#include "engine/network/sonata/read/sonata_config.h"
#include "engine/network/sonata/read/types_table.h"
#include "tests/fuzz/promises.h"

#include <cmath>

namespace striate::fuzz {

using sonata::Problems;

void read_csv(Bytes bytes) {
  tolerate_errors([&] {
    Problems problems(Problems::Mode::strict);
    const auto table =
        sonata::TypesTable::parse(text_of(bytes), "types.csv", sonata::edge_type_id, "v1_to_v1", problems);
    for (std::uint32_t row = 0; row < table.rows(); ++row) {
      promise(table.row_of(table.id(row)) == row);
      for (const char* column : {sonata::delay, sonata::syn_weight, sonata::dynamics_params})
        tolerate_errors([&] {
          table.text(row, column);
          const auto value = table.number(row, column);
          promise(!value || !table.text(row, column).empty());
        });
    }
  });
}

void read_config(Bytes bytes) {
  for (const auto mode : {Problems::Mode::strict, Problems::Mode::gentle})
    tolerate_errors([&] {
      Problems problems(mode);
      const auto config = sonata::parse_config(text_of(bytes), "/nowhere/config.json", problems);
      promise(!config.nodes.empty());
      promise(!config.run.dt_ms || *config.run.dt_ms > 0.0);
      for (const auto& files : config.nodes)
        promise(files.data.string().find('\0') == std::string::npos);
    });
}

void read_cell_model(Bytes bytes) {
  tolerate_errors([&] {
    Problems problems(Problems::Mode::gentle);
    const auto json = sonata::parse_json(text_of(bytes), "model.json", problems);
    const auto file = sonata::parse_cell_model(json, {"model.json", {}, {}}, problems);
    if (problems.error_count() == 0) {
      promise(file.model.C_m_pF > 0.0 && file.model.g_nS > 0.0 && file.model.V_th_mV > file.model.E_L_mV);
      promise(file.tau_fast_ms.size() == file.amp_slow.size() && file.tau_slow_ms.size() == file.amp_slow.size());
      for (const double tau : file.tau_fast_ms)
        promise(tau > 0.0 && std::isfinite(tau));
    }
  });
}

} // namespace striate::fuzz
