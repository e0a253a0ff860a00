// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/cell_group.h"
#include "engine/analysis/figures/live_figures.h"
#include "engine/analysis/live/spike_history.h"
#include "engine/analysis/study/laminar_order.h"
#include "engine/lgn/unit_filter.h"
#include "engine/session/simulation_service.h"
#include "ui/live/input_counts.h"
#include "ui/live/traces.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace striate {

/// The window's side of the running simulation: takes snapshots from the service at most 60 times a second and keeps
/// what the views draw (at least the last 120 s). Lives on the GUI thread. Knows no widget.
class LiveData : public QObject {
  Q_OBJECT
public:
  static constexpr double keep_ms = 120'000.0;

  explicit LiveData(QObject* parent = nullptr);
  ~LiveData() override;

  SimulationService& service();

  std::shared_ptr<const Network> network() const; ///< nullptr until the first network is built
  const LaminarOrder& order() const;              ///< of the current network, all neurons
  const SpikeHistory& spikes() const;
  const PopulationActivity* activity() const;     ///< nullptr until the first network is built
  const std::vector<StimulusMark>& marks() const; ///< within the kept past
  const Snapshot* latest() const;                 ///< nullptr before the first snapshot

  const std::vector<LgnHistory>& lgn() const;   ///< the chosen units
  std::vector<std::uint32_t> lgn_units() const; ///< their ids
  /// Receptive fields of the same units, their subfields one after the other.
  std::vector<LgnSubfield> lgn_fields() const;

  std::optional<std::uint32_t> selected_neuron() const;
  std::optional<std::uint32_t> hovered_neuron() const; ///< under the pointer in any view
  const NeuronHistory& neuron_history() const;         ///< of the selected neuron, since it was selected
  std::optional<CellGroup> selected_group() const;     ///< highlighted in every view until it is let go
  /// What is highlighted now: the group under the pointer in any view, else the selected one.
  std::optional<CellGroup> shown_group() const;
  /// The neuron `steps` rows below (> 0) or above the selected one in laminar order; the first row when none is
  /// selected, nothing when there is no network.
  std::optional<std::uint32_t> neighbour_of_selected(int steps) const;

  /// Running tuning of any neuron under the drifting grating that is shown now (or was last), whatever its direction:
  /// spikes and seconds per direction. Other contrasts, frequencies and apertures are counted apart.
  TuningEstimate tuning(std::uint32_t neuron) const;
  /// That grating: "contrast 0.80, 0.04 cyc/°, 2 Hz"; empty before the first.
  QString tuning_condition() const;
  /// Spikes per second of model time since the last reset; NaN before the first step.
  double mean_rate_Hz(std::uint32_t neuron) const;
  /// Synapses it receives; empty for the moment after a start in which they are still being counted.
  std::optional<InputCounts::Inputs> inputs(std::uint32_t neuron) const;
  /// "#31,204 · L4 Exc (e4Scnn1a)" and a second line "tuning 132° · 14.6 Hz · depth 421 µm".
  QString describe_neuron(std::uint32_t neuron) const;
  QString describe_neuron_details(std::uint32_t neuron) const;

  /// What the next snapshot brings. Called for every snapshot taken from the service; public so that a recorded or
  /// hand-made run can be shown by the same views.
  void accept(std::shared_ptr<const Snapshot> snapshot);

public slots:
  void select_neuron(std::optional<std::uint32_t> neuron);
  void hover_neuron(std::optional<std::uint32_t> neuron);
  void select_group(std::optional<CellGroup> group);
  void toggle_group(const CellGroup& group); ///< selects it, or lets it go when it is selected
  void hover_group(std::optional<CellGroup> group);
  void select_lgn_units(std::vector<std::uint32_t> units);

signals:
  void updated();         ///< new data
  void network_changed(); ///< another network runs now
  void selection_changed();
  void hover_changed();
  void group_changed();                  ///< the selected one or the one under the pointer
  void message(const QString& sentence); ///< for the user to read
  void notice(const QString& sentence);  ///< worth knowing; nothing is wrong

private:
  void snapshot_ready();
  void take_snapshot();
  void start_epoch(const Snapshot& snapshot);
  void use_network(std::shared_ptr<const Network> network);
  struct Private;
  std::unique_ptr<Private> d_;
};

} // namespace striate
