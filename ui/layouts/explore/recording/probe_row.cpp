// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/recording/probe_row.h"

#include "ui/layouts/explore/perturbation/row_button.h"
#include "ui/layouts/explore/recording/recording_text.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace striate {

namespace {

QString interval_text(double ms) {
  return ProbeRow::tr("every %1 ms").arg(QLocale(QLocale::English).toString(ms, 'g', 10));
}

} // namespace

ProbeRow::ProbeRow(const Probe& probe, std::size_t index, QWidget* parent)
    : QWidget(parent), probe_(probe), size_text_(interval_text(probe.interval_ms)), title_(new QLabel),
      size_(new QLabel) {
  const auto named = [index](const char* part) { return QStringLiteral("probe-%1-%2").arg(index).arg(part); };
  setObjectName(QStringLiteral("probe-%1").arg(index));
  title_->setObjectName(named("title"));
  title_->setToolTip(QStringLiteral("%1 (%2)").arg(probe_text(probe), QLatin1String(probe_units(probe.variable))));
  size_->setObjectName(named("size"));
  size_->setProperty("quiet", true);
  for (QLabel* label : {title_, size_})
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  auto* change_button = make_row_button(tr("Edit"), named("edit"), tr("Edit with the controls above"));
  auto* remove_button = make_row_button(QStringLiteral("✕"), named("remove"), tr("Remove from the list"));
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 1, 0, 1);
  grid->setHorizontalSpacing(4);
  grid->setVerticalSpacing(0);
  grid->addWidget(title_, 0, 0, 1, 2);
  grid->addWidget(remove_button, 0, 2);
  grid->addWidget(size_, 1, 0);
  grid->addWidget(change_button, 1, 1, 1, 2);
  grid->setColumnStretch(0, 1);
  connect(change_button, &QPushButton::clicked, this, [this, index] { emit change(index); });
  connect(remove_button, &QPushButton::clicked, this, [this, index] { emit remove(index); });
}

void ProbeRow::show_size(std::size_t values, double bytes_per_s) {
  const QString interval = interval_text(probe_.interval_ms), rate = byte_rate_text(bytes_per_s);
  size_text_ = values > 0 ? QStringLiteral("%1 · %2").arg(interval, rate) : interval;
  const QString count = QLocale(QLocale::English).toString(static_cast<qulonglong>(values));
  const bool populations = probe_.variable == ProbeVariable::count;
  size_->setToolTip(
      values > 0 ? tr("%1 %2; %3 of model time").arg(count, populations ? tr("populations") : tr("neurons"), rate)
                 : QString());
  show_texts();
}

void ProbeRow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  show_texts();
}

void ProbeRow::show_texts() {
  title_->setText(title_->fontMetrics().elidedText(probe_text(probe_), Qt::ElideRight, title_->width()));
  size_->setText(size_->fontMetrics().elidedText(size_text_, Qt::ElideRight, size_->width()));
}

} // namespace striate
