// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figures/figure_catalog.h"
#include "engine/parameters/parameter_set.h"
#include "ui/layouts/tune/study_data.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace striate {

/// Everything a figure can be made from, shared with the thread that makes it.
struct FigureSource {
  std::shared_ptr<const StudyFindings> findings; ///< may be nullptr
  std::shared_ptr<const Network> network;        ///< may be nullptr
  std::optional<ParameterSet> trained;           ///< parameters of the network, when it has the weights of a checkpoint

  std::vector<FigureEntry> entries() const; ///< what can be made: the study's figures, then the network's
  /// Slow for large networks; throws Error. Any thread.
  FigureModel make(const std::string& name) const;

private:
  FigureModel weight_changes() const;
};

/// Makes figures on a thread of the pool, so that the window goes on meanwhile; only the one asked for last is told.
/// Lives on the GUI thread.
class FigureMaker : public QObject {
  Q_OBJECT
public:
  explicit FigureMaker(QObject* parent);

  void make(const FigureSource& source, const std::string& name);
  bool busy() const { return made_ != asked_; }

signals:
  void made(const FigureModel& figure);
  void failed(const QString& sentence);

private:
  quint64 asked_ = 0, made_ = 0;
};

} // namespace striate
