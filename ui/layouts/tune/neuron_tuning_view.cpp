// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/tune/neuron_tuning_view.h"

#include "engine/analysis/figures/study_figures.h"
#include "ui/layouts/tune/study_data.h"
#include "ui/live/neuron_text.h"
#include "ui/plot/figure_widget.h"
#include "ui/views/fact_list.h"
#include "ui/views/hint_pages.h"
#include "ui/views/view_header.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <array>
#include <cmath>

namespace striate {

namespace {

QString number(double value, int digits, const QString& unit = {}) {
  return std::isnan(value) ? QStringLiteral("–") : QString::number(value, 'f', digits) + unit;
}

/// One panel of the paper figure as a figure of its own, without the words that the view's header says.
FigureModel alone(const FigureModel& figure, std::size_t panel) {
  FigureModel part{.name = figure.name, .title = figure.title};
  part.panels.push_back(figure.panels.at(panel));
  Panel& shown = part.panels.front();
  shown.row = shown.column = 0;
  shown.title.clear();
  shown.letter.clear();
  if (shown.polar) {
    shown.x.label.clear();
    shown.y.label.clear();
    shown.y.unit.clear();
    shown.y.ticks = {shown.y.max}; // the ring at the rim is enough in a small plot
  }
  return part;
}

} // namespace

NeuronTuningView::NeuronTuningView(StudyData* study_data, QWidget* parent)
    : FigureView(tr("Measured tuning"), parent), data_(study_data), curve_(new FigureWidget), circle_(new FigureWidget),
      facts_(new FactList), pages_(new HintPages(QStringLiteral("measured-tuning-hint"), make_page())) {
  setObjectName(QStringLiteral("measured-tuning"));
  static_cast<QVBoxLayout*>(layout())->addLayout(pages_, 1);
  connect(data_, &StudyData::changed, this, &FigureView::schedule);
  connect(data_, &StudyData::selection_changed, this, &FigureView::schedule);
  NeuronTuningView::set_theme(theme());
}

QWidget* NeuronTuningView::make_page() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(circle_, 1);
  row->addWidget(facts_);
  column->addWidget(curve_, 5);
  column->addLayout(row, 4);
  return page;
}

void NeuronTuningView::set_theme(Theme theme) {
  curve_->set_theme(theme);
  circle_->set_theme(theme);
  FigureView::set_theme(theme);
}

std::vector<std::pair<QString, QString>> NeuronTuningView::facts(std::uint32_t i) const {
  const StudyResult& study = data_->findings()->study;
  const Selectivity& s = study.selectivity;
  const bool fitted = i < study.fits.size() && !std::isnan(study.fits[i].sse);
  const QString degree = QStringLiteral("°"), hertz = tr(" Hz");
  return {{tr("OSI"), number(s.osi[i], 2)},
          {tr("DSI"), number(s.dsi[i], 2)},
          {tr("Preferred"), number(s.vector_direction_deg[i], 0, degree)},
          {tr("Fit"), number(fitted ? study.fits[i].angle_deg() : std::nan(""), 0, degree)},
          {tr("Max rate"), number(s.maximum_Hz[i], 1, hertz)},
          {tr("Mean rate"), number(s.average_Hz[i], 1, hertz)},
          {tr("Spont."), number(study.spontaneous_Hz[i], 1, hertz)},
          {tr("Tuning p"), number(study.orientation.p[i], 3)},
          {tr("Fano"), number(study.trial_fano[i], 2)}};
}

void NeuronTuningView::refresh() {
  const auto findings = data_->findings();
  const auto neuron = data_->selected_neuron();
  const bool shown = findings && neuron && *neuron < findings->study.neurons.size();
  if (!shown) {
    pages_->say(!findings ? tr("A tuning run measures the tuning curve of every neuron.")
                          : tr("Click a neuron in the column, a map or the raster."));
    header()->set_facts({});
    return;
  }
  pages_->show_page();
  const StudyNeurons& neurons = findings->study.neurons;
  header()->set_facts(
      QStringLiteral("#%1 · %2")
          .arg(grouped_number(neurons.id[*neuron]), QString::fromStdString(spaced(neurons.of(*neuron).cell_type))));
  const FigureModel figure = tuning_curves_figure(findings->study, std::array{*neuron});
  curve_->set_figure(alone(figure, 0));
  circle_->set_figure(alone(figure, 1));
  facts_->set_facts(facts(*neuron));
}

FigureModel NeuronTuningView::export_model() const {
  const auto findings = data_->findings();
  const auto neuron = data_->selected_neuron();
  if (!findings || !neuron || *neuron >= findings->study.neurons.size())
    return FigureModel{.name = "neuron_tuning", .title = "No neuron is selected"};
  FigureModel figure = tuning_curves_figure(findings->study, std::array{*neuron});
  figure.name = "neuron_tuning_" + std::to_string(findings->study.neurons.id[*neuron]);
  figure.settings = findings->settings;
  return figure;
}

} // namespace striate
