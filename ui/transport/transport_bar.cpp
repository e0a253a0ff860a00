#include "ui/transport/transport_bar.h"

#include "engine/session/simulation_service.h"
#include "ui/actions/action_list.h"
#include "ui/actions/line_icon.h"
#include "ui/transport/model_clock.h"
#include "ui/transport/record_button.h"
#include "ui/transport/run_button.h"
#include "ui/transport/segmented_control.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

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

constexpr int width_with_backend_px = 1240, wider_when_recording_px = 60;

} // namespace

TransportBar::TransportBar(const ActionList& actions, QWidget* parent)
    : QFrame(parent), actions_(actions), run_(new RunButton(actions.action("simulation.run"), this)),
      clock_(new ModelClock(this)), backend_(new QLabel(this)),
      record_(new RecordButton(actions.action("simulation.record"), this)), menu_(new QToolButton(this)) {
  setObjectName("transport-bar");
  backend_->setObjectName("backend");
  backend_->setProperty("role", "quiet");
  backend_->setToolTip(tr("What computes the model"));

  auto* speed = new SegmentedControl({{actions.action("simulation.speed-tenth"), "speed-tenth"},
                                      {actions.action("simulation.speed-half"), "speed-half"},
                                      {actions.action("simulation.speed-real"), "speed-real"},
                                      {actions.action("simulation.speed-max"), "speed-max"}},
                                     tr("Speed"), this);
  auto* layouts = new SegmentedControl({{actions.action("view.layout-explore"), "layout-explore"},
                                        {actions.action("view.layout-tune"), "layout-tune"},
                                        {actions.action("view.layout-train"), "layout-train"},
                                        {actions.action("view.layout-present"), "layout-present"}},
                                       tr("Layout"), this);

  auto* exporter = new QToolButton(this);
  exporter->setObjectName("export");
  exporter->setAccessibleName(tr("Export"));
  exporter->setText(tr("Export ▾"));
  exporter->setToolTip(tr("Write a figure or a recording"));
  exporter->setPopupMode(QToolButton::InstantPopup);
  exporter->setMenu(export_menu(actions, exporter));

  menu_->setObjectName("menu");
  menu_->setAccessibleName(tr("Menu"));
  menu_->setToolTip(tr("All menus  (F10)"));
  menu_->setShortcut(QKeySequence(Qt::Key_F10));
  menu_->setPopupMode(QToolButton::InstantPopup);
  menu_->setIconSize({16, 16});

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  row->addWidget(run_);
  row->addWidget(icon_button("simulation.step", "step"));
  row->addWidget(icon_button("simulation.reset", "reset"));
  row->addWidget(speed);
  row->addSpacing(8);
  row->addWidget(clock_);
  row->addSpacing(6);
  row->addWidget(backend_);
  row->addStretch(1);
  row->addWidget(layouts);
  row->addWidget(record_);
  row->addWidget(exporter);
  row->addWidget(icon_button("help.palette", "palette"));
  row->addWidget(menu_);
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
  backend_->setText(QString::fromStdString(snapshot.backend).section(QStringLiteral(" · "), 0, 0));
  backend_->setToolTip(QString::fromStdString(snapshot.backend));
  record_->show_recording(snapshot.recording, snapshot.recorded_spikes,
                          QString::fromStdString(snapshot.recording_file));
  if (recording_ != snapshot.recording) {
    recording_ = snapshot.recording;
    show_backend();
  }
}

void TransportBar::set_theme(Theme theme) {
  const SurfaceColors colors = surface_colors(theme);
  clock_->set_theme(theme);
  record_->set_color(colors.danger);
  menu_->setIcon(line_icon("menu", colors.text));
}

void TransportBar::set_main_menu(QMenu* menu) {
  menu_->setMenu(menu);
}

void TransportBar::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  show_backend();
}

void TransportBar::show_backend() {
  backend_->setVisible(width() >= width_with_backend_px + (recording_ ? wider_when_recording_px : 0));
}

} // namespace striate
