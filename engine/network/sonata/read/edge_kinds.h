// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/neuron_models.h"
#include "engine/network/sonata/read/short_delays.h"
#include "engine/network/sonata/read/types_table.h"

#include <map>

namespace striate::sonata {

/// Edges that share everything but their ends and weight: a type of the csv and what overrides it row by row.
struct EdgeKind {
  std::size_t table = 0;  ///< which csv
  std::uint32_t type = 0; ///< row of it
  std::string synapse;    ///< own dynamics_params; empty: the type's
  std::string model;      ///< own model_template; empty: the type's
  int receptor = 0;       ///< own receptor_type; 0: that of the synapse
  bool operator<(const EdgeKind& other) const;
};

/// What the simulator needs to know of a kind.
struct SynapseRule {
  std::uint8_t slot = 0;         ///< presynaptic class of the synapse type, ModelTables::external_class for "exc"
  std::uint8_t target_class = 0; ///< postsynaptic class of the synapse type
  double delay_ms = 1.0;         ///< of the type; NaN where all edges of the kind have delays of their own
  int receptor = 1;              ///< 1-based port of the target's cell model
  Place place;                   ///< where the kind stands, for messages

  bool known() const { return !place.file.empty(); } ///< false for a kind no edge has or that could not be read
};

/// All kinds of edges of one projection, from one or several csv tables, and their synapses.
class EdgeKinds {
public:
  EdgeKinds(const SonataConfig& config, ShortDelays short_delays) : config_(config), short_delays_(short_delays) {}

  /// Takes a csv; the kinds that follow it are the types themselves, one where there is no csv. Answers the index of
  /// the first.
  std::uint32_t add_table(TypesTable table);
  /// The kind of a row that overrides something.
  std::uint32_t kind(const EdgeKind& kind);

  const TypesTable& table(std::size_t index) const { return tables_[index]; }
  std::size_t table_count() const { return tables_.size(); }
  std::size_t size() const { return kinds_.size(); }
  const EdgeKind& operator[](std::size_t index) const { return kinds_[index]; }

  ShortDelays short_delays() const { return short_delays_; }

  /// Which kinds edges have, and which of them need the delay of their type.
  struct Use {
    std::vector<bool> kind, delay;
  };
  /// Reads what the kinds that edges have need: delays, templates, weight functions, synaptic models. An unused kind
  /// gets an empty rule.
  std::vector<SynapseRule> rules(const Use& use, Problems& problems) const;

private:
  SynapseRule rule(const EdgeKind& kind, std::map<std::string, int>& receptors, Problems& problems) const;
  double delay(const EdgeKind& kind, const Place& place, Problems& problems) const;
  int receptor_of(const std::string& file, const Place& place, std::map<std::string, int>& known,
                  Problems& problems) const;

  const SonataConfig& config_;
  ShortDelays short_delays_;
  std::vector<TypesTable> tables_;
  std::vector<EdgeKind> kinds_;
  std::map<EdgeKind, std::uint32_t> own_;
};

/// Compares the ports the edges use with the double alpha of their synapse type: a port a model does not have is an
/// error, other time constants a warning. used[rule * models + model].
void check_receptors(const std::vector<SynapseRule>& rules, const NeuronModels& models,
                     const std::vector<std::uint8_t>& used, Problems& problems);

} // namespace striate::sonata
