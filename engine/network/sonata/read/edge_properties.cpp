// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/edge_properties.h"

#include "engine/network/sonata/names/sonata_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate::sonata {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

Dataset open_ids(const Group& parent, const char* name, std::uint64_t rows, Problems& problems) {
  Dataset column = Dataset::open(parent, name, Dataset::Kind::integer, problems);
  if (column.rows() != rows)
    problems.fail(column.place(), fmt::format("has {} rows where {} has {}", column.rows(), target_node_id, rows));
  return column;
}

} // namespace

EdgeProperties::EdgeProperties(const Group& group, std::uint64_t rows, Tools tools)
    : population_(group), rows_(rows), groups_(RowGroups::open(group, tools)) {
  read_places(tools);
  for (std::size_t g = 0; g < groups_.count(); ++g)
    if (in_order_ && groups_[g].rows && *groups_[g].rows < rows)
      tools.problems.fail(groups_[g].group.place(""),
                          fmt::format("its columns have {} rows for {} edges", *groups_[g].rows, rows));
  if (groups_.has("is_gap_junction"))
    for (std::size_t g = 0; g < groups_.count(); ++g)
      if (has_column(groups_[g].group, "is_gap_junction"))
        tools.problems.error(groups_[g].group.place("is_gap_junction"), "gap junctions are not supported");
}

void EdgeProperties::read_places(Tools tools) {
  Problems& problems = tools.problems;
  const bool has_group = population_.has(edge_group_id);
  if (groups_.count() > 1 && !has_group)
    problems.fail(population_.place(edge_group_id),
                  fmt::format("the dataset is missing; the population has {} groups", groups_.count()));
  if (groups_.count() == 0)
    return;
  if (groups_.count() > 1)
    group_of_row_.resize(rows_);
  if (has_group)
    open_ids(population_, edge_group_id, rows_, problems)
        .for_slabs(tools.pool, tools.task, problems, [&](std::uint64_t first, std::span<const std::uint64_t> ids) {
          for (std::size_t i = 0; i < ids.size(); ++i) {
            const std::size_t found = groups_.find(ids[i]);
            if (found == groups_.count())
              problems.fail({population_.file, population_.path + "/" + edge_group_id, first + i},
                            fmt::format("names the group {}, which does not exist", ids[i]));
            if (!group_of_row_.empty())
              group_of_row_[first + i] = static_cast<std::uint32_t>(found);
          }
        });
  const auto check = [&](std::uint64_t row, std::uint64_t at) {
    const RowGroups::One& group = groups_[group_of_row_.empty() ? 0 : group_of_row_[row]];
    if ((group.rows && at >= *group.rows) || at > std::numeric_limits<std::uint32_t>::max())
      problems.fail({population_.file, population_.path + "/" + edge_group_index, row},
                    fmt::format("names row {} of group {}, which has {} rows", at, group.id, group.rows.value_or(0)));
  };
  if (!population_.has(edge_group_index)) {
    if (groups_.count() == 1)
      return;
    in_order_ = false;
    std::vector<std::uint32_t> next(groups_.count());
    row_in_group_.resize(rows_);
    for (std::uint64_t row = 0; row < rows_; ++row) {
      row_in_group_[row] = next[group_of_row_[row]]++;
      check(row, row_in_group_[row]);
    }
    return;
  }
  in_order_ = groups_.count() == 1;
  if (!in_order_)
    row_in_group_.resize(rows_);
  open_ids(population_, edge_group_index, rows_, problems)
      .for_slabs(tools.pool, tools.task, problems, [&](std::uint64_t first, std::span<const std::uint64_t> ids) {
        for (std::size_t i = 0; i < ids.size(); ++i) {
          const std::uint64_t row = first + i;
          if (in_order_ && ids[i] == row && (!groups_[0].rows || row < *groups_[0].rows))
            continue;
          check(row, ids[i]);
          if (in_order_) { // the first that stands elsewhere: so far all were in order
            in_order_ = false;
            row_in_group_.resize(rows_);
            for (std::uint64_t before = 0; before < row; ++before)
              row_in_group_[before] = static_cast<std::uint32_t>(before);
          }
          row_in_group_[row] = static_cast<std::uint32_t>(ids[i]);
        }
      });
}

Place EdgeProperties::place(const std::string& column, std::uint64_t row) const {
  const std::size_t group = group_of_row_.empty() ? 0 : group_of_row_[row];
  return {population_.file,
          fmt::format("{}/{}/{}", population_.path, groups_.count() > 0 ? groups_[group].id : 0, column),
          row_in_group_.empty() ? row : row_in_group_[row]};
}

