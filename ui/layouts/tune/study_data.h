// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/comparison.h"
#include "engine/analysis/study/tuning_study.h"
#include "engine/network/network.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace striate {

class LiveData;

/// What a tuning run or an analysis found, immutable.
struct StudyFindings {
  StudyResult study;
  Comparison comparison;
  std::shared_ptr<const Network> network; ///< the neurons' network; nullptr for other people's data
  QString source;                         ///< "37 of 80 trials · core", for a header line
  std::string settings;                   ///< JSON: what figures carry
  bool partial = false;                   ///< trials are still to come
};

/// The window's findings and the selected neuron of them. While they are of the network that runs, the selection is the
/// window's one; else it is of this object alone. Lives on the GUI thread.
class StudyData : public QObject {
  Q_OBJECT
public:
  StudyData(LiveData& live, QObject* parent);

  std::shared_ptr<const StudyFindings> findings() const { return findings_; } ///< nullptr before the first
  void set(std::shared_ptr<const StudyFindings> findings);
  /// The network whose figures can be shown: that of the findings, or the one that runs. nullptr: none.
  std::shared_ptr<const Network> network() const;
  bool linked() const; ///< the findings are of the network that runs

  LiveData& live() { return live_; }                    ///< knows the highlighted group, which all networks share
  std::optional<std::uint32_t> selected_neuron() const; ///< index into the findings' neurons
  void select_neuron(std::uint32_t neuron);

signals:
  void changed();           ///< other findings, or another network
  void selection_changed(); ///< of a neuron in the findings

private:
  LiveData& live_;
  std::shared_ptr<const StudyFindings> findings_;
  std::optional<std::uint32_t> own_selection_;
};

} // namespace striate
