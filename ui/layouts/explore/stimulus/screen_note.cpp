// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/stimulus/screen_note.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace striate {

ScreenNote::ScreenNote(QWidget* parent)
    : Card(parent, Part::whole, QPalette::AlternateBase), text_(new QLabel(this)), button_(new QPushButton(this)) {
  setObjectName("screen-note");
  text_->setObjectName("screen-note-text");
  text_->setTextFormat(Qt::PlainText);
  text_->setWordWrap(true);
  button_->setObjectName("screen-note-button");
  button_->setProperty("chip", true);
  button_->setAutoDefault(false);
  auto* column = new QVBoxLayout(this); // the panel is narrow: the button below the words
  column->setContentsMargins(8, 5, 6, 5);
  column->setSpacing(4);
  column->addWidget(text_);
  column->addWidget(button_, 0, Qt::AlignRight);
  connect(button_, &QPushButton::clicked, this, &ScreenNote::pressed);
  hide();
}

void ScreenNote::say(const QString& text, const QString& button, const QString& button_tip) {
  if (text_->text() != text)
    text_->setText(text);
  if (button_->text() != button) {
    button_->setText(button);
    button_->setToolTip(button_tip);
  }
  button_->setVisible(!button.isEmpty());
  setVisible(!text.isEmpty());
}

} // namespace striate
