// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/status_line.h"

#include "engine/core/memory_use.h"
#include "engine/session/simulation_service.h"
#include "ui/actions/action_list.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

#include <chrono>
#include <cmath>

namespace striate {

using namespace std::chrono_literals;

namespace {

QString count(double n) {
  if (n < 1e5)
    return QLocale(QLocale::English).toString(static_cast<qlonglong>(n));
  return QStringLiteral("%1 M").arg(n / 1e6, 0, 'f', n < 1e7 ? 2 : 1);
}

QString rule_name(NetworkRecipe::WeightRule rule) {
  return rule == NetworkRecipe::WeightRule::nll ? QStringLiteral("nll") : QStringLiteral("l2l");
}

} // namespace

StatusLine::StatusLine(const ActionList& actions, QWidget* window) : QStatusBar(window) {
  setObjectName("status-line");
  setSizeGripEnabled(false);
  auto* container = new QWidget(this);
  auto* row = new QHBoxLayout(container);
  row->setContentsMargins(8, 1, 4, 1);
  row->setSpacing(18);
  light_ = add_label("status-light", {});
  light_->setProperty("role", "small");
  network_ = new QToolButton(this);
  network_->setObjectName("status-network");
  network_->setAccessibleName(tr("Network"));
  network_->setToolTip(actions.action("simulation.network")->toolTip());
  connect(network_, &QToolButton::clicked, actions.action("simulation.network"), &QAction::trigger);
  size_ = add_label("status-size", {});
  backend_ = new QToolButton(this);
  backend_->setObjectName("status-backend");
  backend_->setAccessibleName(tr("Back end"));
  backend_->setToolTip(tr("Compute device. %1").arg(actions.action("simulation.graphics-card")->toolTip()));
  connect(backend_, &QToolButton::clicked, actions.action("simulation.graphics-card"), &QAction::trigger);
  step_ = add_label("status-step", tr("Computing time per millisecond of model time"));
  frames_ = add_label("status-frames", tr("Window updates per second"));
  memory_ = add_label("status-memory", tr("Memory used by Striate"));
  group_ = add_label("status-group", tr("Highlighted in all views; Esc clears it"));
  undo_ = new QToolButton(this);
  undo_->setObjectName("status-undo");
  undo_->setToolTip(actions.action("edit.undo")->toolTip());
  connect(undo_, &QToolButton::clicked, actions.action("edit.undo"), &QAction::trigger);
  auto* help = new QToolButton(this);
  help->setObjectName("status-shortcuts");
  help->setText(tr("? shortcuts"));
  help->setToolTip(actions.action("help.shortcuts")->toolTip());
  connect(help, &QToolButton::clicked, actions.action("help.shortcuts"), &QAction::trigger);
  for (QToolButton* button : {network_, backend_, undo_, help})
    button->setProperty("role", "status");
  for (QWidget* one :
       std::initializer_list<QWidget*>{light_, network_, size_, backend_, step_, frames_, memory_, group_})
    row->addWidget(one);
  row->addStretch(1);
  row->addWidget(undo_);
  row->addWidget(help);
  container->setFixedHeight(fontMetrics().height() + 10); // whatever texts come and go
  addWidget(container, 1);
  undo_->hide();
  group_->hide();
  light_text_ = tr("Starting");
  set_theme(theme_);

  since_measure_.start();
  connect(&every_second_, &QTimer::timeout, this, &StatusLine::measure);
  every_second_.start(1s);
  measure();
}

QLabel* StatusLine::add_label(const char* name, const QString& tooltip) {
  auto* label = new QLabel(this);
  label->setObjectName(QString::fromLatin1(name));
  label->setToolTip(tooltip);
  label->setProperty("role", "status");
  // Texts give way in a narrow window; they never make it wider.
  label->setMinimumWidth(1);
  return label;
}

void StatusLine::show_snapshot(const Snapshot& snapshot) {
  ++frame_count_;
  const SurfaceColors colors = surface_colors(theme_);
  show_light(snapshot.running ? tr("Running") : tr("Paused"), snapshot.running ? colors.good : colors.quiet);
  const QString backend = QString::fromStdString(snapshot.backend);
  if (backend_->text() != backend)
    backend_->setText(backend);
  const QString step = std::isfinite(snapshot.wall_over_model)
                           ? QStringLiteral("%1 ms/step").arg(snapshot.wall_over_model, 0, 'f', 2)
                           : QString();
  if (step_->text() != step)
    step_->setText(step);
}

void StatusLine::show_network(const Network& network) {
  network_->setText(QStringLiteral("%1 · R %2 µm · seed %3 · %4")
                        .arg(QString::fromStdString(network.name))
                        .arg(network.recipe.radius_um, 0, 'f', 0)
                        .arg(network.recipe.seed)
                        .arg(rule_name(network.recipe.weight_rule)));
  size_->setText(tr("%1 neurons · %2 + %3 synapses")
                     .arg(count(network.neurons.size()), count(static_cast<double>(network.recurrent.edge_count())),
                          count(static_cast<double>(network.lgn.edge_count()))));
  size_->setToolTip(
      tr("Synapses: recurrent + LGN; %1 LGN units; %2 background synapses")
          .arg(count(network.lgn_units.size()), count(static_cast<double>(network.background.source.size()))));
}

void StatusLine::show_undo(const QString& text) {
  undo_->setText(tr("Undo: %1").arg(text));
  undo_->setVisible(!text.isEmpty());
}

void StatusLine::show_group(const QString& name) {
  group_->setText(tr("highlighted: %1").arg(name));
  group_->setVisible(!name.isEmpty());
}

void StatusLine::set_theme(Theme theme) {
  theme_ = theme;
  const QString text = light_text_;
  light_text_.clear();
  show_light(text, surface_colors(theme).quiet);
}

void StatusLine::show_light(const QString& text, const QColor& color) {
  if (text == light_text_ && color == light_color_)
    return;
  light_text_ = text;
  light_color_ = color;
  light_->setText(QStringLiteral("<span style=\"color:%1\">●</span>&nbsp;%2").arg(color.name(), text));
  light_->setAccessibleName(text);
}

void StatusLine::measure() {
  const double seconds = static_cast<double>(since_measure_.restart()) / 1000.0;
  if (seconds > 0.0)
    frames_->setText(tr("%1 fps").arg(std::round(frame_count_ / seconds), 0, 'f', 0));
  frame_count_ = 0;
  const double bytes = resident_memory_bytes();
  memory_->setText(bytes < 1e9 ? QStringLiteral("%1 MB").arg(bytes / 1e6, 0, 'f', 0)
                               : QStringLiteral("%1 GB").arg(bytes / 1e9, 0, 'f', 1));
}

} // namespace striate
