// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/training_work.h"

#include "engine/core/errors.h"
#include "engine/core/text_file.h"
#include "engine/session/run_settings.h"
#include "engine/training/run/cost.h"
#include "ui/layouts/train/live_weights.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <mutex>

namespace striate {

namespace {

std::string settings_of(const ParameterSet& parameters) {
  return to_json(RunSettings{parameters, {}}).dump(2);
}

std::string stimulus_label(double direction_deg) {
  return std::isnan(direction_deg) ? std::string("stimulus") : fmt::format("grating {:.0f}°", direction_deg);
}

/// The last trials of an update, its gratings first.
void take_trials(const UpdateView& view, TrainedUpdate& update) {
  const std::size_t gratings = view.directions_deg.size();
  if (gratings > 0)
    update.grating = ShownRaster{stimulus_label(view.directions_deg.back()), spike_block(view.spikes[gratings - 1])};
  if (view.spikes.size() > gratings)
    update.gray = ShownRaster{"gray screen", spike_block(view.spikes.back())};
}

} // namespace

struct TrainingWork::Run {
  ParameterSet parameters;
  std::shared_ptr<const Network> network;
  std::filesystem::path folder;

  std::mutex mutex; ///< guards what follows
  std::unique_ptr<TrainingRun> trainer;
  bool held = false;

  Run(const ParameterSet& of_run, std::shared_ptr<const Network> of_network, std::filesystem::path place)
      : parameters(of_run), network(std::move(of_network)), folder(std::move(place)) {}

