// SPDX-License-Identifier: Apache-2.0
#include "ui/views/view_header.h"

#include <QHBoxLayout>
#include <QLabel>

namespace striate {

ViewHeader::ViewHeader(const QString& heading, QWidget* parent)
    : QWidget(parent), heading_(new QLabel(heading.toUpper())), facts_(new QLabel), layout_(new QHBoxLayout(this)) {
  setProperty("setting", "view"); // in the title bar of a dock it is outside of its view
  heading_->setObjectName(QStringLiteral("view-heading"));
  facts_->setObjectName(QStringLiteral("view-facts"));
  facts_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  QFont font = heading_->font();
  font.setLetterSpacing(QFont::AbsoluteSpacing, 0.6);
  heading_->setFont(font);
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setSpacing(8);
  layout_->addWidget(heading_);
  layout_->addStretch(1);
  layout_->addWidget(facts_);
  // A narrow dock may cut the facts, never force the whole window to be wider.
  facts_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  facts_->hide();
}

void ViewHeader::add(QWidget* widget) {
  layout_->insertWidget(layout_->count() - 1, widget);
}

void ViewHeader::set_facts(const QString& text) {
  if (facts_->text() == text)
    return;
  facts_->setText(text);
  facts_->setVisible(!text.isEmpty());
  layout_->setStretch(1, text.isEmpty() ? 1 : 0);
  layout_->setStretch(layout_->count() - 1, text.isEmpty() ? 0 : 1);
}

void ViewHeader::set_heading_visible(bool visible) {
  heading_->setVisible(visible);
}

} // namespace striate
