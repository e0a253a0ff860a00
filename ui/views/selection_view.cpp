// SPDX-License-Identifier: Apache-2.0
#include "ui/views/selection_view.h"

#include "engine/analysis/figures/live_figures.h"
#include "ui/live/live_data.h"
#include "ui/live/neuron_text.h"
#include "ui/live/time_window.h"
#include "ui/plot/figure_widget.h"
#include "ui/views/fact_list.h"
#include "ui/views/hint_pages.h"
#include "ui/views/joined_figure.h"
#include "ui/views/readable_marks.h"
#include "ui/views/time_link.h"
#include "ui/views/view_header.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <span>

namespace striate {

namespace {

/// OSI or DSI, or what is missing for one: "– (0.8 s)", "– (3 spikes)".
QString index_text(const TuningEstimate& tuning, double value) {
  if (tuning.measured())
    return std::isnan(value) ? QStringLiteral("–") : QString::number(value, 'f', 2);
  if (tuning.directions_measured() < 8)
    return QStringLiteral("– (%1 s)").arg(tuning.seconds_shown(), 0, 'f', 1);
  const auto spikes = static_cast<int>(tuning.spikes_fired());
  return spikes == 1 ? SelectionView::tr("– (1 spike)") : SelectionView::tr("– (%1 spikes)").arg(spikes);
}

QString rate_with_unit(double rate_Hz) {
  if (std::isnan(rate_Hz))
    return QStringLiteral("–");
  return QStringLiteral("%1 Hz").arg(rate_Hz, 0, 'f', rate_Hz < 1.0 ? 2 : 1);
}

QString tuning_rule() {
  return SelectionView::tr(
             "<p>OSI and DSI are measured with the current (or last) drifting grating; spikes under other contrasts, "
             "frequencies and apertures are excluded. They appear once each of the eight directions was shown for at "
             "least %1 s and the neuron has fired %2 times; until then a dash with the seconds or spikes so far. A "
             "direction counts for the nearest of the eight.</p>")
      .arg(TuningEstimate::least_seconds)
      .arg(TuningEstimate::least_spikes);
}

/// The samples within [from, to) of values that run parallel to time_ms.
std::span<const double> part_of(const std::vector<double>& time_ms, const std::vector<double>& values, double from_ms,
                                double to_ms) {
  const auto first = std::lower_bound(time_ms.begin(), time_ms.end(), from_ms) - time_ms.begin();
  const auto last = std::lower_bound(time_ms.begin(), time_ms.end(), to_ms) - time_ms.begin();
  return std::span(values).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
}

} // namespace

SelectionView::SelectionView(LiveData* live_data, TimeWindow* window, QWidget* parent)
    : FigureView(tr("Selection"), parent), data_(live_data), window_(window), tuning_(new FigureWidget),
      facts_(new FactList), voltage_(new FigureWidget),
      pages_(new HintPages(QStringLiteral("selection-hint"), make_page())) {
  setObjectName(QStringLiteral("selection"));
  setFocusPolicy(Qt::StrongFocus);
  facts_->setToolTip(tuning_rule());
  tuning_->setToolTip(tuning_rule());
  static_cast<QVBoxLayout*>(layout())->addLayout(pages_, 1);

  link_time(*voltage_, *window_);
  connect(data_, &LiveData::updated, this, &FigureView::schedule);
  connect(data_, &LiveData::selection_changed, this, &FigureView::schedule);
  connect(window_, &TimeWindow::changed, this, &FigureView::schedule);
  SelectionView::set_theme(theme());
}

QWidget* SelectionView::make_page() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  auto* top = new QHBoxLayout;
  top->setSpacing(8);
  top->addWidget(tuning_, 1);
  top->addWidget(facts_, 0, Qt::AlignVCenter);
  column->addLayout(top);
  auto* membrane = new ViewHeader(tr("Membrane"));
  membrane->set_facts(tr("mV · threshold dashed"));
  column->addWidget(membrane);
  column->addWidget(voltage_, 1);
  return page;
}

void SelectionView::set_theme(Theme theme) {
  tuning_->set_theme(theme);
  voltage_->set_theme(theme);
  FigureView::set_theme(theme);
}

FigureModel SelectionView::tuning_model(std::uint32_t neuron) const {
  FigureModel figure = tuning_curve_figure(data_->describe_neuron(neuron).toStdString(), data_->tuning(neuron),
                                           static_cast<double>(data_->network()->neurons.tuning_deg[neuron]));
  if (const QString condition = data_->tuning_condition(); !condition.isEmpty())
    figure.caption += "; " + condition.toStdString();
  return figure;
}