  void set_trainer(std::unique_ptr<TrainingRun> made) {
    const std::lock_guard lock(mutex);
    trainer = std::move(made);
    if (trainer)
      trainer->pause(held);
  }
  void hold(bool hold) {
    const std::lock_guard lock(mutex);
    held = hold;
    if (trainer)
      trainer->pause(hold);
  }
};

TrainingWork::TrainingWork(TrainingData& data, LiveWeights& live, QObject* parent)
    : RunWork(parent), data_(data), live_(live) {}

TrainingWork::~TrainingWork() {
  stop();
}

bool TrainingWork::can_go_on() const {
  return state() == State::idle && run_ && data_.position().at.update < planned_updates_;
}

double TrainingWork::share_done() const {
  const TrainingRun::Position& at = data_.position().at;
  return at.updates > 0 ? static_cast<double>(at.update) / static_cast<double>(at.updates) : 0.0;
}

QString TrainingWork::progress_text() const {
  const TrainingRun::Position& at = data_.position().at;
  const auto running = task();
  const bool begun = run_ && at.updates > 0;
  if (running) {
    const QString step = QString::fromStdString(running->status().step);
    if (!begun || !step.startsWith("epoch")) // preparing, or a validation
      return step;
    const std::int64_t of_epoch = at.updates / at.epochs;
    return tr("epoch %1/%2 · update %3/%4")
        .arg(at.update / of_epoch + 1)
        .arg(at.epochs)
        .arg(at.update % of_epoch + 1)
        .arg(of_epoch);
  }
  if (!begun)
    return {};
  return at.update >= at.updates ? tr("%1 epochs done").arg(at.epochs)
                                 : tr("stopped after %1 of %2 updates").arg(at.update).arg(at.updates);
}

std::optional<double> TrainingWork::remaining_s() const {
  if (!task() || !latest_ || latest_->update <= first_->update)
    return {};
  const double since = task()->status().elapsed_s - latest_->elapsed_s;
  return std::max(0.0, update_s_ * static_cast<double>(data_.position().at.updates - latest_->update) - since);
}

QString TrainingWork::folder() const {
  return run_ ? QString::fromStdString(run_->folder.string()) : QString();
}

ParameterSet TrainingWork::parameters() const {
  return run_ ? run_->parameters : ParameterSet();
}

double TrainingWork::estimated_update_s() const {
  return training_cost(*run_->network, run_->parameters).update_s;
}

void TrainingWork::set_planned_updates(std::int64_t updates) {
  if (planned_updates_ == updates)
    return;
  const bool before = can_go_on();
  planned_updates_ = updates;
  if (before != can_go_on())
    emit state_changed();
}

std::shared_ptr<Task> TrainingWork::start(const ParameterSet& parameters, std::shared_ptr<const Network> network,
                                          const std::filesystem::path& folder) {
  TrainingRun::check(parameters);
  return begin_run(std::make_shared<Run>(parameters, std::move(network), folder), true);
}

std::shared_ptr<Task> TrainingWork::go_on(const ParameterSet& parameters) {
  ParameterSet wanted = run_->parameters;
  for (const std::string& key : wanted.differences(parameters))
    if (parameter(key).scope == Scope::training)
      wanted.copy(key, parameters);
  return begin_run(std::make_shared<Run>(wanted, run_->network, run_->folder), true);
}

std::shared_ptr<Task> TrainingWork::open(const ParameterSet& parameters, std::shared_ptr<const Network> network,
                                         const std::filesystem::path& folder) {
  auto run = std::make_shared<Run>(parameters, std::move(network), folder);
  if (!TrainingRun::begun(folder))
    throw Error(
        fmt::format("{} holds no training run: latest.h5 is missing; choose the folder of a run.", folder.string()));
  return begin_run(run, false);
}

TrainingPosition TrainingWork::position_of(const Run& run) const {
  return {run.trainer->position(), QString::fromStdString(run.folder.string()), settings_of(run.parameters)};
}

std::shared_ptr<Task> TrainingWork::begin_run(const std::shared_ptr<Run>& run, bool train_it) {
  run_ = run;
  update_s_ = 0.0;
  end_.reset();
  first_.reset();
  latest_.reset();
  data_.set_position({});
  auto task = std::make_shared<Task>(tr("Training").toStdString());
  task->set_step(tr("preparing").toStdString());
  return begin(task, [this, run, train_it](Task& running) {
    try {
      prepare(*run, running);
    } catch (...) {
      QMetaObject::invokeMethod(this, [this] { run_.reset(); }); // there is nothing to go on with
      throw;
    }
    std::exception_ptr failure;
    try {
      if (train_it)
        train(*run, running);
    } catch (...) {
      failure = std::current_exception();
    }
    tell_position(*run);       // there are checkpoints now
    run->set_trainer(nullptr); // its memory
    if (failure)
      std::rethrow_exception(failure);
  });
}

void TrainingWork::prepare(Run& run, Task& task) {
  run.set_trainer(std::make_unique<TrainingRun>(run.network, run.parameters, run.folder));
  task.check();
  const TrainingRun& trainer = *run.trainer;
  const std::string& table = run.parameters.text("rate-targets");
  auto targets = table.empty() ? nullptr : std::make_shared<const ReferenceData>(ReferenceData::read(table));
  QMetaObject::invokeMethod(this,
                            [this, network = run.network, core = trainer.core_radius_um(), targets,
                             history = trainer.history(), before = trainer.rates_before(),
                             last = trainer.rates()] { data_.begin(network, core, targets, history, before, last); });
  tell_position(run);
}

void TrainingWork::tell_position(const Run& run) {
  QMetaObject::invokeMethod(this, [this, position = position_of(run)] {
    data_.set_position(position);
    emit progressed();
  });
}

void TrainingWork::train(Run& run, Task& task) {
  write_text_file(run.folder / "settings.json", settings_of(run.parameters));
  TrainingRun& trainer = *run.trainer;
  TrainingObserver observer;
  observer.update = [&](const UpdateView& view) {
    tell(view, run);
    tell_position(run);
    live_.offer(run.network, [&] { return trainer.network_now(run.network->name + "-in-training"); });
  };
  observer.validation = [&](const ValidationView& view) {
    QMetaObject::invokeMethod(this, [this, record = view.record, rates = view.rates] { data_.add(record, rates); });
    tell_position(run);
  };
  observer.notice = [&](const std::string& sentence) {
    QMetaObject::invokeMethod(this, [this, history = trainer.history(), text = QString::fromStdString(sentence)] {
      data_.set_history(history);
      emit went_back(text);
    });
  };
  const TrainingEnd end = trainer.run(task, observer);
  QMetaObject::invokeMethod(this, [this, end] { end_ = end; });
}

void TrainingWork::tell(const UpdateView& view, const Run& run) {
  auto update = std::make_shared<TrainedUpdate>();
  update->records = view.records;
  for (const double per_ms : view.rates_per_ms)
    update->rates_Hz.push_back(1000.0 * per_ms);
  take_trials(view, *update);
  QMetaObject::invokeMethod(this, [this, update, done = run.trainer->position().update] {
    data_.add(*update);
    if (const auto running = task()) {
      latest_ = Mark{done, running->status().elapsed_s};
      if (!first_)
        first_ = latest_;
      if (done > first_->update)
        update_s_ = (latest_->elapsed_s - first_->elapsed_s) / static_cast<double>(done - first_->update);
    }
  });
}

void TrainingWork::set_held(bool held) {
  if (run_)
    run_->hold(held);
}

} // namespace striate
