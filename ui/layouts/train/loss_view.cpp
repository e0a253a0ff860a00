// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/loss_view.h"

#include "ui/controls/choice_row.h"
#include "ui/layouts/train/training_data.h"
#include "ui/views/view_header.h"
#include "ui/views/view_style.h"

#include <QComboBox>

namespace striate {

LossView::LossView(const TrainingData& training, QWidget* parent)
    : TrainingView(tr("Training losses"), QStringLiteral("training-losses"), training, parent),
      branch_(make_calm_box(this)) {
  branch_->setObjectName("loss-branch");
  branch_->setToolTip(tr("Losses of grating trials, of gray-screen trials, or of both as summed in validation"));
  branch_->addItems({tr("Both"), tr("Gratings"), tr("Gray screens")}); // as LossBranch
  header()->add(branch_);
  connect(branch_, &QComboBox::currentIndexChanged, this, &FigureView::schedule);
}

FigureModel LossView::figure() const {
  if (data().history().updates.empty() && data().history().validations.empty())
    return FigureModel{.name = "training_losses", .title = "Training losses"};
  return loss_figure(data().history(), static_cast<LossBranch>(branch_->currentIndex()),
                     data().position().at.best_epoch);
}

FigureModel LossView::screen_figure() {
  FigureModel shown = figure();
  for (Panel& panel : shown.panels) {
    panel.letter.clear();
    panel.legend = false; // it is in the header line
    panel.y.label.clear();
  }
  return shown;
}

QString LossView::hint() const {
  return data().shown() ? tr("Computing the first update.")
                        : tr("Training changes the synapses so that the network fires like recorded V1.\nIts losses "
                             "appear here after every update.");
}

QString LossView::facts() const {
  if (!data().shown())
    return {};
  QString legend;
  for (const LossTerm& term : loss_terms())
    legend += legend_entry(QStringLiteral("—"), QString::fromStdString(term.label), term.ink, theme()) +
              QStringLiteral("&nbsp;&nbsp; ");
  return legend;
}

} // namespace striate
