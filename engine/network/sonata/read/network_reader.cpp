// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/network_reader.h"

#include "engine/network/sonata/names/recipe_json.h"
#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/read/lgn_nodes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace striate::sonata {

namespace {

std::vector<std::uint32_t> identity(std::uint32_t count) {
  std::vector<std::uint32_t> index(count);
  std::iota(index.begin(), index.end(), 0u);
  return index;
}

/// Whether the config takes a population of a file; without a list it takes all.
bool belongs(const SonataConfig::Pair& files, const std::string& name) {
  return files.populations.empty() || std::ranges::find(files.populations, name) != files.populations.end();
}

std::string text_attribute(const Group& file, const char* name, Problems& problems) {
  return reading({file.file, name}, problems, [&] {
    const auto attribute = hdf5::Attribute::find(file.id, name, file.file);
    return attribute ? attribute->text() : std::string{};
  });
}

} // namespace

std::optional<std::filesystem::path> existing_variant(const SonataConfig::Pair& files, const std::string& variant) {
  const std::filesystem::path path = variant_file(files.data, variant);
  std::error_code failure;
  return std::filesystem::is_regular_file(path, failure) ? std::optional(path) : std::nullopt;
}

NetworkReader::NetworkReader(SonataConfig config, const SonataOptions& options, Tools tools, bool lgn_replayed)
    : config_(std::move(config)), options_(options), tools_(tools), lgn_replayed_(lgn_replayed) {}

std::vector<std::string> NetworkReader::Roles::inputs() const {
  std::vector<std::string> names = {lgn, background};
  std::erase(names, std::string{});
  return names;
}

NetworkReader::Roles NetworkReader::roles() {
  read_node_files();
  choose_roles();
  const auto name = [](const NodePopulation* nodes) { return nodes == nullptr ? std::string{} : nodes->name(); };
  return {name(neurons_), name(lgn_), name(background_)};
}

bool NetworkReader::read_nodes() {
  Problems& problems = tools_.problems;
  tools_.task.set_step("Reading the nodes");
  tools_.task.advance(0.0);
  use_variant();
  read_node_files();
  if (!problems.attempt([&] { choose_roles(); }) || neurons_ == nullptr)
    return false;
  if (!problems.attempt([&] { read_neuron_table(); }))
    return false;
  find_edges();
  return true;
}

std::shared_ptr<const Network> NetworkReader::read() {
  Problems& problems = tools_.problems;
  if (!read_nodes())
    return network_;
  problems.attempt([&] { read_recurrent(); });
  if (lgn_ != nullptr)
    problems.attempt([&] { read_lgn(); });
  if (background_ != nullptr)
    problems.attempt([&] { read_background(); });
  finish();
  tools_.task.advance(1.0);
  return network_;
}

void NetworkReader::use_variant() {
  if (options_.weight_variant.empty())
    return;
  bool any = false;
  for (SonataConfig::Pair& files : config_.edges)
    if (const auto path = existing_variant(files, options_.weight_variant)) {
      files.data = *path;
      any = true;
    }
  if (!any)
    tools_.problems.error({config_.file}, fmt::format("no edge file has the weight variant \"{}\": none ends in _{}.h5",
                                                      options_.weight_variant, options_.weight_variant));
}

void NetworkReader::check_named(const SonataConfig::Pair& files, const Group& populations) const {
  for (const std::string& name : files.populations)
    if (!populations.has_group(name))
      tools_.problems.error(files.place, fmt::format("names the population {}, which is not in {}; there are: {}", name,
                                                     files.data.string(), fmt::join(populations.children(), ", ")));
}

