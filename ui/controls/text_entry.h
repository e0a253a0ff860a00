// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/parameter_editor.h"

#include <QLineEdit>

#include <functional>

namespace striate {

/// Entry of one text parameter, such as a list of numbers. Return or leaving it takes the text, Escape brings the value
/// back. A text that `check` refuses (it throws Error for the parameters with the new text) changes nothing and is
/// reported.
class TextEntry : public QLineEdit {
  Q_OBJECT
public:
  using Check = std::function<void(const ParameterSet&)>;
  TextEntry(const Parameter& parameter, ParameterEditor& editor, Check check, QWidget* parent);

signals:
  void rejected(const QString& sentence);
  void settled(); ///< the text is the value again

protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

private:
  bool commit();
  void show_value();
  void mark_wrong(bool wrong);

  const Parameter& parameter_;
  ParameterEditor& editor_;
  Check check_;
};

} // namespace striate
