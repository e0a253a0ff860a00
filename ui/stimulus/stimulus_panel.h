#pragma once
#include "ui/edit/parameter_editor.h"
#include "ui/stimulus/stimulus_preview.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <vector>

namespace striate {

class DirectionDial;
class HintLabel;
class PanelRow;
class ValueEntry;

/// Everything about the stimulus: kind, live preview, direction dial, a line for each parameter, presets. Follows the
/// editor, whoever changes it; lines that mean nothing for the current stimulus are hidden. Scrolls when it is low.
class StimulusPanel : public QWidget {
  Q_OBJECT
public:
  explicit StimulusPanel(ParameterEditor& editor, QWidget* parent = nullptr);

  void set_theme(Theme theme);
  /// The box that chooses the kind of stimulus, for the panel's header; where there is none it stands above the
  /// preview.
  QWidget* kind_box() const { return kind_; }
  StimulusPreview& preview() { return *preview_; }

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  void compose();
  void fit_to_width(int width);
  void align_rows();
  void show_rows();

  ParameterEditor& editor_;
  QWidget* kind_;
  StimulusPreview* preview_;
  DirectionDial* dial_;
  ValueEntry* direction_;
  HintLabel* direction_hint_;
  std::vector<PanelRow*> rows_;
};

} // namespace striate
