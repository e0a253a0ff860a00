// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/comparison.h"
#include "engine/analysis/study/laminar_order.h"
#include "engine/training/figures/training_figures.h"
#include "engine/training/run/training_run.h"

#include <QObject>
#include <QString>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace striate {

/// What one update brings to the window.
struct TrainedUpdate {
  std::vector<UpdateRecord> records;
  std::vector<double> rates_Hz;             ///< of all neurons, under the branch of the last record
  std::optional<ShownRaster> grating, gray; ///< the last trial of each, when the update had one
};

/// Where a run stands and what it is, for header lines and buttons.
struct TrainingPosition {
  TrainingRun::Position at;
  QString folder;
  std::string settings; ///< JSON: what figures carry
};

/// The training run that the window shows: its losses, rates and last trials, as they come. Lives on the GUI thread.
class TrainingData : public QObject {
  Q_OBJECT
public:
  explicit TrainingData(QObject* parent) : QObject(parent) {}

  /// Another run is shown; own_targets: of the user, nullptr for the program's; before, last: rates before training and
  /// of the last validation, as far as they are known.
  void begin(std::shared_ptr<const Network> network, double core_radius_um,
             std::shared_ptr<const ReferenceData> own_targets, const TrainingHistory& history, NeuronRates before,
             NeuronRates last);
  void set_position(const TrainingPosition& position);
  void set_history(const TrainingHistory& history); ///< the run went back
  void add(const TrainedUpdate& update);
  void add(const ValidationRecord& record, NeuronRates rates);

  bool shown() const { return network_ != nullptr; } ///< there is a run
  const TrainingHistory& history() const { return history_; }
  const TrainingPosition& position() const { return position_; }
  std::shared_ptr<const Network> network() const { return network_; } ///< as it was before training
  const LaminarOrder& order() const { return order_; }
  std::vector<ShownRaster> trials() const; ///< the last ones: grating, gray screen
  const ReferenceData& targets() const;

  /// Rates of the latest updates against the recordings; nothing before there are some of both kinds.
  std::optional<Comparison> rates_now() const;
  /// The same of the validations before training and last.
  std::optional<Comparison> rates_before() const;
  std::optional<Comparison> rates_validated() const;

signals:
  void begun();
  void updated(); ///< another update
  void validated();
  void moved(); ///< another position

private:
  std::optional<Comparison> compared(const NeuronRates& rates) const;

  std::shared_ptr<const Network> network_;
  StudyNeurons neurons_;
  std::vector<std::uint8_t> core_;
  LaminarOrder order_;
  std::shared_ptr<const ReferenceData> own_targets_; ///< of the user; nullptr: the program's
  TrainingHistory history_;
  TrainingPosition position_;
  std::deque<std::vector<double>> evoked_, spontaneous_; ///< rates of the latest updates
  NeuronRates before_, validated_;
  std::optional<ShownRaster> grating_, gray_;
};

} // namespace striate