FigureModel SelectionView::voltage_model(std::uint32_t neuron) const {
  const double from = window_->from_ms(), to = window_->to_ms();
  const NeuronHistory& history = data_->neuron_history();
  const auto marks = readable_marks(data_->marks(), from, to, 0.01 * (to - from), 0.3 * (to - from));
  return voltage_trace_figure(data_->describe_neuron(neuron).toStdString(),
                              part_of(history.time_ms, history.time_ms, from, to),
                              part_of(history.time_ms, history.v_mV, from, to), history.threshold_mV,
                              part_of(history.spike_ms, history.spike_ms, from, to), from, to, marks);
}

std::vector<std::pair<QString, QString>> SelectionView::facts(std::uint32_t neuron) const {
  const NeuronTable& neurons = data_->network()->neurons;
  const TuningEstimate tuning = data_->tuning(neuron);
  std::vector<std::pair<QString, QString>> facts{
      {tr("Tuning"), QStringLiteral("%1°").arg(static_cast<double>(neurons.tuning_deg[neuron]), 0, 'f', 0)},
      {tr("Depth"), QStringLiteral("%1 µm").arg(static_cast<double>(-neurons.y_um[neuron]), 0, 'f', 0)}};
  const double rate = data_->mean_rate_Hz(neuron);
  facts.emplace_back(tr("Rate"), rate_with_unit(rate));
  facts.emplace_back(tr("OSI"), index_text(tuning, tuning.osi()));
  facts.emplace_back(tr("DSI"), index_text(tuning, tuning.dsi()));
  facts.emplace_back(tr("Directions"), tr("%1 of 8").arg(tuning.directions_measured()));
  if (const auto inputs = data_->inputs(neuron))
    facts.emplace_back(tr("Inputs"), tr("%1 recurrent\n%2 LGN").arg(inputs->recurrent).arg(inputs->lgn));
  return facts;
}

void SelectionView::refresh() {
  const auto neuron = data_->selected_neuron();
  if (!neuron) {
    pages_->say(tr("Click a neuron in the raster"));
    header()->set_facts({});
    return;
  }
  pages_->show_page();
  header()->set_facts(data_->describe_neuron(*neuron));
  FigureModel tuning = tuning_model(*neuron);
  FigureModel voltage = voltage_model(*neuron);
  calm_time_axes(voltage);
  for (FigureModel* figure : {&tuning, &voltage})
    for (Panel& panel : figure->panels) { // the view's own header lines say these
      panel.title.clear();
      panel.x.label.clear();
      panel.y.label.clear();
      panel.y.unit.clear();
    }
  Axis& rate = tuning.panels.front().y;
  rate.ticks = {rate.max}; // the ring at the rim is enough in a small plot
  for (Panel& panel : voltage.panels)
    hide_mark_labels(panel);
  tuning_->set_figure(std::move(tuning));
  voltage_->set_figure(std::move(voltage));
  facts_->set_facts(facts(*neuron));
  fit_tuning_plot();
}

void SelectionView::resizeEvent(QResizeEvent* event) {
  FigureView::resizeEvent(event);
  fit_tuning_plot();
}

void SelectionView::fit_tuning_plot() {
  // The polar plot is round: more height than width would stay empty, the voltage trace makes better use of it.
  const int free_width = width() - facts_->sizeHint().width() - 30;
  const int wanted = std::max({60, facts_->sizeHint().height(), std::min(free_width, height() * 11 / 20)});
  if (tuning_->height() != wanted)
    tuning_->setFixedHeight(wanted);
}

void SelectionView::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_Up || key == Qt::Key_Down)
    data_->select_neuron(data_->neighbour_of_selected(key == Qt::Key_Up ? -1 : 1));
  else if (!handle_time_key(*event, *window_))
    FigureView::keyPressEvent(event);
}

FigureModel SelectionView::export_model() const {
  const auto neuron = data_->selected_neuron();
  if (!neuron)
    return FigureModel{.name = "neuron", .title = "No neuron is selected"};
  FigureModel figure = tuning_model(*neuron);
  join_below(figure, voltage_model(*neuron));
  figure.name = "neuron_" + std::to_string(*neuron);
  figure.title = data_->describe_neuron(*neuron).toStdString();
  return figure;
}

} // namespace striate
