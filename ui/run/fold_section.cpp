// SPDX-License-Identifier: Apache-2.0
#include "ui/run/fold_section.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace striate {

FoldSection::FoldSection(const QString& title, QWidget* content, bool open, QWidget* parent)
    : QWidget(parent), heading_(new QToolButton(this)), content_(content) {
  heading_->setObjectName("section-" + title.toLower());
  heading_->setText(title);
  heading_->setProperty("fold", true);
  heading_->setCheckable(true);
  heading_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  heading_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(5);
  column->addWidget(heading_);
  column->addWidget(content_);
  connect(heading_, &QToolButton::toggled, this, &FoldSection::set_open);
  heading_->setChecked(open);
  set_open(open);
}

bool FoldSection::is_open() const {
  return heading_->isChecked();
}

void FoldSection::set_open(bool open) {
  heading_->setChecked(open);
  heading_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
  content_->setVisible(open);
}

} // namespace striate
