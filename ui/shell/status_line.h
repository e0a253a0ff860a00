// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QStatusBar>
#include <QTimer>

class QLabel;
class QToolButton;

namespace striate {

class ActionList;
struct Network;
struct Snapshot;

/// The quiet line at the bottom: what runs, how large it is, what computes it and how fast, the last edit.
class StatusLine : public QStatusBar {
  Q_OBJECT
public:
  StatusLine(const ActionList& actions, QWidget* window);

  void show_snapshot(const Snapshot& snapshot);
  void show_network(const Network& network);
  void show_undo(const QString& text);
  void show_group(const QString& name); ///< of the highlighted group; empty: none
  void set_theme(Theme theme);

private:
  QLabel* add_label(const char* name, const QString& tooltip);
  void show_light(const QString& text, const QColor& color);
  void measure();

  Theme theme_ = Theme::dark;
  QLabel* light_;
  QToolButton* network_;
  QLabel* size_;
  QToolButton* backend_;
  QLabel* step_;
  QLabel* frames_;
  QLabel* memory_;
  QLabel* group_;
  QToolButton* undo_;
  QString light_text_;
  QColor light_color_;
  QTimer every_second_;
  QElapsedTimer since_measure_;
  int frame_count_ = 0;
};

} // namespace striate
