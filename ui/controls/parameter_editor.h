// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

namespace striate {

/// The parameters the user edits, with undo. Every widget that shows a parameter reads it here and writes it here; the
/// editor tells who must repaint. Consecutive edits of one key within a second (a drag) are one undo step.
class ParameterEditor : public QObject {
  Q_OBJECT
public:
  explicit ParameterEditor(QObject* parent = nullptr);

  const ParameterSet& parameters() const { return parameters_; }
  QUndoStack& undo_stack() { return undo_; }

  /// Throws a usage Error when the value is out of range.
  void set(const QString& key, double value);
  /// Typed text for a parameter of any type. Throws a usage Error when it is no value of it.
  void set_text(const QString& key, const QString& text);
  /// Several keys in one undo step (a preset).
  void apply(const QString& name, const ParameterSet& parameters);
  /// Replaces everything and clears the undo history (a session was opened).
  void load(const ParameterSet& parameters);

signals:
  void changed(const QStringList& keys);

private:
  friend class ParameterCommand;
  void take(const ParameterSet& parameters);
  void push(const ParameterSet& after, const Parameter& edited);

  ParameterSet parameters_;
  QUndoStack undo_;
};

} // namespace striate