void EdgeProperties::for_values(const std::string& column, Tools tools,
                                const std::function<void(std::uint64_t, std::span<const double>)>& slab,
                                const std::function<void(std::uint64_t, double)>& one) const {
  for (std::size_t g = 0; g < groups_.count(); ++g) {
    if (!has_column(groups_[g].group, column))
      continue;
    const Dataset values = open_column(groups_[g].group, column, Dataset::Kind::real, tools.problems);
    if (in_order_) {
      if (values.rows() < rows_)
        tools.problems.fail(values.place(), fmt::format("has {} rows for {} edges", values.rows(), rows_));
      values.for_slabs(tools.pool, tools.task, tools.problems, [&](std::uint64_t first, std::span<const double> part) {
        if (first < rows_)
          slab(first, part.first(std::min<std::uint64_t>(part.size(), rows_ - first)));
      });
      continue;
    }
    const std::vector<double> all = values.reals(tools.pool, tools.task, tools.problems);
    for (std::uint64_t row = 0; row < rows_; ++row)
      if (group_of_row_.empty() || group_of_row_[row] == g) {
        if (row_in_group_[row] >= all.size())
          tools.problems.fail(values.place(), fmt::format("has {} rows, but edge {} refers to row {}", all.size(), row,
                                                          row_in_group_[row]));
        one(row, all[row_in_group_[row]]);
      }
  }
}

std::vector<double> EdgeProperties::numbers(const std::string& column, double missing_value, Tools tools) const {
  std::vector<double> result(rows_, missing_value);
  for_values(
      column, tools,
      [&](std::uint64_t first, std::span<const double> part) {
        std::ranges::copy(part, result.begin() + static_cast<std::ptrdiff_t>(first));
      },
      [&](std::uint64_t row, double value) { result[row] = value; });
  return result;
}

void EdgeProperties::apply_own_kinds(EdgeKinds& kinds, std::size_t table, std::span<std::uint32_t> kind,
                                     Tools tools) const {
  const std::string receptor = std::string(dynamics_params) + "/receptor_type";
  std::vector<double> receptors;
  if (groups_.has(receptor))
    receptors = numbers(receptor, nothing, tools);
  std::vector<std::vector<std::string>> synapses(groups_.count());
  std::vector<std::vector<std::string>> models(groups_.count());
  bool words = false;
  for (std::size_t g = 0; g < groups_.count(); ++g) {
    if (has_column(groups_[g].group, dynamics_params))
      synapses[g] = read_words(groups_[g].group, dynamics_params, tools);
    if (has_column(groups_[g].group, model_template))
      models[g] = read_words(groups_[g].group, model_template, tools);
    words = words || !synapses[g].empty() || !models[g].empty();
  }
  if (receptors.empty() && !words)
    return;
  const auto word_of = [&](const std::vector<std::vector<std::string>>& column, std::uint64_t row) {
    const auto& mine = column[group_of_row_.empty() ? 0 : group_of_row_[row]];
    const std::uint64_t at = row_in_group_.empty() ? row : row_in_group_[row];
    return at < mine.size() ? mine[at] : std::string{};
  };
  for (std::uint64_t row = 0; row < kind.size(); ++row) {
    if (kind[row] == EdgeList::none)
      continue;
    EdgeKind own = kinds[kind[row]];
    own.table = table;
    if (!receptors.empty() && !std::isnan(receptors[row])) {
      if (!(receptors[row] >= 1.0 && receptors[row] <= 1e6) || std::nearbyint(receptors[row]) != receptors[row])
        tools.problems.fail(place(receptor, row), fmt::format("{} is not a receptor_type", receptors[row]));
      own.receptor = static_cast<int>(receptors[row]);
    }
    if (words) {
      own.synapse = word_of(synapses, row);
      own.model = word_of(models, row);
    }
    kind[row] = kinds.kind(own);
  }
}

bool EdgeProperties::has_delays() const {
  return groups_.has(delay);
}

void EdgeProperties::read_delays(std::span<double> delay_ms, ShortDelays short_delays, Tools tools) const {
  std::ranges::fill(delay_ms, nothing);
  const auto take = [&](std::uint64_t row, double value) {
    if (!(value > 0.0) || !(value <= longest_delay_ms))
      tools.problems.fail(place(delay, row), fmt::format("the delay is {} ms; it must be above 0 and at most {} ms",
                                                         value, longest_delay_ms));
    if (short_delays == ShortDelays::reject && value < basis4_step_ms)
      tools.problems.fail(place(delay, row), fmt::format("the delay of {} ms is shorter than the time step of {} ms",
                                                         value, basis4_step_ms));
    delay_ms[row] = value;
  };
  for_values(
      delay, tools,
      [&](std::uint64_t first, std::span<const double> part) {
        for (std::size_t i = 0; i < part.size(); ++i)
          take(first + i, part[i]);
      },
      take);
}

