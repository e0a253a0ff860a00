// SPDX-License-Identifier: Apache-2.0
#include "ui/views/class_legend.h"

#include "ui/live/live_data.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPixmap>
#include <QStyle>
#include <QToolButton>

namespace striate {

namespace {

constexpr QSize dot_size(10, 10), line_size(15, 10);

QIcon sign(const QColor& color, bool line, double ratio) {
  QPixmap picture((line ? line_size : dot_size) * ratio);
  picture.setDevicePixelRatio(ratio);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  if (line) {
    painter.setPen(QPen(color, 2.0));
    painter.drawLine(QPointF(0.5, 5.0), QPointF(11.5, 5.0));
  } else {
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QPointF(5.0, 5.0), 3.6, 3.6);
  }
  return picture;
}

} // namespace

ClassLegend::ClassLegend(LiveData* live_data, std::vector<Entry> entries, QWidget* parent)
    : QWidget(parent), data_(live_data) {
  setObjectName(QStringLiteral("class-legend"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  for (Entry& entry : entries) {
    auto* button = new QToolButton;
    button->setObjectName(QStringLiteral("class-") + entry.text);
    button->setProperty("role", "legend");
    button->setText(entry.text);
    button->setToolTip(
        tr("Highlight %1 in all views. Click to pin; click again or press Esc to clear").arg(entry.text));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize(entry.line ? line_size : dot_size);
    button->installEventFilter(this);
    connect(button, &QToolButton::clicked, this, [this, group = entry.group] {
      data_->toggle_group(group);
      follow_group();
    });
    row->addWidget(button);
    buttons_.emplace_back(button, std::move(entry));
  }
  connect(data_, &LiveData::group_changed, this, &ClassLegend::follow_group);
  follow_group();
}

std::vector<ClassLegend::Entry> ClassLegend::classes() {
  return {{tr("Exc"), group_of_class(CellClass::exc), Ink::exc},
          {tr("PV"), group_of_class(CellClass::pv), Ink::pv},
          {tr("SST"), group_of_class(CellClass::sst), Ink::sst},
          {tr("VIP"), group_of_class(CellClass::vip), Ink::vip},
          {tr("L1"), group_of_layer(1), Ink::l1}};
}

void ClassLegend::set_theme(Theme theme) {
  for (const auto& [button, entry] : buttons_)
    button->setIcon(sign(to_qcolor(striate::palette(entry.ink, theme)), entry.line, devicePixelRatioF()));
}

void ClassLegend::follow_group() {
  const auto shown = data_->shown_group();
  for (const auto& [button, entry] : buttons_) {
    button->setChecked(data_->selected_group() == entry.group);
    // Quiet while another group is highlighted.
    button->setProperty("other", shown && !shown->overlaps(entry.group));
    button->style()->unpolish(button);
    button->style()->polish(button);
  }
}

bool ClassLegend::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Enter || event->type() == QEvent::Leave)
    for (const auto& [button, entry] : buttons_)
      if (button == watched)
        data_->hover_group(event->type() == QEvent::Enter ? std::optional(entry.group) : std::nullopt);
  return QWidget::eventFilter(watched, event);
}

} // namespace striate
