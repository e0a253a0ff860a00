// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/edge_delays.h"
#include "engine/network/sonata/read/edge_reader.h"
#include "engine/network/sonata/read/neuron_columns.h"
#include "engine/network/sonata/read/preview.h"
#include "engine/network/sonata/read/projection_builder.h"

namespace striate::sonata {

/// Puts a network together from its files, step by step; each step needs those before it. With gentle Problems a step
/// that fails leaves its part of the network empty and the others go on.
class NetworkReader {
public:
  /// lgn_replayed: the input of the LGN comes from a file, so that units without filters are taken.
  NetworkReader(SonataConfig config, const SonataOptions& options, Tools tools, bool lgn_replayed = false);

  std::shared_ptr<const Network> read();
  /// Instead of read(): everything but the edges themselves.
  SonataPreview preview();
  /// Instead of read(): names of the populations; empty for one the network has not.
  struct Roles {
    std::string neurons, lgn, background;
    std::vector<std::string> inputs() const; ///< those that take spikes
  };
  Roles roles();

private:
  /// An edge population and the file it stands in.
  struct EdgeFile {
    SonataConfig::Pair files;
    EdgePopulation population;
  };

  /// Everything before the edges; false when there are no neurons to go on with.
  bool read_nodes();
  void use_variant();
  void read_node_files();
  /// An error for a population that the config names and the file does not have.
  void check_named(const SonataConfig::Pair& files, const Group& populations) const;
  /// The entry with "enabled": false that holds a population which no enabled file has, or null.
  const SonataConfig::Pair* disabled_nodes(const std::string& name) const;
  void choose_roles();
  void read_neuron_table();
  void find_edges();
  void check_ends(const EdgePopulation& edges, const Place& place) const;     ///< fails for a population that is off
  void check_repeated(const EdgePopulation& edges, const Place& place) const; ///< fails for edges named twice
  std::string source_missing(const std::string& source) const;
  /// Reads the edges of one role and notes which kinds reach which cell models.
  EdgeList read_role(const std::vector<EdgeFile>& files, const NodePopulation& sources,
                     std::span<const std::uint32_t> source_index, ProgressShare progress);
  std::uint64_t row_count(const EdgeFile& edges) const;
  void read_recurrent();
  void read_lgn();
  void read_background();
  void finish();
  void set_recipe();
  void take_tables(std::shared_ptr<const ModelTables> tables);
  void warn_of_delays(const EdgeList& rows, const DelaySurvey& survey, const std::vector<EdgeFile>& files,
                      bool recurrent) const;
  void warn_of_untuned_background() const;
  void note_synapses(const EdgeList& rows, const std::vector<SynapseRule>& rules);

  SonataConfig config_;
  const SonataOptions& options_;
  Tools tools_;
  bool lgn_replayed_;
  std::shared_ptr<Network> network_ = std::make_shared<Network>();
  std::string recipe_text_;
  std::vector<NodePopulation> nodes_;
  const NodePopulation* neurons_ = nullptr;
  const NodePopulation* lgn_ = nullptr;
  const NodePopulation* background_ = nullptr;
  NeuronModels models_;
  NeuronSelection selection_;
  std::vector<EdgeFile> recurrent_files_, lgn_files_, background_files_;
  std::optional<EdgeKinds> kinds_; ///< of the role being read
  std::vector<SynapseRule> rules_;
  std::vector<std::uint16_t> seen_classes_; ///< per cell model: classes of the synapses it receives
  std::optional<Place> first_edges_;
};

/// The paths that stand for `files` with other weights; only existing files count.
std::optional<std::filesystem::path> existing_variant(const SonataConfig::Pair& files, const std::string& variant);

} // namespace striate::sonata
