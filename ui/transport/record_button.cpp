#include "ui/transport/record_button.h"

#include "ui/actions/line_icon.h"

#include <QAction>
#include <QLocale>

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

void RecordButton::set_color(const QColor& idle) {
  light_ = line_icon("record", idle);
  if (!blinking_.isActive())
    setIcon(light_);
}

void RecordButton::show_recording(bool recording, std::uint64_t spikes, const QString& file) {
  setChecked(recording);
  setText(recording ? tr("%1 spikes").arg(count_text(spikes)) : tr("Record"));
  if (recording == blinking_.isActive())
    return;
  setToolTip(recording ? tr("Recording to %1; press to stop").arg(file) : action_->toolTip());
  if (recording) {
    blinking_.start();
    bright_ = true;
    setIcon(lit_);
  } else {
    blinking_.stop();
    setIcon(light_);
  }
}

void RecordButton::blink() {
  bright_ = !bright_;
  setIcon(bright_ ? lit_ : dim_);
}

} // namespace striate
