// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/tune/figure_chooser.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QListView>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QToolButton>

namespace striate {

namespace {

constexpr int name_role = Qt::UserRole;
constexpr int visible_rows = 32;

bool is_heading(const QComboBox& list, int row) {
  return list.itemData(row, name_role).toString().isEmpty();
}

} // namespace

FigureChooser::FigureChooser(QWidget* parent)
    : QWidget(parent), list_(new QComboBox(this)), before_(new QToolButton(this)), next_(new QToolButton(this)) {
  list_->setObjectName("figure-list");
  list_->setAccessibleName(tr("Figure"));
  list_->setToolTip(tr("Displayed figure"));
  list_->setMaxVisibleItems(visible_rows);
  list_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  list_->setMinimumContentsLength(30);
  before_->setObjectName("figure-before");
  before_->setText(QStringLiteral("‹"));
  before_->setToolTip(tr("Previous figure"));
  next_->setObjectName("figure-next");
  next_->setText(QStringLiteral("›"));
  next_->setToolTip(tr("Next figure"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  row->addWidget(list_, 1);
  row->addWidget(before_);
  row->addWidget(next_);
  connect(list_, &QComboBox::currentIndexChanged, this, [this] {
    enable_buttons();
    emit changed();
  });
  connect(before_, &QToolButton::clicked, this, [this] { step(-1); });
  connect(next_, &QToolButton::clicked, this, [this] { step(1); });
  enable_buttons();
}

void FigureChooser::set_entries(const std::vector<FigureEntry>& entries, const std::string& preferred) {
  const std::string before = chosen();
  {
    const QSignalBlocker quiet(list_);
    list_->clear();
    auto* model = qobject_cast<QStandardItemModel*>(list_->model());
    std::string group;
    for (const FigureEntry& entry : entries) {
      if (entry.group != group) {
        group = entry.group;
        list_->addItem(QString::fromStdString(group).toUpper());
        model->item(list_->count() - 1)->setFlags(Qt::NoItemFlags);
      }
      list_->addItem(QString::fromStdString(entry.title), QString::fromStdString(entry.name));
    }
    list_->setCurrentIndex(-1);
    if (!entries.empty())
      choose(entries.front().name);
    choose(before);
    choose(preferred);
  }
  enable_buttons();
  emit changed();
}

std::string FigureChooser::chosen() const {
  return list_->currentData(name_role).toString().toStdString();
}

void FigureChooser::choose(const std::string& name) {
  const int row = name.empty() ? -1 : list_->findData(QString::fromStdString(name), name_role);
  if (row >= 0)
    list_->setCurrentIndex(row);
}

void FigureChooser::step(int by) {
  int row = list_->currentIndex() + by;
  while (row >= 0 && row < list_->count() && is_heading(*list_, row))
    row += by;
  if (row >= 0 && row < list_->count())
    list_->setCurrentIndex(row);
}

void FigureChooser::enable_buttons() {
  const int row = list_->currentIndex();
  before_->setEnabled(row > 1); // the first row is a heading
  next_->setEnabled(row >= 0 && row + 1 < list_->count());
}

} // namespace striate
