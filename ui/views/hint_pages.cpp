// SPDX-License-Identifier: Apache-2.0
#include "ui/views/hint_pages.h"

#include <QLabel>

namespace striate {

HintPages::HintPages(const QString& hint_name, QWidget* page) : hint_(new QLabel) {
  hint_->setObjectName(hint_name);
  hint_->setProperty("role", "hint");
  hint_->setAlignment(Qt::AlignCenter);
  hint_->setWordWrap(true);
  addWidget(hint_);
  addWidget(page);
}

void HintPages::say(const QString& sentence) {
  hint_->setText(sentence);
  setCurrentIndex(0);
}

void HintPages::show_page() {
  setCurrentIndex(1);
}

} // namespace striate