void EdgeProperties::read_weights(const EdgeKinds& kinds, std::span<const std::uint32_t> kind, std::span<double> weight,
                                  Tools tools) const {
  std::vector<double> of_kind(kinds.size(), nothing);
  for (std::size_t k = 0; k < of_kind.size(); ++k)
    of_kind[k] = kinds.table(kinds[k].table).number(kinds[k].type, syn_weight).value_or(nothing);
  const bool everywhere = groups_.count() == 1 && groups_.has(syn_weight);
  if (!everywhere)
    for (std::uint64_t row = 0; row < rows_; ++row)
      weight[row] = kind[row] == EdgeList::none ? 0.0 : of_kind[kind[row]];
  std::vector<bool> own(everywhere ? 0 : rows_);
  for_values(
      syn_weight, tools,
      [&](std::uint64_t first, std::span<const double> part) {
        std::ranges::copy(part, weight.begin() + static_cast<std::ptrdiff_t>(first));
      },
      [&](std::uint64_t row, double value) {
        weight[row] = value;
        if (!everywhere)
          own[row] = true;
      });
  std::uint64_t wrong = 0;
  std::uint64_t first = 0;
  for (std::uint64_t row = 0; row < rows_; ++row)
    if (!std::isfinite(weight[row]) || std::abs(weight[row]) > std::numeric_limits<float>::max())
      first = wrong++ == 0 ? row : first;
  if (wrong == 0)
    return;
  if (everywhere || own[first])
    tools.problems.error(place(syn_weight, first),
                         fmt::format("the weight is {}; {} rows have non-finite weights", weight[first], wrong));
  else
    tools.problems.error(place(syn_weight, first),
                         fmt::format("no syn_weight is given in the file or in {}; {} edges lack one",
                                     kinds.table(kinds[kind[first]].table).file().string(), wrong));
  for (double& value : weight)
    value = std::isfinite(value) ? value : 0.0;
}

double EdgeProperties::multiply(const EdgeKinds& kinds, std::span<const std::uint32_t> kind,
                                std::span<const std::uint32_t> target, std::span<const std::uint32_t> source,
                                std::span<double> weight, Tools tools) const {
  const char* column = groups_.has(nsyns) ? nsyns : n_syns;
  std::vector<double> of_kind(kinds.size(), 1.0);
  bool of_types = false;
  for (std::size_t k = 0; k < of_kind.size(); ++k)
    for (const char* name : {nsyns, n_syns})
      if (const auto count = kinds.table(kinds[k].table).number(kinds[k].type, name)) {
        of_kind[k] = *count;
        of_types = true;
      }
  const auto kept = [&](std::uint64_t row) { return target[row] != EdgeList::none && source[row] != EdgeList::none; };
  const bool of_rows = groups_.has(column);
  const bool everywhere = of_rows && groups_.count() == 1;
  double synapses = 0.0;
  std::uint64_t wrong = 0;
  std::uint64_t first_wrong = 0;
  const auto take = [&](std::uint64_t row, double count) {
    if (!(count >= 0.0) || !(count <= 1e9)) {
      first_wrong = wrong++ == 0 ? row : first_wrong;
      return;
    }
    weight[row] *= count;
    if (kept(row))
      synapses += count;
  };
  if (!of_rows) {
    for (std::uint64_t row = 0; row < rows_; ++row)
      take(row, of_types && kind[row] != EdgeList::none ? of_kind[kind[row]] : 1.0);
  } else if (everywhere) {
    for_values(
        column, tools,
        [&](std::uint64_t first, std::span<const double> part) {
          for (std::size_t i = 0; i < part.size(); ++i)
            take(first + i, part[i]);
        },
        take);
  } else {
    std::vector<double> counts = numbers(column, nothing, tools);
    for (std::uint64_t row = 0; row < rows_; ++row)
      take(row, !std::isnan(counts[row]) ? counts[row] : kind[row] != EdgeList::none ? of_kind[kind[row]] : 1.0);
  }
  if (wrong > 0)
    tools.problems.error(place(column, first_wrong),
                         fmt::format("not a synapse count; {} rows have such values", wrong));
  return synapses;
}

} // namespace striate::sonata
