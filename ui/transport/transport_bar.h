#pragma once
#include "ui/theme/theme.h"

#include <QFrame>

class QLabel;
class QMenu;
class QToolButton;

namespace striate {

class ActionList;
class ModelClock;
class RecordButton;
class RunButton;
struct Snapshot;

/// The bar at the top: run, speed, time, layout, recording, export. Every button is an action of the list.
class TransportBar : public QFrame {
  Q_OBJECT
public:
  TransportBar(const ActionList& actions, QWidget* parent);

  void show_snapshot(const Snapshot& snapshot);
  void set_theme(Theme theme);
  /// The menus of the program, behind the button at the right end.
  void set_main_menu(QMenu* menu);

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  QToolButton* icon_button(const char* action, const char* name);
  void show_backend(); ///< where there is room for it

  const ActionList& actions_;
  RunButton* run_;
  ModelClock* clock_;
  QLabel* backend_;
  RecordButton* record_;
  QToolButton* menu_;
  bool recording_ = false;
};

} // namespace striate
