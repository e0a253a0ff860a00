#pragma once
#include "ui/edit/parameter_editor.h"
#include "ui/theme/theme.h"
#include "ui/tuning/tuning_work.h"

#include <QTimer>
#include <QWidget>

#include <string>
#include <vector>

class QGridLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace striate {

class HintLabel;
class ProtocolChooser;

/// The tuning run: its parameters from the one table, start, progress with the time that is left, pause, cancel, going
/// on. What the buttons do is told by signals; the controller does it.
class TuningPanel : public QWidget {
  Q_OBJECT
public:
  TuningPanel(ParameterEditor& editor, TuningWork& work, QWidget* parent = nullptr);

  void set_theme(Theme theme);
  /// Why a run cannot start now; empty: it can.
  void set_obstacle(const QString& sentence);

signals:
  void start_wanted();
  void go_on_wanted();

protected:
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;

private:
  void add_number(const char* key);
  void add_series(const char* key, const char* single);
  void add_row(const Parameter& parameter, QWidget* entry);
  void show_rows();
  QWidget* make_progress();
  void show_state();
  void show_progress();
  void show_plan();
  void fit_entries();
  QString remaining() const;

  ParameterEditor& editor_;
  TuningWork& work_;
  QGridLayout* grid_;
  struct Row {
    std::string key;
    QWidget *label, *entry, *unit;
  };
  std::vector<Row> rows_;
  ProtocolChooser* protocol_;
  HintLabel* hint_;
  QLabel* plan_;
  QLabel* state_;
  QLabel* time_left_;
  QProgressBar* progress_;
  QPushButton* start_;
  QPushButton* pause_;
  QPushButton* cancel_;
  QString obstacle_;
  QTimer poll_;
};

} // namespace striate
