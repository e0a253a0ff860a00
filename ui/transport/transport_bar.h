// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/theme.h"

#include <QFrame>

class QLabel;
class QMenu;
class QToolButton;

namespace striate {

class ActionList;
class ChoiceButton;
class ModelClock;
class RecordButton;
class RunButton;
class SegmentedControl;
struct Snapshot;

/// The bar at the top: run, speed, time, layout, recording, export. Every button is an action of the list. In a narrow
/// window parts of it fold: no text is ever cut.
class TransportBar : public QFrame {
  Q_OBJECT
public:
  TransportBar(const ActionList& actions, QWidget* parent);

  void show_snapshot(const Snapshot& snapshot);
  void set_theme(Theme theme);
  /// The menus of the program, behind the button at the right end.
  void set_main_menu(QMenu* menu);
  /// Any width will do.
  QSize minimumSizeHint() const override;

protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  QToolButton* icon_button(const char* action, const char* name);
  void fold();
  int needed_width(int level) const;

  const ActionList& actions_;
  RunButton* run_;
  ModelClock* clock_;
  QLabel* backend_;
  SegmentedControl* speeds_;
  ChoiceButton* speed_;
  SegmentedControl* layouts_;
  ChoiceButton* layout_;
  RecordButton* record_;
  QToolButton* export_;
  QToolButton* menu_;
};

} // namespace striate
