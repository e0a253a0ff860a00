// SPDX-License-Identifier: Apache-2.0
#include "ui/views/raster_header.h"

#include "ui/controls/number_box.h"
#include "ui/live/time_window.h"
#include "ui/views/class_legend.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>

#include <cmath>

namespace striate {

RasterHeader::RasterHeader(LiveData* live_data, TimeWindow* window, QWidget* parent)
    : QWidget(parent), window_(window), legend_(new ClassLegend(live_data, ClassLegend::classes())),
      length_(new NumberBox), presets_{preset(1.0), preset(3.0), preset(10.0)} {
  length_->setObjectName(QStringLiteral("window-length"));
  length_->setAccessibleName(tr("Displayed time span"));
  length_->setRange(0.001 * TimeWindow::min_length_ms, 0.001 * TimeWindow::max_length_ms);
  length_->setDecimals(1);
  length_->setSingleStep(0.5);
  length_->setSuffix(QStringLiteral(" s"));
  length_->setButtonSymbols(QAbstractSpinBox::NoButtons);
  length_->setAlignment(Qt::AlignRight);
  length_->setKeyboardTracking(false);
  length_->setFixedWidth(56);
  length_->setToolTip(tr("Displayed time span, 0.5 to 10 s (wheel over the raster)"));
  connect(length_, &QDoubleSpinBox::valueChanged, window_, [this](double s) { window_->set_length(1000.0 * s); });

  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(legend_);
  layout->addSpacing(8);
  for (QToolButton* button : presets_)
    layout->addWidget(button);
  layout->addWidget(length_);
  connect(window_, &TimeWindow::changed, this, &RasterHeader::follow_window);
  follow_window();
}

QToolButton* RasterHeader::preset(double seconds) {
  auto* button = new QToolButton;
  button->setObjectName(QStringLiteral("window-%1s").arg(seconds));
  button->setText(tr("%1 s").arg(seconds));
  button->setToolTip(tr("Show %1 s").arg(seconds));
  button->setCheckable(true);
  button->setFocusPolicy(Qt::TabFocus);
  connect(button, &QToolButton::clicked, window_, [this, seconds] {
    window_->set_length(1000.0 * seconds);
    follow_window(); // a second click on the checked button must not uncheck it
  });
  return button;
}

void RasterHeader::follow_window() {
  const double seconds = 0.001 * window_->length_ms();
  const QSignalBlocker quiet(length_);
  if (!length_->hasFocus() || std::abs(length_->value() - seconds) > 0.05)
    length_->setValue(seconds);
  constexpr double preset_seconds[] = {1.0, 3.0, 10.0};
  for (int i = 0; i < 3; ++i)
    presets_[i]->setChecked(std::abs(seconds - preset_seconds[i]) < 1e-6);
}

void RasterHeader::set_theme(Theme theme) {
  legend_->set_theme(theme);
}

void RasterHeader::set_legend_visible(bool visible) {
  legend_->setVisible(visible);
}

} // namespace striate
