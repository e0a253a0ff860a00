// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

class QLabel;
class QPushButton;
class QTableWidget;

namespace striate {

class TrainingData;
class ViewHeader;

/// The validations of a run, with the epochs whose weights are kept (best and latest), and what can be done with these
/// weights.
class CheckpointPanel : public QWidget {
  Q_OBJECT
public:
  explicit CheckpointPanel(const TrainingData& training, QWidget* parent = nullptr);

  ViewHeader* header() const { return header_; }
  QString chosen() const; ///< file of the selected row; empty when its weights are not kept
  /// Checkpoint whose weights the open network has; empty: its own.
  void set_used(const QString& file);

signals:
  void choice_changed();
  void use_wanted(const QString& file); ///< empty: the network's own weights again
  void export_wanted(const QString& file);

protected:
  void changeEvent(QEvent* event) override;

private:
  void compose();
  void show_rows();
  void show_buttons();

  const TrainingData& data_;
  ViewHeader* header_;
  QTableWidget* table_;
  QLabel* hint_;
  QPushButton* use_;
  QPushButton* export_;
  QPushButton* own_;
  QString used_;
};

} // namespace striate
