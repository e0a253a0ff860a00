// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QWidget>

class QPushButton;

namespace striate {

class TargetBox;

/// What forms of a list have in common whose entries name neurons: the neurons, a button that makes or changes an
/// entry, one that gives the change up, and their keys: Enter submits, Esc cancels.
class NeuronForm : public QWidget {
  Q_OBJECT
public:
  /// prefix: of the controls' object names, "probe"; apply: what the button says for a new entry.
  NeuronForm(const QString& prefix, const QString& apply, QWidget* parent);

  TargetBox& target() { return *target_; }

signals:
  void submitted();
  void cancelled();

protected:
  void keyPressEvent(QKeyEvent* event) override;
  /// Whether an entry of the list is being changed.
  void show_change(bool changing);

  TargetBox* target_;
  QPushButton* apply_;
  QPushButton* cancel_;

private:
  QString apply_text_;
};

} // namespace striate
