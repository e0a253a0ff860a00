// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/hint_label.h"

namespace striate {

HintLabel::HintLabel(QWidget* parent) : QLabel(parent) {
  using namespace std::chrono_literals;
  setProperty("hint", true);
  setWordWrap(true);
  setTextFormat(Qt::PlainText);
  hide();
  fade_.setSingleShot(true);
  fade_.setInterval(10s);
  connect(&fade_, &QTimer::timeout, this, &HintLabel::clear_hint);
}

void HintLabel::say(const QString& sentence) {
  setText(sentence);
  show();
  fade_.start();
}

void HintLabel::clear_hint() {
  fade_.stop();
  clear();
  hide();
}

} // namespace striate
