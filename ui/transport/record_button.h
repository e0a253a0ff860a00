#pragma once
#include <QIcon>
#include <QTimer>
#include <QToolButton>

#include <cstdint>

class QAction;

namespace striate {

/// Starts and stops a recording; while one runs its light blinks and it counts the spikes written.
class RecordButton : public QToolButton {
  Q_OBJECT
public:
  RecordButton(QAction* action, QWidget* parent);
  void show_recording(bool recording, std::uint64_t spikes, const QString& file);
  void set_color(const QColor& idle);

private:
  void blink();

  QAction* action_;
  QIcon light_, lit_, dim_;
  QTimer blinking_;
  bool bright_ = true;
};

} // namespace striate
