// SPDX-License-Identifier: Apache-2.0
#include "ui/transport/transport_bar.h"

#include "engine/session/simulation_service.h"
#include "ui/actions/action_list.h"
#include "ui/actions/line_icon.h"
#include "ui/transport/choice_button.h"
#include "ui/transport/model_clock.h"
#include "ui/transport/record_button.h"
#include "ui/transport/run_button.h"
#include "ui/transport/segmented_control.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace striate {

namespace {

QMenu* export_menu(const ActionList& actions, QWidget* parent) {
  auto* menu = new QMenu(parent);
  menu->setObjectName("export-menu");
  for (const char* id : {"file.export-raster", "file.export-population", "file.export-lgn", "file.export-selection"})
    menu->addAction(actions.action(id));
  menu->addAction(actions.action("file.export-set"));
  menu->addSeparator();
  menu->addAction(actions.action("simulation.record"));
  menu->addAction(actions.action("simulation.record-what"));
  menu->addAction(actions.action("simulation.record-folder"));
  return menu;
}

/// What folds, one after the other, while the window gets narrower.
enum Fold { nothing, backend_goes, ratio_goes, layouts_fold, speeds_fold, texts_go };
constexpr int space_px = 8;

} // namespace

TransportBar::TransportBar(const ActionList& actions, QWidget* parent)
    : QFrame(parent), actions_(actions), run_(new RunButton(actions.action("simulation.run"), this)),
      clock_(new ModelClock(this)), backend_(new QLabel(this)),
      record_(new RecordButton(actions.action("simulation.record"), this)), menu_(new QToolButton(this)) {
  setObjectName("transport-bar");
  backend_->setObjectName("backend");
  backend_->setProperty("role", "quiet");
  backend_->setToolTip(tr("Compute device"));

  speeds_ = new SegmentedControl({{actions.action("simulation.speed-tenth"), "speed-tenth"},
                                  {actions.action("simulation.speed-half"), "speed-half"},
                                  {actions.action("simulation.speed-real"), "speed-real"},
                                  {actions.action("simulation.speed-max"), "speed-max"}},
                                 tr("Speed"), this);
  speed_ = new ChoiceButton({actions.action("simulation.speed-tenth"), actions.action("simulation.speed-half"),
                             actions.action("simulation.speed-real"), actions.action("simulation.speed-max")},
                            "speed", tr("Speed"), this);
  layouts_ = new SegmentedControl({{actions.action("view.layout-explore"), "layout-explore"},
                                   {actions.action("view.layout-tune"), "layout-tune"},
                                   {actions.action("view.layout-train"), "layout-train"},
                                   {actions.action("view.layout-present"), "layout-present"}},
                                  tr("Layout"), this);
  layout_ = new ChoiceButton({actions.action("view.layout-explore"), actions.action("view.layout-tune"),
                              actions.action("view.layout-train"), actions.action("view.layout-present")},
                             "layout", tr("Layout"), this);

  export_ = new QToolButton(this);
  export_->setObjectName("export");
  export_->setAccessibleName(tr("Export"));
  export_->setText(tr("Export ▾"));
  export_->setToolTip(tr("Write a figure or a recording"));
  export_->setPopupMode(QToolButton::InstantPopup);
  export_->setMenu(export_menu(actions, export_));

  menu_->setObjectName("menu");
  menu_->setAccessibleName(tr("Menu"));
  menu_->setToolTip(tr("All menus  (F10)"));
  menu_->setShortcut(QKeySequence(Qt::Key_F10));
  menu_->setPopupMode(QToolButton::InstantPopup);
  menu_->setIconSize({16, 16});

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space_px);
  row->addWidget(run_);
  row->addWidget(icon_button("simulation.step", "step"));
  row->addWidget(icon_button("simulation.reset", "reset"));
  row->addWidget(speeds_);
  row->addWidget(speed_);
  row->addSpacing(8);
  row->addWidget(clock_);
  row->addSpacing(6);
  row->addWidget(backend_);
  row->addStretch(1);
  row->addWidget(layouts_);
  row->addWidget(layout_);
  row->addWidget(record_);
  row->addWidget(export_);
  row->addWidget(icon_button("help.palette", "palette"));
  row->addWidget(menu_);
  fold();
}

QToolButton* TransportBar::icon_button(const char* action, const char* name) {
  auto* button = new QToolButton(this);
  button->setDefaultAction(actions_.action(action));
  button->setObjectName(name);
  button->setAccessibleName(button->defaultAction()->text());
  button->setToolButtonStyle(Qt::ToolButtonIconOnly);
  button->setIconSize({16, 16});
  return button;
}

void TransportBar::show_snapshot(const Snapshot& snapshot) {
  run_->show_running(snapshot.running);
  clock_->show_snapshot(snapshot);
  const QString backend = QString::fromStdString(snapshot.backend).section(QStringLiteral(" · "), 0, 0);
  if (backend != backend_->text()) {
    backend_->setText(backend);
    fold();
  }
  backend_->setToolTip(QString::fromStdString(snapshot.backend));
  record_->show_recording(snapshot.recording, snapshot.recorded_spikes,
                          QString::fromStdString(snapshot.recording_file));
}

void TransportBar::set_theme(Theme theme) {
  const SurfaceColors colors = surface_colors(theme);
  clock_->set_theme(theme);
  record_->set_color(colors.danger);
  menu_->setIcon(line_icon("menu", colors.text));
  export_->setIcon(line_icon("export", colors.text));
}

void TransportBar::set_main_menu(QMenu* menu) {
  menu_->setMenu(menu);
}

QSize TransportBar::minimumSizeHint() const {
  return {0, QFrame::minimumSizeHint().height()};
}

void TransportBar::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  fold();
}

void TransportBar::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
    fold();
}

int TransportBar::needed_width(int level) const {
  const std::pair<const QWidget*, bool> changing[] = {{backend_, level < backend_goes},
                                                      {layouts_, level < layouts_fold},
                                                      {layout_, level >= layouts_fold},
                                                      {speeds_, level < speeds_fold},
                                                      {speed_, level >= speeds_fold}};
  int width = 0;
  for (int i = 0; i < layout()->count(); ++i) {
    const QLayoutItem& item = *layout()->itemAt(i);
    const auto* found = std::ranges::find(changing, item.widget(), &std::pair<const QWidget*, bool>::first);
    if (item.widget() == clock_)
      width += clock_->width_with(level < ratio_goes) + space_px;
    else if (item.widget() && (found == std::end(changing) || found->second))
      width += item.widget()->sizeHint().width() + space_px;
    else if (!item.widget())
      width += item.sizeHint().width();
  }
  return width;
}

/// Texts are measured in full, whatever is folded now.
void TransportBar::fold() {
  if (!layout())
    return;
  record_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  export_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  int level = nothing;
  while (level < texts_go && needed_width(level) > width())
    ++level;
  backend_->setVisible(level < backend_goes);
  clock_->show_ratio_beside(level < ratio_goes);
  layouts_->setVisible(level < layouts_fold);
  layout_->setVisible(level >= layouts_fold);
  speeds_->setVisible(level < speeds_fold);
  speed_->setVisible(level >= speeds_fold);
  if (level == texts_go) {
    record_->setToolButtonStyle(Qt::ToolButtonIconOnly);
    export_->setToolButtonStyle(Qt::ToolButtonIconOnly);
  }
}

} // namespace striate
