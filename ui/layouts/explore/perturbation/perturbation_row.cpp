// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/perturbation/perturbation_row.h"

#include "ui/layouts/explore/perturbation/perturbation_text.h"
#include "ui/layouts/explore/perturbation/row_button.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

namespace striate {

PerturbationRow::PerturbationRow(const PerturbationTerm& term, std::size_t index, QWidget* parent)
    : QWidget(parent), term_(term), on_(new QCheckBox), title_(new QLabel), time_(new QLabel) {
  const auto named = [index](const char* part) { return QStringLiteral("perturbation-%1-%2").arg(index).arg(part); };
  setObjectName(QStringLiteral("perturbation-%1").arg(index));
  const QString text = perturbation_text(term);
  on_->setObjectName(named("on"));
  on_->setChecked(term.enabled);
  on_->setAccessibleName(text);
  on_->setToolTip(tr("Switch off or on; stays in the list"));
  title_->setObjectName(named("title"));
  title_->setToolTip(text);
  title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  time_->setObjectName(named("time"));
  time_->setProperty("quiet", true);
  time_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  release_ = make_row_button(tr("Release"), named("release"), tr("End now; stays in the list with its times"));
  auto* change_button = make_row_button(tr("Edit"), named("edit"), tr("Edit with the controls above"));
  auto* remove_button = make_row_button(QStringLiteral("✕"), named("remove"), tr("Remove from the list"));

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(4);
  buttons->addWidget(time_, 1);
  buttons->addWidget(release_);
  buttons->addWidget(change_button);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 2, 0, 2);
  grid->setHorizontalSpacing(4);
  grid->setVerticalSpacing(2);
  grid->addWidget(on_, 0, 0);
  grid->addWidget(title_, 0, 1);
  grid->addWidget(remove_button, 0, 2);
  grid->addLayout(buttons, 1, 1, 1, 2);
  grid->setColumnStretch(1, 1);
  connect(on_, &QCheckBox::clicked, this, [this, index](bool on) { emit switched(index, on); });
  connect(release_, &QPushButton::clicked, this, [this, index] { emit release(index); });
  connect(change_button, &QPushButton::clicked, this, [this, index] { emit change(index); });
  connect(remove_button, &QPushButton::clicked, this, [this, index] { emit remove(index); });
}

void PerturbationRow::show_now(std::int64_t now_ms) {
  const PerturbationPhase phase = perturbation_phase(term_, now_ms);
  release_->setVisible(phase == PerturbationPhase::acts);
  const bool quiet = phase == PerturbationPhase::off || phase == PerturbationPhase::over;
  if (title_->property("quiet").toBool() != quiet) {
    title_->setProperty("quiet", quiet);
    title_->style()->unpolish(title_);
    title_->style()->polish(title_);
  }
  const QString times = perturbation_time_text(term_);
  time_->setText(times);
  time_->setToolTip(QStringLiteral("%1 · %2").arg(times, perturbation_phase_text(phase)));
  show_title();
}

void PerturbationRow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  show_title();
}

void PerturbationRow::show_title() {
  title_->setText(title_->fontMetrics().elidedText(perturbation_text(term_), Qt::ElideRight, title_->width()));
}

} // namespace striate
