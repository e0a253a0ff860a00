// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"

#include <QString>
#include <QUndoCommand>

#include <chrono>

namespace striate {

class ParameterEditor;

/// One undo step: from one set of parameters to another.
class ParameterCommand : public QUndoCommand {
public:
  /// The step of a preset: named, never merged.
  ParameterCommand(ParameterEditor& editor, const ParameterSet& after, const QString& name);
  /// The edit of one key: "Direction 45° → 135°", merged with the edit before when that was of the same key and less
  /// than a second ago.
  ParameterCommand(ParameterEditor& editor, const ParameterSet& after, const Parameter& edited);

  void undo() override;
  void redo() override;
  int id() const override;
  bool mergeWith(const QUndoCommand* next) override;

private:
  void name_edit();

  ParameterEditor& editor_;
  ParameterSet before_, after_;
  const Parameter* edited_ = nullptr; ///< nullptr: several keys
  std::chrono::steady_clock::time_point when_ = std::chrono::steady_clock::now();
};

} // namespace striate