void NetworkReader::read_node_files() {
  for (const SonataConfig::Pair& files : config_.nodes)
    tools_.problems.attempt([&] {
      const Group file = Group::open_file(files.data, tools_.problems);
      check_magic(file, tools_.problems);
      const Group nodes = file.open(nodes_group, tools_.problems);
      if (nodes.children().empty())
        tools_.problems.fail({files.data, "/nodes"}, "holds no population");
      check_named(files, nodes);
      for (const std::string& name : nodes.children()) {
        if (!belongs(files, name))
          continue;
        if (std::ranges::find(nodes_, name, &NodePopulation::name) != nodes_.end())
          tools_.problems.fail(nodes.place(name), "this population also appears in another file");
        tools_.problems.attempt([&] { nodes_.push_back(NodePopulation::read(file, name, files, tools_)); });
      }
      if (recipe_text_.empty()) {
        recipe_text_ = text_attribute(file, recipe_attribute, tools_.problems);
        network_->name = text_attribute(file, name_attribute, tools_.problems);
      }
    });
}

void NetworkReader::choose_roles() {
  Problems& problems = tools_.problems;
  const auto choose = [&](const NodePopulation*& role, const NodePopulation& nodes, const char* what) {
    if (role != nullptr)
      problems.fail({config_.file},
                    fmt::format("the network has two populations of {}, {} and {}; only one is supported", what,
                                role->name(), nodes.name()));
    role = &nodes;
  };
  for (const NodePopulation& nodes : nodes_) {
    std::uint32_t virtual_nodes = 0;
    for (std::uint32_t row = 0; row < nodes.size(); ++row)
      virtual_nodes += nodes.text(nodes.kinds()[nodes.kind(row)], model_type) == virtual_model ? 1u : 0u;
    if (virtual_nodes != 0 && virtual_nodes != nodes.size())
      problems.fail(nodes.column_place(model_type), "populations that mix neurons and virtual nodes are not supported");
    if (nodes.size() == 0)
      problems.warn(nodes.column_place(node_type_id), "the population is empty");
    else if (virtual_nodes == 0)
      choose(neurons_, nodes, "neurons");
    else if (is_lgn(nodes))
      choose(lgn_, nodes, "LGN units");
    else
      choose(background_, nodes, "background sources");
  }
  if (neurons_ == nullptr)
    problems.fail({config_.file}, "the network has no neurons: no population with nodes of model_type point_process");
}

void NetworkReader::read_neuron_table() {
  models_ = read_neuron_models(*neurons_, config_, tools_.problems);
  selection_ = read_neurons(*neurons_, models_, options_.radius_um, options_.nearest, tools_);
  if (selection_.neurons.size() == 0)
    tools_.problems.fail(neurons_->column_place(x), "no neuron is left; choose a larger radius");
  network_->neurons = std::move(selection_.neurons);
  network_->population_range = std::move(selection_.population_range);
  network_->recurrent.target_count = network_->neurons.size();
  network_->lgn.target_count = network_->neurons.size();
  seen_classes_.assign(models_.tables->cell_models.size(), 0);
}

const SonataConfig::Pair* NetworkReader::disabled_nodes(const std::string& name) const {
  if (std::ranges::find(nodes_, name, &NodePopulation::name) != nodes_.end())
    return nullptr;
  for (const SonataConfig::Pair& files : config_.disabled_nodes) {
    const hdf5::QuietErrors quiet;
    Problems ignored(Problems::Mode::gentle); // a file that is switched off may be missing
    bool holds = false;
    ignored.attempt([&] {
      holds = Group::open_file(files.data, ignored).open(nodes_group, ignored).has_group(name) && belongs(files, name);
    });
    if (holds)
      return &files;
  }
  return nullptr;
}

