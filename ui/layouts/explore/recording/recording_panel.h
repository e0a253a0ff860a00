// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/layouts/explore/recording/recording_edits.h"
#include "ui/layouts/explore/recording/spike_rates.h"

#include <QElapsedTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace striate {

class HintLabel;
class LiveData;
class ProbeForm;
class ProbeRow;
class RecordedFiles;

/// What a recording holds: kinds of files, probes, how large it gets and where it goes. The settings count when a
/// recording starts, so while one runs they rest and the panel tells what is written. Follows the editor, whoever
/// changes it.
class RecordingPanel : public QWidget {
  Q_OBJECT
public:
  RecordingPanel(ParameterEditor& editor, LiveData& live_data, QWidget* parent = nullptr);

  /// Where the next recording goes.
  void set_folder(const QString& folder);

public slots:
  /// Puts the cursor into the first control.
  void begin();

signals:
  /// "1.3 MB/s", "cannot be recorded", "12 MB written": for the panel's header.
  void state_changed(const QString& words);
  void folder_wanted();

protected:
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

private:
  void compose();
  QWidget* folder_line();
  void follow_snapshot();
  void show_edits();
  void fill();
  void show_figures();
  void show_recording();
  void show_folder();
  void say_state(const QString& words);
  void submit();
  void edit(std::optional<std::size_t> index);
  /// Does an edit of the list; what is wrong with it is said below the form.
  template <typename Work>
  void attempt(Work work);

  LiveData& data_;
  RecordingEdits edits_;
  LiveSpikeRates rates_;
  QScrollArea* scroll_;
  QWidget* settings_; ///< all that rests while a recording runs
  QLabel* problem_;   ///< why it cannot be recorded
  RecordedFiles* files_;
  ProbeForm* form_;
  HintLabel* hint_; ///< what is wrong with the probe that was asked for
  QVBoxLayout* rows_layout_;
  QLabel* empty_;
  std::vector<ProbeRow*> rows_;
  std::string filled_; ///< the probes that have rows
  QLabel* folder_;
  QLabel* disk_;
  QPushButton* choose_;
  std::optional<std::size_t> edited_;
  QString base_folder_, state_;
  bool recording_ = false;
  QElapsedTimer shown_; ///< since the figures were brought up to date
};

} // namespace striate
