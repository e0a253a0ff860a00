// SPDX-License-Identifier: Apache-2.0
#include "ui/transport/model_clock.h"

#include "engine/session/simulation_service.h"

#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate {

namespace {

QLabel* label(const char* role, const QString& text, QWidget* parent) {
  auto* one = new QLabel(text, parent);
  one->setProperty("role", role);
  return one;
}

/// Digits of many fonts differ in width; room for the widest text keeps the bar still.
void reserve(QLabel& label, const QString& widest) {
  label.ensurePolished();
  QFont bold = label.font();
  bold.setWeight(QFont::DemiBold);
  label.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(widest) + 2);
}

} // namespace

ModelClock::ModelClock(QWidget* parent)
    : QWidget(parent), time_(label("value", "0.000 s", this)), caption_(label("quiet", tr("wall/model"), this)),
      ratio_(label("value", "–", this)), last_ratio_(std::numeric_limits<double>::quiet_NaN()) {
  time_->setObjectName("model-time");
  time_->setAccessibleName(tr("Model time"));
  time_->setToolTip(tr("Model time since the last reset"));
  ratio_->setObjectName("wall-over-model");
  ratio_->setAccessibleName(tr("Real-time factor"));
  ratio_->setToolTip(tr("Real-time factor (wall time / model time): below 1 the simulation keeps up with real time"));
  reserve(*time_, "8888.888 s");
  reserve(*ratio_, "88.88");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(6);
  row->addWidget(label("quiet", "t", this));
  row->addWidget(time_);
  row->addWidget(caption_);
  row->addWidget(ratio_);
}

void ModelClock::show_ratio_beside(bool visible) {
  caption_->setVisible(visible);
  ratio_->setVisible(visible);
}

int ModelClock::width_with(bool ratio) const {
  int width = 0;
  for (int i = 0; i < layout()->count(); ++i)
    if (const QWidget* part = layout()->itemAt(i)->widget(); ratio || (part != caption_ && part != ratio_))
      width += std::max(part->sizeHint().width(), part->minimumWidth()) + layout()->spacing();
  return width;
}

void ModelClock::show_snapshot(const Snapshot& snapshot) {
  time_->setText(QStringLiteral("%1 s").arg(static_cast<double>(snapshot.now_ms) / 1000.0, 0, 'f', 3));
  show_ratio(snapshot.wall_over_model);
}

void ModelClock::set_theme(Theme theme) {
  theme_ = theme;
  const double ratio = last_ratio_;
  last_ratio_ = -1.0;
  show_ratio(ratio);
}

void ModelClock::show_ratio(double ratio) {
  if (ratio == last_ratio_)
    return;
  last_ratio_ = ratio;
  if (!std::isfinite(ratio)) {
    ratio_->setText("–");
    ratio_->setPalette({});
    return;
  }
  const SurfaceColors colors = surface_colors(theme_);
  const QColor amber = theme_ == Theme::dark ? QColor("#e3b341") : QColor("#9a6700");
  const QColor color = ratio <= 1.0 ? colors.good : ratio <= 2.0 ? amber : colors.danger;
  ratio_->setText(QString::number(ratio, 'f', ratio < 10.0 ? 2 : 1));
  QPalette palette;
  palette.setResolveMask(0); // all the rest follows the theme
  palette.setColor(QPalette::WindowText, color);
  ratio_->setPalette(palette);
}

} // namespace striate
