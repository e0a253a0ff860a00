// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/network/generator/lgn_edges.h"
#include "engine/network/generator/recurrent.h"
#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/read/rows_by_target.h"
#include "engine/network/sonata/write/write_columns.h"
#include "engine/network/sonata/write/write_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace striate::sonata {

namespace {

constexpr std::uint64_t edge_chunk = 1 << 18;
constexpr std::uint64_t chunks_at_once = 2;

/// What one edges file holds.
struct EdgePlan {
  EdgePlan(const char* name, const Projection& edges) : source_name(name), projection(edges) {}

  const char* source_name;
  const Projection& projection;
  std::vector<double> unit_weight;                     ///< see RowsByTarget
  std::vector<std::uint32_t> source_type, target_type; ///< edge type = the sum, per source node and target neuron
  const char* ones = nullptr;                          ///< name of the column of synapse counts
  hid_t ones_type = H5I_INVALID_HID;
  std::size_t ones_bytes = 0;
  bool has_weight = true, has_delay = false;
};

/// A column of zeros, or of ones when asked.
Column constant_column(std::string name, hid_t type, std::size_t bytes, bool one) {
  Column result;
  result.name = std::move(name);
  result.type = type;
  result.value_bytes = bytes;
  result.fill = [bytes, one](std::uint64_t, std::size_t count, std::byte* out) {
    if (one)
      for (std::size_t i = 0; i < count; ++i)
        out[i * bytes] = std::byte{1};
  };
  return result;
}

/// Pairs of 64-bit numbers, [rows, 2], that come in order from `next` on one thread and are compressed on all.
void write_pairs(hid_t group, const std::filesystem::path& path, const std::string& name, std::uint64_t rows,
                 int compression, Workshop workshop, ProgressSpan progress,
                 const std::function<std::array<std::uint64_t, 2>()>& next) {
  std::vector<std::array<std::uint64_t, 2>> buffer;
  std::uint64_t buffer_first = 0;
  Column column;
  column.name = name;
  column.type = H5T_STD_U64LE;
  column.value_bytes = sizeof(std::uint64_t);
  column.values_per_row = 2;
  column.fill = [&](std::uint64_t first, std::size_t count, std::byte* out) {
    std::memcpy(out, buffer.data() + (first - buffer_first), count * sizeof buffer.front());
  };
  ChunkStream stream(group, path, {column}, rows, edge_chunk, compression);
  const std::uint64_t at_once = static_cast<std::uint64_t>(workshop.pool.size());
  for (std::uint64_t chunk = 0; chunk < stream.chunks(); chunk += at_once) {
    const std::uint64_t count = std::min(at_once, stream.chunks() - chunk);
    buffer_first = chunk * stream.chunk_rows();
    buffer.resize(std::min(rows, (chunk + count) * stream.chunk_rows()) - buffer_first);
    std::ranges::generate(buffer, next);
    const double span = progress.to - progress.from;
    const auto share = [&](std::uint64_t done) {
      return progress.from + span * static_cast<double>(done) / static_cast<double>(stream.chunks());
    };
    stream.write(chunk, count, workshop, {share(chunk), share(chunk + count)});
  }
}

/// BMTK asks for node_id_to_range, libsonata for node_id_to_ranges: one dataset under both names.
void link_both_names(hid_t group, const std::filesystem::path& path, const std::string& base) {
  const std::string from = base + node_id_to_range;
  const std::string to = base + node_id_to_ranges;
  if (H5Lcreate_hard(group, from.c_str(), group, to.c_str(), H5P_DEFAULT, H5P_DEFAULT) < 0)
    throw Error(fmt::format("The name {} could not be written to {}: {}. Free space on the disk or choose another "
                            "folder.",
                            to, path.string(), hdf5::last_reason()));
}

void write_target_index(hid_t group, const std::filesystem::path& path, const RowsByTarget& rows, int compression,
                        Workshop workshop, double progress) {
  const std::vector<std::uint64_t>& start = rows.row_start();
  const std::string base = fmt::format("{}/{}/", indices, target_to_source);
  std::uint64_t ranges = 0;
  std::size_t target = 0;
  write_pairs(group, path, base + node_id_to_range, start.size() - 1, compression, workshop, {progress, progress},
              [&]() -> std::array<std::uint64_t, 2> {
                const std::uint64_t first = ranges;
                ranges += start[target + 1] > start[target];
                ++target;
                return {first, ranges};
              });
  target = 0;
  write_pairs(group, path, base + range_to_edge_id, ranges, compression, workshop, {progress, progress},
              [&]() -> std::array<std::uint64_t, 2> {
                while (start[target + 1] == start[target])
                  ++target;
                ++target;
                return {start[target - 1], start[target]};
              });
  link_both_names(group, path, base);
}

/// One range per edge, in the order of the projection.
void write_source_index(hid_t group, const std::filesystem::path& path, const Projection& projection,
                        const RowsByTarget& rows, int compression, Workshop workshop, ProgressSpan progress) {
  const std::string base = fmt::format("{}/{}/", indices, source_to_target);
  std::uint32_t source = 0;
  write_pairs(group, path, base + node_id_to_range, projection.source_count, compression, workshop,
              {progress.from, progress.from}, [&]() -> std::array<std::uint64_t, 2> {
                const std::uint64_t first = projection.runs[projection.row_run[source]].begin;
                ++source;
                return {first, projection.runs[projection.row_run[source]].begin};
              });
  std::vector<std::uint64_t> next_row(rows.row_start().begin(), rows.row_start().end() - 1);
  std::uint64_t edge = 0;
  write_pairs(group, path, base + range_to_edge_id, projection.edge_count(), compression, workshop, progress,
              [&]() -> std::array<std::uint64_t, 2> {
                std::uint64_t& row = next_row[projection.target[edge]];
                const std::uint64_t first = row;
                row += rows.multiplicity(edge);
                ++edge;
                return {first, row};
              });
  link_both_names(group, path, base);
}

void write_plan(const EdgePlan& plan, const std::filesystem::path& folder, const SonataWriteOptions& options,
                Workshop workshop, ProgressSpan progress) {
  PopulationFile file(folder / edges_file(plan.source_name),
                      fmt::format("{}/{}", edges_group, edge_population(plan.source_name)));
  const hid_t group = file.group;
  const std::filesystem::path& path = file.path;

  RowsByTarget rows(plan.projection, plan.unit_weight);
  EdgeRows buffer;
  std::uint64_t buffer_first = 0;
  const auto at = [&](std::uint64_t row) { return row - buffer_first; };
  std::vector<Column> columns;
  columns.push_back(value_column<std::uint64_t>(
      source_node_id, H5T_STD_U64LE, [&](std::uint64_t row) { return std::uint64_t{buffer.source[at(row)]}; }));
  columns.push_back(value_column<std::uint64_t>(
      target_node_id, H5T_STD_U64LE, [&](std::uint64_t row) { return std::uint64_t{buffer.target[at(row)]}; }));
  columns.push_back(value_column<std::uint32_t>(edge_type_id, H5T_STD_U32LE, [&](std::uint64_t row) {
    return plan.source_type[buffer.source[at(row)]] + plan.target_type[buffer.target[at(row)]];
  }));
  columns.push_back(constant_column(edge_group_id, H5T_STD_U16LE, 2, false));
  columns.push_back(value_column<std::uint32_t>(edge_group_index, H5T_STD_U32LE,
                                                [](std::uint64_t row) { return static_cast<std::uint32_t>(row); }));
  if (plan.has_weight)
    columns.push_back(value_column<double>(std::string("0/") + syn_weight, H5T_IEEE_F64LE,
                                           [&](std::uint64_t row) { return buffer.weight[at(row)]; }));
  if (plan.has_delay)
    columns.push_back(value_column<double>(std::string("0/") + delay, H5T_IEEE_F64LE,
                                           [&](std::uint64_t row) { return buffer.delay[at(row)]; }));
  if (plan.ones != nullptr)
    columns.push_back(constant_column(std::string("0/") + plan.ones, plan.ones_type, plan.ones_bytes, true));

  const double rows_end = options.source_index ? progress.from + 0.8 * (progress.to - progress.from) : progress.to;
  {
    ChunkStream stream(group, path, std::move(columns), rows.rows(), edge_chunk, options.compression);
    hdf5::write_text(stream.dataset(0), node_population, plan.source_name, path);
    hdf5::write_text(stream.dataset(1), node_population, neurons, path);
    const auto share = [&](std::uint64_t chunk) {
      return progress.from +
             (rows_end - progress.from) * static_cast<double>(chunk) / static_cast<double>(stream.chunks());
    };
    for (std::uint64_t chunk = 0; chunk < stream.chunks(); chunk += chunks_at_once) {
      const std::uint64_t count = std::min(chunks_at_once, stream.chunks() - chunk);
      const std::uint64_t wanted = std::min(rows.rows(), (chunk + count) * stream.chunk_rows()) - buffer_first;
      if (wanted > buffer.size())
        rows.append(wanted - buffer.size(), buffer);
      stream.write(chunk, count, workshop, {share(chunk), share(chunk + count)});
      buffer.drop_front(wanted);
      buffer_first += wanted;
    }
  }
  write_target_index(group, path, rows, options.compression, workshop, rows_end);
  if (options.source_index)
    write_source_index(group, path, plan.projection, rows, options.compression, workshop, {rows_end, progress.to});
  file.close();
}

/// Weight of one LGN synapse per target when all edges are whole multiples of it and the synapses add up; otherwise
/// (another network, trained weights) empty.
std::vector<double> lgn_unit_weights(const Network& network) {
  std::vector<double> unit = lgn_synapse_weights(*network.tables, network.neurons);
  std::uint64_t synapses = 0;
  for (std::uint64_t edge = 0; edge < network.lgn.edge_count(); ++edge) {
    const double one = unit[network.lgn.target[edge]];
    const double count = std::nearbyint(network.lgn.weight[edge] / one);
    if (!(count >= 1.0 && count < 1e6) || static_cast<float>(count * one) != network.lgn.weight[edge])
      return {};
    synapses += static_cast<std::uint64_t>(count);
  }
  if (synapses != network.lgn_synapses)
    unit.clear();
  return unit;
}

/// True when the types table would give some edge another delay than it has.
bool delays_differ_from_types(const Network& network) {
  const ModelTables& tables = *network.tables;
  const Projection& edges = network.recurrent;
  if (!edges.delay_ms.empty())
    return true;
  for (std::size_t run = 0; run + 1 < edges.runs.size(); ++run) {
    if (edges.runs[run].slot >= tables.delay_ms.size())
      return true; // the types name no delay of external synapses between neurons
    const auto& by_target = tables.delay_ms[edges.runs[run].slot];
    for (std::uint64_t edge = edges.runs[run].begin; edge < edges.runs[run + 1].begin; ++edge) {
      const auto& population = tables.populations[network.neurons.population[edges.target[edge]]];
      if (delay_steps(by_target[static_cast<std::size_t>(population.synaptic_class)]) != edges.runs[run].delay)
        return true;
    }
  }
  return false;
}

Projection by_source(const BackgroundProjection& background) {
  Projection result;
  result.source_count = background.source_count;
  result.target_count = static_cast<std::uint32_t>(background.row_start.size()) - 1;
  std::vector<std::uint64_t> next(std::size_t{result.source_count} + 1);
  for (const std::uint8_t source : background.source)
    ++next[source + 1u];
  for (std::size_t source = 0; source < result.source_count; ++source)
    next[source + 1] += next[source];
  for (std::size_t source = 0; source <= result.source_count; ++source) {
    result.row_run.push_back(source);
    result.runs.push_back({next[source], 0, static_cast<std::uint8_t>(ModelTables::external_class)});
  }
  result.target.resize(background.source.size());
  result.weight.resize(background.source.size());
  result.delay_ms.resize(background.delay_ms.size());
  for (std::uint32_t target = 0; target < result.target_count; ++target)
    for (std::uint32_t i = background.row_start[target]; i < background.row_start[target + 1]; ++i) {
      const std::uint64_t to = next[background.source[i]]++;
      result.target[to] = target;
      result.weight[to] = background.weight[i];
      if (!background.delay_ms.empty())
        result.delay_ms[to] = background.delay_ms[i];
    }
  return result;
}

} // namespace

