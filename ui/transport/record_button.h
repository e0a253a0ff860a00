// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QElapsedTimer>
#include <QIcon>
#include <QTimer>
#include <QToolButton>

#include <cstdint>

class QAction;

namespace striate {

/// Starts and stops a recording; while one runs its light blinks and it tells for how long, in the same
/// width.
class RecordButton : public QToolButton {
  Q_OBJECT
public:
  RecordButton(QAction* action, QWidget* parent);
  void show_recording(bool recording, std::uint64_t spikes, const QString& file);
  void set_color(const QColor& idle);
  QSize sizeHint() const override;

private:
  void blink();

  QAction* action_;
  QIcon light_, lit_, dim_;
  QTimer blinking_;
  QElapsedTimer since_start_;
  bool bright_ = true;
};

} // namespace striate
