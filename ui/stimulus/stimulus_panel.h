#pragma once
#include "ui/edit/parameter_editor.h"
#include "ui/stimulus/parameter_row.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <vector>

namespace striate {

struct GratingClock;
class DirectionDial;
class HintLabel;
class KindSelector;
class StimulusPreview;
class ValueEntry;

/// Everything about the stimulus: kind, live preview, direction dial, frequencies, contrast, phase, presets. Follows
/// the editor, whoever changes it; controls that mean nothing for the current kind are disabled.
class StimulusPanel : public QWidget {
  Q_OBJECT
public:
  explicit StimulusPanel(ParameterEditor& editor, QWidget* parent = nullptr);

  void set_theme(Theme theme);
  /// Radius in µm of the network that runs: the preview marks what it sees.
  void set_network_radius(double um);

public slots:
  /// What the screen shows at model time now_ms.
  void set_clock(const GratingClock& grating, double now_ms);

protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  void compose();
  void align_rows();
  void enable_controls();

  ParameterEditor& editor_;
  KindSelector* kind_;
  StimulusPreview* preview_;
  DirectionDial* dial_;
  ValueEntry* direction_;
  HintLabel* direction_hint_;
  std::vector<ParameterRow*> rows_;
};

} // namespace striate
