// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/stimulus/protocol.h"
#include "ui/controls/parameter_editor.h"
#include "ui/layouts/explore/stimulus/screen_rule.h"
#include "ui/layouts/explore/stimulus/stimulus_preview.h"
#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QWidget>

#include <memory>
#include <vector>

namespace striate {

class DirectionDial;
class HintLabel;
class PanelRow;
class PresetBar;
class ScreenNote;
class ValueEntry;

/// Everything about the stimulus: kind, live preview, direction dial, a line for each parameter, presets. Follows the
/// editor, whoever changes it; lines that mean nothing for the current stimulus are hidden. While a protocol rules the
/// screen, what it sets shows its values and cannot be moved. Scrolls when it is low.
class StimulusPanel : public QWidget {
  Q_OBJECT
public:
  explicit StimulusPanel(ParameterEditor& editor, QWidget* parent = nullptr);

  void set_theme(Theme theme);
  /// The box that chooses the kind of stimulus, for the panel's header; where there is none it stands above the
  /// preview.
  QWidget* kind_box() const { return kind_; }
  StimulusPreview& preview() { return *preview_; }
  /// What the run shows when, its time and its parameters: at every snapshot.
  void show_run(const std::shared_ptr<const Protocol>& protocol, std::int64_t now_ms, const ParameterSet& run);

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  void compose();
  void fit_to_width(int width);
  void align_rows();
  void show_rows();
  void enable_rows();
  void follow_rule();
  void take_edit(const QStringList& keys);
  void show_note();
  void answer_note();

  ParameterEditor& editor_;
  ParameterEditor shown_; ///< what the controls show and change: the editor's values, or those that act in their place
  std::shared_ptr<const Protocol> protocol_;
  std::int64_t now_ms_ = 0;
  ParameterSet run_;
  ScreenRule rule_;
  bool following_ = false;   ///< shown_ takes the values of others
  QElapsedTimer since_edit_; ///< the run needs a moment to take one
  QWidget* kind_;
  StimulusPreview* preview_;
  DirectionDial* dial_;
  ValueEntry* direction_;
  HintLabel* direction_hint_;
  std::vector<PanelRow*> rows_;
  ScreenNote* note_;
  PresetBar* presets_;
};

} // namespace striate
