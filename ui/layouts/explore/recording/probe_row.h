// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/probe.h"

#include <QWidget>

class QLabel;

namespace striate {

/// One probe of the list: variable, neurons and interval, what it writes, and buttons to change and remove it.
class ProbeRow : public QWidget {
  Q_OBJECT
public:
  ProbeRow(const Probe& probe, std::size_t index, QWidget* parent);

  /// values: at one time; 0: not known.
  void show_size(std::size_t values, double bytes_per_s);

signals:
  void change(std::size_t index);
  void remove(std::size_t index);

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  void show_texts();

  Probe probe_;
  QString size_text_;
  QLabel* title_;
  QLabel* size_;
};

} // namespace striate
