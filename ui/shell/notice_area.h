// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

class QMainWindow;

namespace striate {

/// Lies over the lower middle of the window and holds what comes and goes: progress of tasks and messages. The panels
/// below keep their places, and get every click that does not hit a notice itself.
class NoticeArea : public QWidget {
  Q_OBJECT
public:
  explicit NoticeArea(QMainWindow* window);
  /// Taken over; the last one is the lowest.
  void add(QWidget* notice);

protected:
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  void place();

  QMainWindow* window_;
  bool placing_ = false;
};

} // namespace striate