void NetworkReader::find_edges() {
  for (const SonataConfig::Pair& files : config_.edges)
    tools_.problems.attempt([&] {
      const Group file = Group::open_file(files.data, tools_.problems);
      check_magic(file, tools_.problems);
      check_named(files, file.open(edges_group, tools_.problems));
      for (EdgePopulation& edges : find_edge_populations(file, tools_.problems)) {
        if (!belongs(files, edges.name))
          continue;
        const Place place{files.data, "/edges/" + edges.name};
        check_ends(edges, place);
        check_repeated(edges, place);
        if (edges.target != neurons_->name())
          tools_.problems.warn(
              place, fmt::format("edges to {} are ignored; the neurons are {}", edges.target, neurons_->name()));
        else if (edges.source == neurons_->name())
          recurrent_files_.push_back({files, std::move(edges)});
        else if (lgn_ != nullptr && edges.source == lgn_->name())
          lgn_files_.push_back({files, std::move(edges)});
        else if (background_ != nullptr && edges.source == background_->name())
          background_files_.push_back({files, std::move(edges)});
        else if (row_count({files, edges}) > 0)
          tools_.problems.fail(place, source_missing(edges.source));
      }
    });
}

void NetworkReader::check_ends(const EdgePopulation& edges, const Place& place) const {
  for (const std::string& end : {edges.source, edges.target})
    if (const SonataConfig::Pair* off = disabled_nodes(end))
      tools_.problems.fail(place, fmt::format("the edges need the nodes {}, whose file has \"enabled\": false ({} of "
                                              "{}); enable it or disable these edges",
                                              end, off->place.object, off->place.file.string()));
}

void NetworkReader::check_repeated(const EdgePopulation& edges, const Place& place) const {
  for (const auto* role : {&recurrent_files_, &lgn_files_, &background_files_})
    for (const EdgeFile& other : *role) {
      if (other.population.name != edges.name)
        continue;
      std::error_code failure;
      if (std::filesystem::equivalent(other.files.data, place.file, failure))
        tools_.problems.fail(place, "the config lists these edges twice; each would count double");
      tools_.problems.warn(place, fmt::format("{} has a population of the same name; the edges of both are used",
                                              other.files.data.string()));
    }
}

std::string NetworkReader::source_missing(const std::string& source) const {
  if (std::ranges::find(nodes_, source, &NodePopulation::name) != nodes_.end())
    return fmt::format("the edges come from {}, which has no nodes", source);
  return fmt::format("the edges come from {}, but no node file {}has such a population", source,
                     config_.disabled_nodes.empty() ? "" : "that is enabled ");
}

EdgeList NetworkReader::read_role(const std::vector<EdgeFile>& files, const NodePopulation& sources,
                                  std::span<const std::uint32_t> source_index, ProgressShare progress) {
  EdgeList rows;
  kinds_.emplace(config_, options_.short_delays);
  for (const EdgeFile& edges : files) {
    const Place place{edges.files.data, "/edges/" + edges.population.name};
    first_edges_ = first_edges_.value_or(place);
    TypesTable types = edges.files.types.empty()
                           ? TypesTable::none(edges.files.data, edge_type_id)
                           : TypesTable::read(edges.files.types, edge_type_id, edges.population.name, tools_.problems);
    const Group group = Group::open_file(edges.files.data, tools_.problems)
                            .open(edges_group, tools_.problems)
                            .open(edges.population.name, tools_.problems);
    read_edges(group, std::move(types), {sources, source_index}, {*neurons_, selection_.index}, tools_, *kinds_, rows,
               progress);
  }
  EdgeKinds::Use use{std::vector<bool>(kinds_->size()), std::vector<bool>(kinds_->size())};
  for (std::size_t edge = 0; edge < rows.size(); ++edge)
    if (const std::uint32_t kind = rows.kind[edge]; kind != EdgeList::none) {
      use.kind[kind] = true;
      if (rows.delay_ms.empty() || std::isnan(rows.delay_ms[edge]))
        use.delay[kind] = true;
    }
  rules_ = kinds_->rules(use, tools_.problems);
  note_synapses(rows, rules_);
  return rows;
}

