// SPDX-License-Identifier: Apache-2.0
#include "ui/transport/record_button.h"

#include "ui/actions/line_icon.h"

#include <QAction>
#include <QLocale>

#include <algorithm>

namespace striate {

namespace {

/// As short for millions as for tens: the bar has little room.
QString count_text(std::uint64_t count) {
  if (count < 10'000)
    return QLocale(QLocale::English).toString(static_cast<qulonglong>(count));
  const bool millions = count >= 1'000'000;
  const double value = static_cast<double>(count) / (millions ? 1e6 : 1e3);
  return QStringLiteral("%1 %2")
      .arg(value, 0, 'f', value < 100.0 ? 1 : 0)
      .arg(millions ? QLatin1Char('M') : QLatin1Char('k'));
}

QString time_text(qint64 seconds) {
  const auto two = [](qint64 number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
  return seconds < 3600 ? QStringLiteral("%1:%2").arg(seconds / 60).arg(two(seconds % 60))
                        : QStringLiteral("%1 h %2").arg(seconds / 3600).arg(two(seconds / 60 % 60));
}

} // namespace

RecordButton::RecordButton(QAction* action, QWidget* parent)
    : QToolButton(parent), action_(action), lit_(line_icon("record", Qt::white)),
      dim_(line_icon("record", QColor(255, 170, 165))) {
  setObjectName("record");
  setAccessibleName(tr("Record"));
  setProperty("role", "record");
  setCheckable(true);
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  setIconSize({16, 16});
  setText(tr("Record"));
  setToolTip(action->toolTip());
  connect(this, &QToolButton::clicked, action, &QAction::trigger);
  connect(&blinking_, &QTimer::timeout, this, &RecordButton::blink);
  blinking_.setInterval(600);
}

/// Of the wider of its texts, so that nothing beside it moves.
QSize RecordButton::sizeHint() const {
  const QFontMetrics metrics(font());
  const int widest = std::max(metrics.horizontalAdvance(tr("Record")), metrics.horizontalAdvance(tr("Stop 88:88")));
  const QSize own = QToolButton::sizeHint();
  return toolButtonStyle() == Qt::ToolButtonIconOnly
             ? own
             : QSize(own.width() - metrics.horizontalAdvance(text()) + widest, own.height());
}

void RecordButton::set_color(const QColor& idle) {
  light_ = line_icon("record", idle);
  if (!blinking_.isActive())
    setIcon(light_);
}

void RecordButton::show_recording(bool recording, std::uint64_t spikes, const QString& file) {
  setChecked(recording);
  if (recording && !blinking_.isActive())
    since_start_.start();
  const qint64 seconds = recording ? since_start_.elapsed() / 1000 : 0;
  setText(recording ? tr("Stop %1").arg(time_text(seconds)) : tr("Record"));
  if (recording)
    setToolTip(tr("%1 spikes so far, to %2; press to stop").arg(count_text(spikes), file));
  if (recording == blinking_.isActive())
    return;
  if (recording) {
    blinking_.start();
    bright_ = true;
    setIcon(lit_);
  } else {
    setToolTip(action_->toolTip());
    blinking_.stop();
    setIcon(light_);
  }
}

void RecordButton::blink() {
  bright_ = !bright_;
  setIcon(bright_ ? lit_ : dim_);
}

} // namespace striate
