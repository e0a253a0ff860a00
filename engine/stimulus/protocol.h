// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace striate {

/// One stimulus of a protocol: on the screen from start_ms for duration_ms. It sets some stimulus parameters; all
/// others stay as the run has them.
struct ProtocolRow {
  std::int64_t start_ms = 0, duration_ms = 0;
  std::vector<std::pair<std::string, std::string>> settings; ///< parameter key, value as text

  bool operator==(const ProtocolRow&) const = default;
};

/// A sequence of stimuli with their times; between and after them the screen is gray. Live runs, tuning and training
/// play the same ones.
struct Protocol {
  std::string name;
  std::vector<ProtocolRow> rows; ///< in order of time, not overlapping

  std::int64_t duration_ms() const { return rows.empty() ? 0 : rows.back().start_ms + rows.back().duration_ms; }
  bool operator==(const Protocol&) const = default;
};

/// The parameters of a row: those of the run with the row's settings. The value "random" of an angle is drawn from 0 to
/// 360 degrees by (seed, trial, row); "random:NAME" is one draw per seed for all rows and trials with the same NAME.
/// Throws a usage Error for a value out of range.
ParameterSet parameters_of(const Protocol& protocol, std::size_t row, const ParameterSet& run, std::uint64_t seed,
                           std::uint32_t trial);

/// Throws Error naming the protocol and the row when times are negative, out of order or overlap, a key is unknown or
/// no stimulus parameter, or a value is out of range.
void check(const Protocol& protocol);

/// A table: CSV with the columns start, duration (ms) and any stimulus parameters by their keys, an empty field keeps
/// the run's value; or JSON, a list of objects with the same keys. Movies are looked for beside the table. Throws Error
/// naming file and row.
Protocol read_protocol(const std::string& file);

/// The rows as a JSON list that read_protocol() reads again; movies as they were found.
std::string protocol_json(const Protocol& protocol);

/// Names of the protocols that the program knows: those of the reference models (resources/tables/lgn/
/// stimulus_protocols.csv) and series of one parameter.
std::vector<std::string> protocol_names();
/// A known protocol by name, or a table by its path.
Protocol find_protocol(const std::string& name_or_file);
/// One parameter stepped through values, each shown for on_ms after gray_ms of gray.
Protocol series_protocol(const std::string& key, std::span<const double> values, std::int64_t gray_ms,
                         std::int64_t on_ms);

} // namespace striate