void NetworkReader::note_synapses(const EdgeList& rows, const std::vector<SynapseRule>& rules) {
  const std::size_t models = models_.receptors.size();
  constexpr std::size_t most_pairs = 1u << 28;
  if (rules.size() > most_pairs / models)
    tools_.problems.fail(
        {config_.file},
        fmt::format("{} kinds of edges onto {} cell models exceed the supported maximum", rules.size(), models));
  std::vector<std::uint8_t> used(rules.size() * models);
  for (std::size_t edge = 0; edge < rows.size(); ++edge)
    if (rows.target[edge] != EdgeList::none && rows.kind[edge] != EdgeList::none)
      used[rows.kind[edge] * models + network_->neurons.model[rows.target[edge]]] = 1;
  for (std::size_t rule = 0; rule < rules.size(); ++rule)
    for (std::size_t model = 0; model < models; ++model)
      if (rules[rule].known() && used[rule * models + model] != 0)
        seen_classes_[model] |= static_cast<std::uint16_t>(1u << rules[rule].target_class);
  check_receptors(rules, models_, used, tools_.problems);
}

void NetworkReader::read_recurrent() {
  tools_.task.set_step("Reading recurrent edges");
  EdgeList rows = read_role(recurrent_files_, *neurons_, selection_.index, {0.03, 0.4});
  tools_.task.set_step("Sorting recurrent edges");
  auto tables = std::make_shared<ModelTables>(*models_.tables);
  const DelaySurvey delays = settle_recurrent_delays(rows, rules_, tables->delay_ms);
  take_tables(std::move(tables));
  warn_of_delays(rows, delays, recurrent_files_, true);
  network_->recurrent = build_projection(
      rows, rules_, {network_->neurons.size(), network_->neurons.size(), false, true, delays.differ}, tools_);
}

void NetworkReader::read_lgn() {
  tools_.task.set_step("Reading LGN edges");
  network_->lgn_units = read_lgn_units(*lgn_, lgn_replayed_, tools_);
  const std::vector<std::uint32_t> index = identity(lgn_->size());
  EdgeList rows = read_role(lgn_files_, *lgn_, index, {0.5, 0.85});
  network_->lgn_synapses = static_cast<std::uint64_t>(std::llround(rows.synapses));
  tools_.task.set_step("Sorting LGN edges");
  auto tables = std::make_shared<ModelTables>(*models_.tables);
  const DelaySurvey delays = settle_input_delays(rows, rules_, tables->lgn_delay_ms);
  take_tables(std::move(tables));
  warn_of_delays(rows, delays, lgn_files_, false);
  network_->lgn =
      build_projection(rows, rules_, {lgn_->size(), network_->neurons.size(), true, false, delays.differ}, tools_);
}

void NetworkReader::read_background() {
  tools_.task.set_step("Reading background edges");
  const std::vector<std::uint32_t> index = identity(background_->size());
  EdgeList rows = read_role(background_files_, *background_, index, {0.95, 0.99});
  for (const SynapseRule& rule : rules_)
    if (rule.slot != ModelTables::external_class && rule.known())
      tools_.problems.error(rule.place, "background synapses of another type than exc_to_... are not supported");
  auto tables = std::make_shared<ModelTables>(*models_.tables);
  const DelaySurvey delays = settle_input_delays(rows, rules_, tables->background_delay_ms);
  take_tables(std::move(tables));
  warn_of_delays(rows, delays, background_files_, false);
  network_->background =
      build_background(rows, rules_, {background_->size(), network_->neurons.size(), false, false, delays.differ},
                       background_->column_place(node_id), tools_);
  warn_of_untuned_background();
}

/// Tables whose delays are those of the files; where these are the ones known already, the tables stay shared.
void NetworkReader::take_tables(std::shared_ptr<const ModelTables> tables) {
  const ModelTables& now = *models_.tables;
  if (tables->delay_ms != now.delay_ms || tables->lgn_delay_ms != now.lgn_delay_ms ||
      tables->background_delay_ms != now.background_delay_ms)
    models_.tables = std::move(tables);
}

