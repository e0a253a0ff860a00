// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace striate::fuzz {

using Bytes = std::span<const std::uint8_t>;

/// Files as an attacker would write them: each takes any bytes, may find them wrong, and must return. What the readers
/// promise is checked inside; a broken promise aborts.
void read_csv(Bytes bytes);
void read_config(Bytes bytes);
void read_cell_model(Bytes bytes);
/// The text as a table of rows, in a stream and whole; as a number; as probes, perturbations, edits and lists; as JSON.
void read_rows(Bytes bytes);
void read_number(Bytes bytes);
void read_grammar(Bytes bytes);
void read_json(Bytes bytes);
/// The bytes are a list of changes to a sane network's HDF5 files: datasets of another type, shape, length or storage,
/// missing and misplaced objects, other values, spoilt csv files.
void read_layout(Bytes bytes);
/// The same for recordings: spikes, LGN rates and files of arrays (states, checkpoints), and bytes of their heaps.
void read_recording(Bytes bytes);

struct EntryPoint {
  const char* name;
  void (*run)(Bytes);
};
inline constexpr EntryPoint entry_points[] = {
    {"csv", read_csv},   {"config", read_config}, {"cell_model", read_cell_model},
    {"rows", read_rows}, {"number", read_number}, {"grammar", read_grammar},
    {"json", read_json}, {"layout", read_layout}, {"recording", read_recording}};

} // namespace striate::fuzz
