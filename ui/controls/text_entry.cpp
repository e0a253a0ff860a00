// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/text_entry.h"

#include "engine/core/errors.h"
#include "ui/controls/follow.h"
#include "ui/controls/value_text.h"
#include "ui/controls/window_undo.h"

#include <QKeyEvent>
#include <QStyle>

namespace striate {

TextEntry::TextEntry(const Parameter& parameter, ParameterEditor& editor, Check check, QWidget* parent)
    : QLineEdit(parent), parameter_(parameter), editor_(editor), check_(std::move(check)) {
  setObjectName("entry-" + QString::fromStdString(parameter.key));
  setAccessibleName(parameter_label(parameter));
  setAccessibleDescription(parameter_help(parameter));
  setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  setToolTip(parameter_tooltip(parameter_));
  follow(editor_, parameter.key, this, [this] { show_value(); });
}

void TextEntry::show_value() {
  setText(QString::fromStdString(editor_.parameters().text(parameter_.key)));
  setCursorPosition(0);
  mark_wrong(false);
  setProperty("refused", QVariant());
  emit settled();
}

void TextEntry::mark_wrong(bool wrong) {
  if (property("wrong").toBool() == wrong)
    return;
  setProperty("wrong", wrong);
  style()->unpolish(this);
  style()->polish(this);
}

bool TextEntry::commit() {
  if (!isModified())
    return true;
  try {
    ParameterSet wanted = editor_.parameters();
    wanted.set_text(parameter_.key, text().trimmed().toStdString());
    check_(wanted);
    editor_.set_text(QString::fromStdString(parameter_.key), text().trimmed());
    show_value();
    return true;
  } catch (const Error& failure) {
    mark_wrong(true);
    setProperty("refused", QString::fromUtf8(failure.what()));
    emit rejected(QString::fromUtf8(failure.what()));
    return false;
  }
}

void TextEntry::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
    commit();
  else if (event->key() == Qt::Key_Escape && isModified())
    show_value();
  else
    QLineEdit::keyPressEvent(event);
}

void TextEntry::focusOutEvent(QFocusEvent* event) {
  QLineEdit::focusOutEvent(event);
  if (event->reason() == Qt::PopupFocusReason || commit())
    return;
  // The old value comes back into view; the sentence stays where it is shown until it fades.
  const QSignalBlocker quiet(this);
  const QVariant refused = property("refused");
  show_value();
  setProperty("refused", refused);
}

bool TextEntry::event(QEvent* event) {
  return leaves_undo_to_window(*event, *this) ? false : QLineEdit::event(event);
}

} // namespace striate
