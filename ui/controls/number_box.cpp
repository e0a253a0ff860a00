// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/number_box.h"

#include "engine/core/errors.h"
#include "ui/controls/number_text.h"
#include "ui/controls/refusal.h"
#include "ui/controls/window_undo.h"

#include <QKeyEvent>
#include <QLineEdit>

#include <type_traits>

namespace striate {

namespace {

int decimals_of(const QDoubleSpinBox& box) {
  return box.decimals();
}
int decimals_of(const QSpinBox&) {
  return 0;
}

} // namespace

template <class Spin>
AnyNumberBox<Spin>::AnyNumberBox(QWidget* parent) : Spin(parent) {
  this->setLocale(QLocale::c());
  QObject::connect(this->lineEdit(), &QLineEdit::textEdited, this, [this] {
    typing_ = true;
    settle(*this);
  });
}

template <class Spin>
double AnyNumberBox<Spin>::read(const QString& text) const {
  const QString special = this->specialValueText();
  if (!special.isEmpty() && text.trimmed() == special)
    return static_cast<double>(this->minimum());
  QString number = text.trimmed();
  if (const QString prefix = this->prefix().trimmed(); !prefix.isEmpty() && number.startsWith(prefix))
    number.remove(0, prefix.size());
  // Who marks the number and types "1,5 s" leaves the box's own unit behind it.
  if (const QString suffix = this->suffix(); !suffix.isEmpty() && number.endsWith(suffix))
    number.chop(suffix.size());
  if (!special.isEmpty() && (number.trimmed().isEmpty() || number == this->suffix().trimmed()))
    return static_cast<double>(this->minimum());
  return read_number(number, {.name = this->accessibleName(),
                              .min = static_cast<double>(this->minimum()),
                              .max = static_cast<double>(this->maximum()),
                              .decimals = decimals_of(*this),
                              .unit = this->suffix().trimmed()});
}

template <class Spin>
QValidator::State AnyNumberBox<Spin>::validate(QString& text, int&) const {
  try {
    read(text);
    return QValidator::Acceptable;
  } catch (const Error&) {
    return QValidator::Intermediate; // said when it is to be taken, not while it is being typed
  }
}

template <class Spin>
typename AnyNumberBox<Spin>::Number AnyNumberBox<Spin>::valueFromText(const QString& text) const {
  try {
    return static_cast<Number>(read(text));
  } catch (const Error&) {
    return this->value();
  }
}

template <class Spin>
bool AnyNumberBox<Spin>::take_or_refuse() {
  typing_ = false;
  try {
    read(this->text());
    return true;
  } catch (const Error& failure) {
    this->setValue(settled_); // also when the numbers on the way to this text were taken
    refuse(*this, QString::fromUtf8(failure.what()));
    return false;
  }
}

template <class Spin>
bool AnyNumberBox<Spin>::event(QEvent* event) {
  if (!typing_) // isModified() of the line forgets what was typed when Qt adds the suffix
    settled_ = this->value();
  return !typing_ && leaves_undo_to_window(*event, *this->lineEdit()) ? false : Spin::event(event);
}

template <class Spin>
void AnyNumberBox<Spin>::keyPressEvent(QKeyEvent* event) {
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (enter && !take_or_refuse()) {
    this->selectAll();
    return; // the form behind must not act on it
  }
  if (typing_ && event->matches(QKeySequence::Undo)) {
    typing_ = false;
    this->setValue(settled_);
    settle(*this);
    this->selectAll();
    return;
  }
  Spin::keyPressEvent(event);
}

template <class Spin>
void AnyNumberBox<Spin>::focusOutEvent(QFocusEvent* event) {
  if (event->reason() != Qt::PopupFocusReason)
    take_or_refuse();
  Spin::focusOutEvent(event);
}

template <class Spin>
void AnyNumberBox<Spin>::stepBy(int steps) {
  settle(*this);
  Spin::stepBy(steps);
  typing_ = false;
}

template class AnyNumberBox<QDoubleSpinBox>;
template class AnyNumberBox<QSpinBox>;

} // namespace striate