void write_edges(const Network& network, const std::filesystem::path& folder, const SonataWriteOptions& options,
                 Workshop workshop, ProgressSpan progress) {
  const NeuronTable& table = network.neurons;
  const double span = progress.to - progress.from;

  EdgePlan recurrent(neurons, network.recurrent);
  const EdgeTypeIds ids = recurrent_type_ids(*network.tables);
  std::vector<std::uint32_t> external_type(table.size());
  for (std::uint32_t neuron = 0; neuron < table.size(); ++neuron) {
    recurrent.source_type.push_back(ids.source_part[table.population[neuron]]);
    recurrent.target_type.push_back(ids.target_part[table.model[neuron]]);
    external_type[neuron] = first_virtual_type + table.model[neuron];
  }
  recurrent.ones = n_syns;
  recurrent.ones_type = H5T_STD_I64LE;
  recurrent.ones_bytes = sizeof(std::int64_t);
  recurrent.has_delay = delays_differ_from_types(network);
  workshop.task.set_step("Writing recurrent edges");
  write_plan(recurrent, folder, options, workshop, {progress.from, progress.from + 0.5 * span});

  EdgePlan from_lgn(lgn, network.lgn);
  from_lgn.unit_weight = lgn_unit_weights(network);
  from_lgn.source_type.assign(network.lgn.source_count, 0);
  from_lgn.target_type = external_type;
  from_lgn.has_delay = !network.lgn.delay_ms.empty();
  workshop.task.set_step("Writing LGN edges");
  write_plan(from_lgn, folder, options, workshop, {progress.from + 0.5 * span, progress.from + 0.98 * span});

  const Projection background_edges = by_source(network.background);
  EdgePlan from_background(background, background_edges);
  from_background.source_type.assign(network.background.source_count, 0);
  from_background.target_type = external_type;
  from_background.ones = nsyns;
  from_background.ones_type = H5T_STD_U32LE;
  from_background.ones_bytes = sizeof(std::uint32_t);
  from_background.has_delay = !background_edges.delay_ms.empty();
  from_background.has_weight = !background_weights_by_type(network);
  workshop.task.set_step("Writing background edges");
  write_plan(from_background, folder, options, workshop, {progress.from + 0.98 * span, progress.to});
}

} // namespace striate::sonata
