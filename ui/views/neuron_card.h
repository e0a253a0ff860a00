// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/palette.h"

#include <QWidget>

namespace striate {

/// The small card beside the pointer that names a neuron. A child of the plot; lets the mouse through.
class NeuronCard : public QWidget {
  Q_OBJECT
public:
  explicit NeuronCard(QWidget* plot);

  void set_theme(Theme theme);
  /// Shows the card near a point of the plot, on whichever side there is room.
  void show_at(QPoint pointer, const QString& title, const QString& details);
  QString title() const { return title_; }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  Theme theme_ = Theme::dark;
  QString title_, details_;
};

} // namespace striate
