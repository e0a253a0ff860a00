#pragma once
#include "engine/session/probe.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QPushButton;
class QSpinBox;

namespace striate {

class TargetBox;

/// Says which variable of which neurons shall be recorded and how often; makes a new probe or changes one of the list.
class ProbeForm : public QWidget {
  Q_OBJECT
public:
  explicit ProbeForm(QWidget* parent = nullptr);

  TargetBox& target() { return *target_; }
  /// The probe as the controls say. Throws a usage Error when the target is no selection.
  Probe probe() const;
  /// Loads one of the list to change it; nothing: back to making new ones.
  void change(const std::optional<Probe>& probe);

signals:
  void submitted();
  void cancelled();

protected:
  void keyPressEvent(QKeyEvent* event) override;

private:
  void compose();

  QComboBox* variable_;
  TargetBox* target_;
  QSpinBox* interval_;
  QPushButton* apply_;
  QPushButton* cancel_;
};

} // namespace striate
