// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/value_entry.h"

#include "engine/core/errors.h"
#include "ui/controls/follow.h"
#include "ui/controls/value_steps.h"
#include "ui/controls/value_text.h"
#include "ui/controls/window_undo.h"

#include <QKeyEvent>
#include <QStyle>
#include <QTimer>

#include <algorithm>

namespace striate {

ValueEntry::ValueEntry(const Parameter& parameter, ParameterEditor& editor, Unit unit, QWidget* parent)
    : QLineEdit(parent), parameter_(parameter), editor_(editor), unit_(unit) {
  setObjectName("entry-" + QString::fromStdString(parameter.key));
  setAccessibleName(parameter_label(parameter));
  setAccessibleDescription(parameter_help(parameter));
  setAlignment(unit == Unit::shown ? Qt::AlignCenter : Qt::AlignRight | Qt::AlignVCenter);
  setMaxLength(40);
  follow(editor_, parameter.key, this, [this] { show_value(); });
  setToolTip(parameter_tooltip(parameter_));
}

QString ValueEntry::shown(double value) const {
  return unit_ == Unit::shown ? value_with_unit(parameter_, value) : value_text(parameter_, value);
}

QSize ValueEntry::sizeHint() const {
  const double widest = parameter_.wraps ? parameter_.max - parameter_.step / 2.0 : parameter_.max;
  const auto advance = [this](double value) { return fontMetrics().horizontalAdvance(shown(value)); };
  return {std::max(advance(widest), advance(parameter_.default_number)) + 18, fontMetrics().height() + 8};
}

void ValueEntry::show_value() {
  setText(shown(editor_.parameters().number(parameter_.key)));
  setCursorPosition(0);
  mark_wrong(false);
  setProperty("refused", QVariant());
  emit settled();
}

void ValueEntry::mark_wrong(bool wrong) {
  if (property("wrong").toBool() == wrong)
    return;
  setProperty("wrong", wrong);
  style()->unpolish(this);
  style()->polish(this);
  if (!wrong)
    setToolTip(parameter_tooltip(parameter_));
}

bool ValueEntry::commit() {
  if (!isModified())
    return true;
  try {
    const bool standard = text().trimmed() == shown(parameter_.default_number); // may be a word
    editor_.set(QString::fromStdString(parameter_.key),
                standard ? parameter_.default_number : parse_value(parameter_, text().toStdString()));
    show_value();
    return true;
  } catch (const Error& failure) {
    const QString sentence = QString::fromUtf8(failure.what());
    mark_wrong(true);
    setProperty("refused", sentence); // a button that acts on the form looks for it
    setToolTip(sentence.toHtmlEscaped());
    emit rejected(sentence);
    return false;
  }
}

void ValueEntry::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    commit();
    selectAll();
  } else if (event->key() == Qt::Key_Escape && isModified()) {
    show_value();
    selectAll();
  } else if (const double steps = steps_of_key(parameter_, *event, false); steps != 0.0) {
    if (commit())
      editor_.set(QString::fromStdString(parameter_.key),
                  step_value(parameter_, editor_.parameters().number(parameter_.key), steps));
    selectAll();
  } else {
    QLineEdit::keyPressEvent(event);
  }
}

void ValueEntry::focusInEvent(QFocusEvent* event) {
  QLineEdit::focusInEvent(event);
  if (event->reason() == Qt::MouseFocusReason)
    QTimer::singleShot(0, this, &QLineEdit::selectAll); // after the press has put its cursor
}

void ValueEntry::focusOutEvent(QFocusEvent* event) {
  QLineEdit::focusOutEvent(event);
  if (event->reason() == Qt::PopupFocusReason || commit())
    return;
  // the old value comes back into view; the sentence stays where it is shown until it fades
  const QSignalBlocker quiet(this);
  const QVariant refused = property("refused");
  show_value();
  setProperty("refused", refused);
}

bool ValueEntry::event(QEvent* event) {
  return leaves_undo_to_window(*event, *this) ? false : QLineEdit::event(event);
}

} // namespace striate
