// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/palette.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

namespace striate {

class ViewHeader;

/// A panel of the window that shows a figure of the running network: a header line and what the view puts below it.
/// Draws only while it can be seen and at most 60 times a second, however often schedule() is called.
class FigureView : public QWidget {
  Q_OBJECT
public:
  explicit FigureView(const QString& heading, QWidget* parent = nullptr);

  /// What is shown now as a figure for a file, in the style of a paper.
  virtual FigureModel export_model() const = 0;
  virtual QString title() const = 0;
  virtual void set_theme(Theme theme);
  Theme theme() const { return theme_; }
  ViewHeader* header() const { return header_; }

public slots:
  /// Something changed: draw at the next frame, or when the view is shown again.
  void schedule();

protected:
  /// Draws the present state.
  virtual void refresh() = 0;
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

private:
  void draw();

  ViewHeader* header_;
  Theme theme_ = Theme::dark;
  QTimer frame_;
  QElapsedTimer since_drawn_;
};

} // namespace striate
