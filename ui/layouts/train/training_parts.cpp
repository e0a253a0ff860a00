// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/training_parts.h"

#include "ui/layouts/train/checkpoint_panel.h"
#include "ui/layouts/train/loss_view.h"
#include "ui/layouts/train/rate_views.h"
#include "ui/layouts/train/training_panel.h"
#include "ui/layouts/train/trial_view.h"
#include "ui/live/live_data.h"
#include "ui/shell/dock_panel.h"
#include "ui/views/view_header.h"

#include <QMainWindow>

namespace striate {

TrainingParts::TrainingParts(LiveData& live_data, ParameterEditor& editor, QObject* parent)
    : QObject(parent), live(live_data.service()), work(data, live, nullptr),
      panel(new TrainingPanel(editor, work, [&live_data] { return live_data.network(); })), losses(new LossView(data)),
      trials(new TrialView(data)), rates(new RateTargetView(data)), before_after(new BeforeAfterView(data)),
      checkpoints(new CheckpointPanel(data)) {
  for (TrainingView* view : std::initializer_list<TrainingView*>{trials, rates, before_after})
    view->link_classes(live_data);
}

void TrainingParts::add_panels(std::map<QString, DockPanel*>& panels, QMainWindow* window) {
  const auto add = [&](const char* key, const QString& title, ViewHeader* header, QWidget* content) {
    panels[key] = new DockPanel(title, QStringLiteral("panel-") + QLatin1String(key), header, content, window);
  };
  add("training", tr("Training"), new ViewHeader(tr("Training")), panel);
  add("trials", trials->title(), trials->header(), trials);
  add("rates", rates->title(), rates->header(), rates);
  add("before-after", before_after->title(), before_after->header(), before_after);
  add("checkpoints", tr("Checkpoints"), checkpoints->header(), checkpoints);
}

void TrainingParts::set_theme(Theme theme) {
  for (FigureView* view : std::initializer_list<FigureView*>{losses, trials, rates, before_after})
    view->set_theme(theme);
}

} // namespace striate
