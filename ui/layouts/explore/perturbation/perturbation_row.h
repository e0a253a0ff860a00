// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/perturbation_schedule.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QPushButton;

namespace striate {

/// One perturbation of the list: on or off, what it does and when, and buttons to release, change and remove it.
class PerturbationRow : public QWidget {
  Q_OBJECT
public:
  PerturbationRow(const PerturbationTerm& term, std::size_t index, QWidget* parent);

  /// Whether it acts at this model time.
  void show_now(std::int64_t now_ms);

signals:
  void switched(std::size_t index, bool on);
  void release(std::size_t index);
  void change(std::size_t index);
  void remove(std::size_t index);

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  void show_title();

  PerturbationTerm term_;
  QCheckBox* on_;
  QLabel* title_;
  QLabel* time_;
  QPushButton* release_;
};

} // namespace striate
