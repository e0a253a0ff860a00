// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/tune/tuning_work.h"

#include "engine/analysis/study/study_tables.h"

#include <algorithm>
#include <chrono>

namespace striate {

namespace {

using Clock = std::chrono::steady_clock;

/// Partial results are measured again when that costs at most this share of the time.
constexpr double measuring_share = 0.15;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

} // namespace

struct TuningWork::Run {
  ParameterSet parameters;
  std::shared_ptr<const Network> network;
  std::filesystem::path folder;
  TuningRun run;
  Clock::time_point measured{};
  double measuring_s = 0.0; ///< what the last look cost

  Run(const ParameterSet& run_parameters, std::shared_ptr<const Network> run_network, std::filesystem::path run_folder)
      : parameters(run_parameters), network(std::move(run_network)), folder(std::move(run_folder)),
        run(parameters, network, folder) {}

  bool complete() const { return run.finished_trials() == run.trial_count(); }

  /// Partial findings, unless the last ones are too fresh for what they cost.
  std::shared_ptr<const StudyFindings> look(Task& task) {
    if (complete() || seconds_since(measured) * measuring_share < measuring_s)
      return nullptr;
    const auto start = Clock::now();
    const auto partial = findings(task, true);
    measured = Clock::now();
    measuring_s = seconds_since(start);
    return partial;
  }

  std::shared_ptr<const StudyFindings> findings(Task& task, bool quick) const {
    auto study = run.measure(&task, quick);
    if (!study)
      return nullptr;
    auto findings = std::make_shared<StudyFindings>();
    findings->study = std::move(*study);
    findings->comparison = compare(findings->study, neuropixels());
    findings->network = network;
    findings->settings = run.settings();
    findings->partial = !complete();
    const QString name = QString::fromStdString(parameters.choice("network"));
    findings->source =
        complete() ? TuningWork::tr("%1 · %2 trials").arg(name).arg(run.trial_count())
                   : TuningWork::tr("%1 · %2 of %3 trials").arg(name).arg(run.finished_trials()).arg(run.trial_count());
    return findings;
  }
};

bool TuningWork::can_go_on() const {
  return state() == State::idle && run_ && finished_trials_ < trial_count_;
}

QString TuningWork::folder() const {
  return run_ ? QString::fromStdString(run_->folder.string()) : QString();
}

double TuningWork::share_done() const {
  const double of_task = task() ? task()->status().fraction : 0.0;
  if (trial_count_ == 0)
    return of_task;
  const double before = static_cast<double>(finished_before_) / trial_count_;
  const double trials = static_cast<double>(finished_trials_) / trial_count_;
  return std::max(trials, before + (1.0 - before) * of_task);
}

QString TuningWork::progress_text() const {
  const bool idle = state() == State::idle, complete = finished_trials_ == trial_count_;
  if (trial_count_ == 0)
    return idle ? QString() : tr("analyzing");
  if (complete)
    return idle ? tr("%1 trials done").arg(trial_count_) : tr("measuring %1 trials").arg(trial_count_);
  return tr("%1 of %2 trials").arg(finished_trials_).arg(trial_count_);
}

std::shared_ptr<Task> TuningWork::start(const ParameterSet& parameters, std::shared_ptr<const Network> network,
                                        const std::filesystem::path& folder) {
  run_ = std::make_shared<Run>(parameters, std::move(network), folder);
  return begin_run(true);
}

std::shared_ptr<Task> TuningWork::open(const ParameterSet& parameters, std::shared_ptr<const Network> network,
                                       const std::filesystem::path& folder) {
  run_ = std::make_shared<Run>(parameters, std::move(network), folder);
  return begin_run(false);
}

std::shared_ptr<Task> TuningWork::go_on() {
  // Anew: what an interrupted batch left in memory is gone, what is in the folder counts.
  const std::shared_ptr<Run> before = run_;
  return start(before->parameters, before->network, before->folder);
}

std::shared_ptr<Task> TuningWork::begin_run(bool simulate) {
  finished_trials_ = finished_before_ = 0;
  trial_count_ = run_->run.trial_count();
  measuring_ = std::make_shared<Task>("measure");
  return begin(std::make_shared<Task>(tr("Tuning run").toStdString()),
               [this, simulate, run = run_, measuring = measuring_](Task& task) {
                 const int before = run->run.take_finished(task);
                 QMetaObject::invokeMethod(this, [this, before] { finished_before_ = before; });
                 tell(*run, nullptr);
                 if (simulate)
                   run->run.run(task, [&](const TuningRun&) { tell(*run, run->look(*measuring)); });
                 task.set_step(tr("measuring").toStdString());
                 const auto findings = run->findings(*measuring, false);
                 if (findings && run->complete()) {
                   write_study(findings->study, findings->comparison, run->folder);
                   if (run->run.plan().protocol) // who chose a number of directions knows what they allow
                     for (const std::string& sentence : findings->study.left_out())
                       task.warn(sentence);
                 }
                 tell(*run, findings);
               });
}

void TuningWork::tell(const Run& run, const std::shared_ptr<const StudyFindings>& findings) {
  QMetaObject::invokeMethod(this, [this, done = run.run.finished_trials(), findings] {
    finished_trials_ = done;
    emit progressed();
    if (findings)
      emit found(findings);
  });
}

std::shared_ptr<Task> TuningWork::analyze(const DatasetFiles& files, const QString& name) {
  run_.reset();
  finished_trials_ = trial_count_ = 0;
  measuring_ = std::make_shared<Task>("measure");
  return begin(std::make_shared<Task>(tr("Analysis").toStdString()), [this, files, name](Task& task) {
    ThreadPool pool(0);
    DatasetStudy data = analyze_dataset(files, {}, pool, task);
    auto findings = std::make_shared<StudyFindings>();
    findings->study = std::move(data.study);
    findings->comparison = compare(findings->study, neuropixels());
    findings->settings = data.settings_json;
    findings->source = name;
    for (const std::string& note : data.notes)
      task.warn(note);
    QMetaObject::invokeMethod(this, [this, findings] { emit found(findings); });
  });
}

void TuningWork::set_held(bool held) {
  if (!run_)
    return;
  if (held)
    run_->run.pause();
  else
    run_->run.resume();
}

void TuningWork::cancel_more() {
  measuring_->cancel();
}

} // namespace striate
