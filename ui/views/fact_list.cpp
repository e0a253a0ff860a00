// SPDX-License-Identifier: Apache-2.0
#include "ui/views/fact_list.h"

#include <QFormLayout>
#include <QLabel>

namespace striate {

FactList::FactList(QWidget* parent) : QWidget(parent), layout_(new QFormLayout(this)) {
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setHorizontalSpacing(8);
  layout_->setVerticalSpacing(3);
  layout_->setLabelAlignment(Qt::AlignLeft);
}

void FactList::set_facts(const std::vector<std::pair<QString, QString>>& facts) {
  while (rows_.size() < facts.size()) {
    auto* name = new QLabel;
    auto* value = new QLabel;
    name->setProperty("role", "quiet");
    value->setProperty("role", "fact");
    value->setTextFormat(Qt::PlainText);
    QFont font = value->font();
    font.setWeight(QFont::DemiBold);
    value->setFont(font);
    layout_->addRow(name, value);
    rows_.emplace_back(name, value);
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const bool used = i < facts.size();
    rows_[i].first->setVisible(used);
    rows_[i].second->setVisible(used);
    if (!used)
      continue;
    rows_[i].first->setText(facts[i].first);
    rows_[i].second->setText(facts[i].second);
  }
}

} // namespace striate
