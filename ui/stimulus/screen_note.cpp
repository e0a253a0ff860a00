#include "ui/stimulus/screen_note.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

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
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(8, 5, 6, 5);
  line->setSpacing(8);
  line->addWidget(text_, 1);
  line->addWidget(button_, 0, Qt::AlignVCenter);
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
