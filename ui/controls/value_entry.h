// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/parameter_editor.h"

#include <QLineEdit>

namespace striate {

/// Numeric entry of one parameter. Return or leaving it takes the text, with either decimal mark, with or without the
/// unit; Escape brings the value back; Up and Down step. A text that is no value changes nothing and is reported. Undo
/// and redo go to the window unless something half typed is there.
class ValueEntry : public QLineEdit {
  Q_OBJECT
public:
  enum class Unit { hidden, shown };
  ValueEntry(const Parameter& parameter, ParameterEditor& editor, Unit unit, QWidget* parent);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

signals:
  void rejected(const QString& sentence);
  void settled(); ///< the text is the value again

protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

private:
  bool commit();
  void show_value();
  void mark_wrong(bool wrong);
  QString shown(double value) const;

  const Parameter& parameter_;
  ParameterEditor& editor_;
  Unit unit_;
};

} // namespace striate