/// A word on delays that a run may not keep: those of single edges, and several of one pair of classes. That basis4
/// rounds the delays of the model itself is how this model is defined.
void NetworkReader::warn_of_delays(const EdgeList& rows, const DelaySurvey& survey, const std::vector<EdgeFile>& files,
                                   bool recurrent) const {
  const bool column = !rows.delay_ms.empty();
  if (survey.edges == 0 || (!column && !survey.differ))
    return;
  const Place place{column ? files.front().files.data : files.front().files.types,
                    column ? fmt::format("/edges/{}, {}", files.front().population.name, delay) : delay};
  if (!recurrent)
    tools_.problems.warn(
        place,
        fmt::format("delays of {} to {} ms; the dynamics nest uses them, basis4 delivers these spikes without delay",
                    survey.shortest_ms, survey.longest_ms));
  else if (survey.rounded > 0)
    tools_.problems.warn(
        place,
        fmt::format("the delays of {} of {} edges are not whole milliseconds ({} to {} ms); the dynamics basis4 rounds "
                    "them to its 1 ms steps, a change of up to {:.4g} ms; nest rounds to its own step",
                    survey.rounded, survey.edges, survey.shortest_ms, survey.longest_ms, survey.largest_change_ms));
}

void NetworkReader::finish() {
  settle_synaptic_classes(models_.tables, seen_classes_, first_edges_.value_or(Place{config_.file}), tools_.problems);
  network_->tables = models_.tables;
  BackgroundProjection& external = network_->background;
  if (external.row_start.empty())
    external.row_start.assign(std::size_t{network_->neurons.size()} + 1, 0);
  for (Projection* projection : {&network_->recurrent, &network_->lgn})
    if (projection->runs.empty())
      projection->runs.push_back({0, 0, 0});
  set_recipe();
}

void NetworkReader::set_recipe() {
  NetworkRecipe& recipe = network_->recipe;
  const double radius = std::max(1.0, std::ceil(selection_.largest_radius_um));
  recipe.radius_um = radius;
  recipe.core_radius_um = NetworkRecipe::core_radius_for(radius);
  recipe.seed = 0;
  recipe.small_lgn = network_->lgn_units.field_width_deg < 100.0;
  if (!recipe_text_.empty())
    tools_.problems.attempt([&] { recipe = read_recipe(recipe_text_, neurons_->column_place("").file.string()); });
  if (options_.radius_um || options_.nearest) {
    recipe.radius_um = std::min(recipe.radius_um, options_.nearest ? radius : *options_.radius_um);
    recipe.core_radius_um = std::min(recipe.core_radius_um, recipe.radius_um);
  }
  if (network_->name.empty()) {
    const std::filesystem::path path = std::filesystem::absolute(config_.file).lexically_normal();
    network_->name =
        std::filesystem::is_directory(path) ? path.filename().string() : path.parent_path().filename().string();
  }
}

void NetworkReader::warn_of_untuned_background() const {
  constexpr float least_pA = 1e-3f;
  const BackgroundProjection& external = network_->background;
  const NeuronTable& table = network_->neurons;
  std::uint64_t edges = 0;
  std::uint64_t tiny = 0;
  for (std::uint32_t id = 0; id < table.size(); ++id)
    if (models_.tables->populations[table.population[id]].layer == 4)
      for (std::uint32_t edge = external.row_start[id]; edge < external.row_start[id + 1]; ++edge) {
        ++edges;
        tiny += external.weight[edge] < least_pA ? 1u : 0u;
      }
  if (2 * tiny > edges)
    tools_.problems.warn({background_files_.front().files.types, syn_weight},
                         "the background weights of most layer 4 neurons are below 0.001 pA, as in the untuned table "
                         "of a network build; use the tuned bkg_v1_edge_types.csv");
}

} // namespace striate::sonata
