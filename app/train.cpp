// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "app/flag_words.h"
#include "app/interrupt.h"
#include "app/run_task.h"
#include "engine/core/errors.h"
#include "engine/core/process.h"
#include "engine/core/text_file.h"
#include "engine/core/text_parts.h"
#include "engine/network/sonata/write/sonata_writer.h"
#include "engine/session/run_settings.h"
#include "engine/session/session.h"
#include "engine/training/run/trainer.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>

namespace striate::app {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

struct TrainRequest {
  fs::path out;           ///< empty: "training", or where the checkpoint lies
  fs::path resume;        ///< a checkpoint, or empty
  fs::path export_sonata; ///< a folder, or empty
  bool json = false;
};

/// Lines from the thread that trains for the thread that prints.
class Lines {
public:
  void add(std::string line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
  }
  void print(ProgressLine& progress) {
    const std::lock_guard lock(mutex_);
    for (; !lines_.empty(); lines_.pop_front())
      progress.line(lines_.front());
  }

private:
  std::mutex mutex_;
  std::deque<std::string> lines_;
};

std::string describe(const ValidationRecord& record) {
  const LossTerms& e = record.evoked;
  const LossTerms& s = record.spontaneous;
  return fmt::format(
      "epoch {}: validation {:.4g} (rate {:.4g} + voltage {:.4g} + OSI/DSI {:.4g} + sync {:.4g} + weights "
      "{:.4g}); {:.2f} Hz under gratings, {:.2f} Hz under gray",
      record.epoch, record.loss, (e.rate + s.rate) / 2, (e.voltage + s.voltage) / 2, e.selectivity,
      (e.sync + s.sync) / 2, (e.weights + s.weights) / 2, e.mean_rate_Hz, s.mean_rate_Hz);
}

const char* name_of(TrainingEnd end) {
  return end == TrainingEnd::all_epochs       ? "all-epochs"
         : end == TrainingEnd::no_improvement ? "no-improvement"
                                              : "time-limit";
}

nlohmann::ordered_json to_json(const LossTerms& terms) {
  return {{"rate", terms.rate}, {"voltage", terms.voltage}, {"selectivity", terms.selectivity},
          {"sync", terms.sync}, {"weights", terms.weights}, {"mean_rate_hz", terms.mean_rate_Hz}};
}

nlohmann::ordered_json to_json(const ValidationRecord& record) {
  return {{"epoch", record.epoch},
          {"loss", record.loss},
          {"evoked", to_json(record.evoked)},
          {"spontaneous", to_json(record.spontaneous)}};
}

nlohmann::ordered_json summary_of(const Trainer& trainer, const fs::path& out, std::int64_t before, double wall_s) {
  const TrainingState& state = trainer.state();
  const auto& validations = state.history.validations;
  nlohmann::ordered_json summary = {{"updates", state.update},
                                    {"updates_now", state.update - before},
                                    {"best_epoch", state.best_epoch},
                                    {"times_back", state.times_back},
                                    {"wall_s", wall_s},
                                    {"peak_memory_mb", peak_memory_mb()},
                                    {"folder", out.string()}};
  if (!validations.empty()) {
    summary["first_validation"] = to_json(validations.front());
    summary["last_validation"] = to_json(validations.back());
    for (const ValidationRecord& record : validations)
      if (record.epoch == state.best_epoch)
        summary["best_validation"] = to_json(record);
  }
  return summary;
}

void export_best(Trainer& trainer, const TrainRequest& request, ProgressLine& progress) {
  run_task("write SONATA", progress, [&](Task& t) {
    SonataWriteOptions options;
    write_sonata(*trainer.best_network(), request.export_sonata, options, t);
  });
  progress.line(fmt::format("the network with the weights of epoch {} is in {}", trainer.state().best_epoch,
                            request.export_sonata.string()));
}

int train(const TrainRequest& request, const ParameterFlags& flags) {
  const bool resumes = !request.resume.empty();
  const ParameterSet parameters = flags.apply(resumes ? checkpoint_parameters(request.resume) : ParameterSet{});
  fs::path out = request.out;
  if (out.empty())
    out = resumes ? fs::absolute(request.resume).parent_path() : fs::path("training");
  training_settings(parameters); // refuses what cannot be trained before a network is built
  if (!request.export_sonata.empty())
    check_sonata_place(request.export_sonata, false);

  ProgressLine progress;
  const InterruptWatch interrupt;
  const auto watch = [&](Task& t) {
    if (interrupt.asked())
      t.cancel();
  };
  std::unique_ptr<Trainer> trainer;
  const bool ready = run_task(
      "prepare", progress,
      [&](Task& t) {
        const auto network = build_network(parameters, t);
        trainer = std::make_unique<Trainer>(network, parameters, out, request.resume);
      },
      watch);
  if (!ready)
    throw Error("Interrupted before training began.");
  progress.line(describe(trainer->memory(), trainer->settings()));
  write_text_file(out / "settings.json", to_json(RunSettings{parameters, {}}).dump(2));
  const std::int64_t before = trainer->state().update;
  if (before > 0)
    progress.line(fmt::format("resuming after {} of {}", before,
                              counted(static_cast<std::uint64_t>(trainer->settings().updates()), "update")));

  Lines lines;
  TrainingObserver observer;
  observer.validation = [&](const ValidationView& view) { lines.add(describe(view.record)); };
  observer.notice = [&](const std::string& sentence) { lines.add(sentence); };
  TrainingEnd end{};
  const auto start = Clock::now();
  const bool done = run_task(
      "train", progress, [&](Task& t) { end = trainer->run(t, observer); },
      [&](Task& t) {
        lines.print(progress);
        watch(t);
      });
  const double wall_s = std::chrono::duration<double>(Clock::now() - start).count();
  const fs::path latest = trainer->folder().latest();
  if (!done)
    throw Error(fmt::format("Interrupted after {} of {}; nothing is lost. Resume with \"striate train --resume {}\".",
                            trainer->state().update,
                            counted(static_cast<std::uint64_t>(trainer->settings().updates()), "update"),
                            latest.string()));
  progress.line(fmt::format("{} in {:.1f} s ({}); best: epoch {}; results in {}",
                            counted(static_cast<std::uint64_t>(trainer->state().update - before), "update"), wall_s,
                            name_of(end), trainer->state().best_epoch, out.string()));
  if (!request.export_sonata.empty())
    export_best(*trainer, request, progress);
  if (request.json) {
    nlohmann::ordered_json summary = summary_of(*trainer, out, before, wall_s);
    summary["end"] = name_of(end);
    fmt::print("{}\n", summary.dump());
  }
  return 0;
}

} // namespace

void add_train(CLI::App& program, Chosen& chosen) {
  CLI::App& command =
      *program.add_subcommand("train", "Train the synapses by back-propagation through time so that the network fires "
                                       "like recorded V1; Ctrl-C leaves a checkpoint for --resume");
  const auto flags = std::make_shared<ParameterFlags>(command);
  const auto request = std::make_shared<TrainRequest>();
  command.add_option("--out,--output", request->out,
                     "Folder for the results; default: training, or the folder of the resumed checkpoint");
  command.add_option(
      "--resume", request->resume,
      "Resume from this checkpoint (latest.h5 or best.h5 of a run) with its parameters; other flags change them");
  command.add_option("--export-sonata", request->export_sonata,
                     "Write the network with the best weights to this folder at the end");
  command.add_flag("--json", request->json, words::json);
  command.callback([&chosen, flags, request] { chosen = [flags, request] { return train(*request, *flags); }; });
}

} // namespace striate::app
