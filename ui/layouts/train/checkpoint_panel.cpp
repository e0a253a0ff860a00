// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/checkpoint_panel.h"

#include "ui/layouts/train/training_data.h"
#include "ui/views/fact_table.h"
#include "ui/views/view_header.h"

#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace striate {

namespace {

enum Column { epoch_column, loss_column, evoked_column, spontaneous_column };
constexpr int file_role = Qt::UserRole;

} // namespace

CheckpointPanel::CheckpointPanel(const TrainingData& training, QWidget* parent)
    : QWidget(parent), data_(training), header_(new ViewHeader(tr("Checkpoints"))),
      table_(make_fact_table(QStringLiteral("checkpoint-table"), tr("Validations and checkpoints"),
                             {tr("Epoch"), tr("Loss"), tr("Gratings"), tr("Gray")})),
      hint_(new QLabel(
          tr("Validation runs before the first and after every epoch; the best and the latest weights are kept."))),
      use_(new QPushButton(tr("Use in live view"))), export_(new QPushButton(tr("Export…"))),
      own_(new QPushButton(tr("Original weights"))) {
  setObjectName("checkpoints");
  compose();
  connect(table_, &QTableWidget::itemSelectionChanged, this, &CheckpointPanel::show_buttons);
  connect(use_, &QPushButton::clicked, this, [this] { emit use_wanted(chosen()); });
  connect(export_, &QPushButton::clicked, this, [this] { emit export_wanted(chosen()); });
  connect(own_, &QPushButton::clicked, this, [this] { emit use_wanted({}); });
  for (const auto& changed : {&TrainingData::begun, &TrainingData::validated, &TrainingData::moved})
    connect(&data_, changed, this, &CheckpointPanel::show_rows);
  setProperty("setting", "view");
  show_rows();
}

void CheckpointPanel::compose() {
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setFocusPolicy(Qt::StrongFocus);
  table_->horizontalHeaderItem(loss_column)->setToolTip(tr("Validation loss on held-out trials"));
  table_->horizontalHeaderItem(evoked_column)->setToolTip(tr("Mean rate of all neurons under gratings, Hz"));
  table_->horizontalHeaderItem(spontaneous_column)->setToolTip(tr("Mean rate of all neurons under gray screens, Hz"));
  hint_->setObjectName("checkpoint-hint");
  hint_->setProperty("role", "hint");
  hint_->setAlignment(Qt::AlignCenter);
  hint_->setWordWrap(true);
  use_->setObjectName("checkpoint-use");
  use_->setToolTip(tr("Load the weights of the selected checkpoint into the live network; can be undone"));
  export_->setObjectName("checkpoint-export");
  export_->setToolTip(tr("Write the network with the weights of the selected checkpoint as SONATA files"));
  own_->setObjectName("checkpoint-own");
  own_->setToolTip(tr("Return the live network to its original weights"));
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(6);
  for (QPushButton* button : {use_, own_, export_})
    buttons->addWidget(button, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 4, 10, 6);
  column->setSpacing(6);
  column->addWidget(table_, 1);
  column->addWidget(hint_, 1);
  column->addLayout(buttons);
}

/// The quiet cells hold a colour of the palette.
void CheckpointPanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange)
    show_rows();
}

void CheckpointPanel::set_used(const QString& file) {
  used_ = file;
  show_buttons();
}

void CheckpointPanel::show_rows() {
  const auto& validations = data_.history().validations;
  const TrainingRun::Position& at = data_.position().at;
  const QDir folder(data_.position().folder);
  const QString before = chosen();
  table_->setVisible(!validations.empty());
  hint_->setVisible(validations.empty());
  table_->setRowCount(static_cast<int>(validations.size()));
  int wanted = -1, best = -1;
  for (int row = 0; row < table_->rowCount(); ++row) {
    // The newest on top.
    const ValidationRecord& record = validations[validations.size() - 1 - static_cast<std::size_t>(row)];
    const bool is_best = at.has_best && record.epoch == at.best_epoch,
               is_latest = row == 0 && !data_.position().folder.isEmpty();
    const QString note = is_best && is_latest ? tr(" · best, latest")
                         : is_best            ? tr(" · best")
                         : is_latest          ? tr(" · latest")
                         : record.epoch == 0  ? tr(" · before")
                                              : QString();
    const QString file = is_best ? folder.filePath("best.h5") : is_latest ? folder.filePath("latest.h5") : QString();
    auto* epoch = fact_cell(QString::number(record.epoch) + note, false);
    epoch->setData(file_role, file);
    table_->setItem(row, epoch_column, epoch);
    table_->setItem(row, loss_column, fact_cell(number_text(record.loss, 3), true));
    table_->setItem(row, evoked_column, fact_cell(number_text(record.evoked.mean_rate_Hz, 2), true));
    table_->setItem(row, spontaneous_column, fact_cell(number_text(record.spontaneous.mean_rate_Hz, 2), true));
    for (int column = 0; column < table_->columnCount(); ++column) {
      QTableWidgetItem* item = table_->item(row, column);
      if (file.isEmpty())
        item->setForeground(palette().placeholderText());
      else
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    }
    best = is_best ? row : best;
    wanted = !file.isEmpty() && file == before ? row : wanted;
  }
  if (const int row = wanted >= 0 ? wanted : best; row >= 0)
    table_->selectRow(row);
  header_->set_facts(validations.empty() ? QString() : tr("mean rates in Hz"));
  show_buttons();
}

QString CheckpointPanel::chosen() const {
  const auto rows = table_->selectionModel()->selectedRows();
  return rows.isEmpty() ? QString() : rows.front().data(file_role).toString();
}

void CheckpointPanel::show_buttons() {
  use_->setEnabled(!chosen().isEmpty());
  export_->setEnabled(!chosen().isEmpty());
  own_->setEnabled(!used_.isEmpty());
  emit choice_changed();
}

} // namespace striate
