// SPDX-License-Identifier: Apache-2.0
#include "app/bench/bench_rows.h"
#include "app/bench/child.h"
#include "app/bench/scratch_folder.h"
#include "engine/core/errors.h"
#include "engine/core/process.h"
#include "engine/core/task.h"
#include "engine/network/cache/network_cache.h"
#include "engine/network/cache/network_file.h"
#include "engine/network/cache/network_key.h"
#include "engine/network/generator/generate.h"
#include "engine/network/sonata/read/read_sonata.h"
#include "engine/network/sonata/write/sonata_writer.h"
#include "engine/session/session.h"

#include <fmt/format.h>

#include <filesystem>

namespace striate::app {

std::shared_ptr<const Network> timed_network(const ParameterSet& parameters) {
  Task task("Build network");
  std::shared_ptr<const Network> network;
  const auto start = Clock::now();
  if (!task.run([&](Task& t) { network = build_network(parameters, t); }))
    throw Error(task.status().error);
  print_row(fmt::format("ready {} ({} neurons)", network->name, network->neurons.size()), ms_since(start) * 1e-3, "s",
            0.0);
  fmt::print("  {} recurrent edges, {} LGN pairs ({} synapses), {} background edges\n", network->recurrent.edge_count(),
             network->lgn.edge_count(), network->lgn_synapses, network->background.source.size());
  return network;
}

namespace {

namespace fs = std::filesystem;

/// Targets for a network; 0 = none.
struct Targets {
  double build_s = 0.0, build_mb = 0.0, open_s = 0.0, read_s = 0.0, read_mb = 0.0;
};

Targets targets_of(double radius_um) {
  if (radius_um == 400.0)
    return {10.0, 1500.0, 3.0, 30.0, 3000.0};
  if (radius_um == 700.0)
    return {60.0, 4000.0, 0.0, 0.0, 0.0};
  return {};
}

/// Does work as a task on all threads the parameters allow; returns its seconds.
double seconds_of(const ParameterSet& parameters, const std::function<void(ThreadPool&, Task&)>& work) {
  ThreadPool pool(static_cast<int>(parameters.integer("threads")));
  Task task("bench");
  const auto start = Clock::now();
  if (!task.run([&](Task& t) { work(pool, t); }))
    throw Error(task.status().error);
  return ms_since(start) * 1e-3;
}

double gigabytes(const fs::path& folder) {
  double bytes = 0.0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      bytes += static_cast<double>(entry.file_size());
  return bytes * 1e-9;
}

} // namespace

/// Building, cache and SONATA, each in a process of its own, so that every peak is that of the work named.
void bench_network(const ParameterSet& parameters) {
  const NetworkRecipe recipe = recipe_from(parameters);
  const Targets target = targets_of(recipe.radius_um);
  const ScratchFolder scratch(network_cache_folder());
  const fs::path cached = scratch.path() / "network.h5", sonata = scratch.path() / "sonata";
  const std::string key = network_key(recipe);

  const ChildResult build = measure_in_child([&] {
    std::shared_ptr<const Network> network;
    const double build_s =
        seconds_of(parameters, [&](ThreadPool& pool, Task& task) { network = generate_network(recipe, pool, task); });
    const double peak_mb = peak_memory_mb();
    const double keep_s = seconds_of(
        parameters, [&](ThreadPool& pool, Task& task) { write_network_file(*network, key, cached, pool, task); });
    return std::vector<ChildResult::Value>{{"build_s", build_s},
                                           {"build_mb", peak_mb},
                                           {"keep_s", keep_s},
                                           {"neurons", static_cast<double>(network->neurons.size())},
                                           {"recurrent", static_cast<double>(network->recurrent.edge_count())},
                                           {"pairs", static_cast<double>(network->lgn.edge_count())},
                                           {"synapses", static_cast<double>(network->lgn_synapses)}};
  });
  fmt::print("{:.0f} neurons, {:.0f} recurrent edges, {:.0f} LGN synapses in {:.0f} pairs\n", build["neurons"],
             build["recurrent"], build["synapses"], build["pairs"]);
  print_row("build", build["build_s"], "s", target.build_s);
  print_row("  peak memory", build["build_mb"], "MB", target.build_mb);
  print_row(fmt::format("cache: write {:.2f} GB and reach the disk", static_cast<double>(fs::file_size(cached)) * 1e-9),
            build["keep_s"], "s", 0.0);

  const ChildResult open = measure_in_child([&] {
    return std::vector<ChildResult::Value>{{"s", seconds_of(parameters, [&](ThreadPool& pool, Task& task) {
                                              read_network_file(cached, key, pool, task);
                                            })}};
  });
  print_row("cache: open", open["s"], "s", target.open_s);
  print_row("  peak memory", open.peak_mb, "MB", 0.0);

  const ChildResult write = measure_in_child([&] {
    std::shared_ptr<const Network> network;
    seconds_of(parameters, [&](ThreadPool& pool, Task& task) { network = read_network_file(cached, key, pool, task); });
    const double before_mb = resident_memory_mb();
    SonataWriteOptions options;
    options.threads = static_cast<int>(parameters.integer("threads"));
    const double s =
        seconds_of(parameters, [&](ThreadPool&, Task& task) { write_sonata(*network, sonata, options, task); });
    return std::vector<ChildResult::Value>{{"s", s}, {"before_mb", before_mb}};
  });
  print_row(fmt::format("SONATA: write {:.2f} GB", gigabytes(sonata)), write["s"], "s", 0.0);
  print_row("  peak memory beside the network", write.peak_mb - write["before_mb"], "MB", 0.0);

  const ChildResult read = measure_in_child([&] {
    return std::vector<ChildResult::Value>{
        {"s", seconds_of(parameters, [&](ThreadPool& pool, Task& task) { read_sonata(sonata, {}, pool, task); })}};
  });
  print_row("SONATA: read", read["s"], "s", target.read_s);
  print_row("  peak memory", read.peak_mb, "MB", target.read_mb);
}

} // namespace striate::app
