// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDoubleSpinBox>
#include <QLocale>
#include <QSpinBox>

#include <utility>

namespace striate {

/// Spin boxes that take numbers as everybody types them, whatever the user's locale: both decimal marks, the unit (the
/// suffix) behind the number or not, no thousands separators (read_number). A text that is no such number stays until
/// Return or until the field is left; then the value from before is back and a bubble says why. Undo and redo go to the
/// window unless something half typed is there, which they take back. Where the lowest value has a word
/// (specialValueText), an empty field means it.
template <class Spin>
class AnyNumberBox : public Spin {
public:
  explicit AnyNumberBox(QWidget* parent = nullptr);

  void stepBy(int steps) override;

protected:
  using Number = decltype(std::declval<const Spin&>().value());

  QValidator::State validate(QString& text, int& position) const override;
  Number valueFromText(const QString& text) const override;
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

private:
  double read(const QString& text) const; ///< throws Error
  bool take_or_refuse();

  Number settled_{};    ///< the value before something was typed
  bool typing_ = false; ///< something is half typed
};

using NumberBox = AnyNumberBox<QDoubleSpinBox>;
using WholeNumberBox = AnyNumberBox<QSpinBox>;

extern template class AnyNumberBox<QDoubleSpinBox>;
extern template class AnyNumberBox<QSpinBox>;

} // namespace striate
