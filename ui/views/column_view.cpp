// SPDX-License-Identifier: Apache-2.0
#include "ui/views/column_view.h"

#include "engine/analysis/figures/column_figure.h"
#include "ui/live/live_data.h"
#include "ui/live/neuron_text.h"
#include "ui/live/time_window.h"
#include "ui/views/class_legend.h"
#include "ui/views/column_canvas.h"
#include "ui/views/neuron_card.h"
#include "ui/views/view_header.h"

#include <QComboBox>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace striate {

namespace {

constexpr double glow_ms = 60.0;            ///< a spike's light falls to 1/e in this time
constexpr std::int64_t glow_lasts_ms = 240; ///< then it is no longer seen

ColumnColoring coloring_of(int index) {
  constexpr std::array choices{ColumnColoring::spikes, ColumnColoring::classes, ColumnColoring::rate,
                               ColumnColoring::tuning};
  return choices.at(static_cast<std::size_t>(index));
}

} // namespace

ColumnView::ColumnView(LiveData* live_data, TimeWindow* window, QWidget* parent)
    : FigureView(tr("Column"), parent), data_(live_data), window_(window), canvas_(new ColumnCanvas),
      card_(new NeuronCard(canvas_)), coloring_(new QComboBox),
      legend_(new ClassLegend(live_data, ClassLegend::classes())) {
  setObjectName(QStringLiteral("column"));
  coloring_->setObjectName(QStringLiteral("column-coloring"));
  coloring_->addItems({tr("spikes"), tr("class"), tr("rate"), tr("tuning")});
  coloring_->setToolTip(tr("Neuron colour: class, brightened by spikes; class; mean rate since the reset (0 to 20 Hz); "
                           "preferred direction"));
  header()->add(coloring_);
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->addWidget(legend_, 0, Qt::AlignLeft);
  column->addWidget(canvas_, 1);

  connect(data_, &LiveData::updated, this, &FigureView::schedule);
  connect(data_, &LiveData::network_changed, this, &ColumnView::take_network);
  connect(data_, &LiveData::selection_changed, this, [this] { canvas_->set_selected(data_->selected_neuron()); });
  connect(data_, &LiveData::group_changed, this, &ColumnView::take_group);
  connect(window_, &TimeWindow::changed, this, &FigureView::schedule);
  connect(canvas_, &ColumnCanvas::camera_changed, this, &FigureView::schedule);
  connect(coloring_, &QComboBox::currentIndexChanged, this, [this](int index) {
    canvas_->set_coloring(coloring_of(index));
    show_legend();
    schedule();
  });
  connect(canvas_, &ColumnCanvas::hovered, this, [this](std::optional<std::uint32_t> neuron, QPoint position) {
    data_->hover_neuron(neuron);
    if (neuron)
      card_->show_at(position, data_->describe_neuron(*neuron), data_->describe_neuron_details(*neuron));
    else
      card_->hide();
  });
  connect(canvas_, &ColumnCanvas::clicked, this, [this](std::optional<std::uint32_t> neuron) {
    if (neuron)
      data_->select_neuron(neuron);
  });
  take_network();
  ColumnView::set_theme(theme());
}

void ColumnView::set_theme(Theme theme) {
  canvas_->set_theme(theme);
  card_->set_theme(theme);
  legend_->set_theme(theme);
  FigureView::set_theme(theme);
}

void ColumnView::take_network() {
  if (const auto network = data_->network()) {
    canvas_->set_network(network);
    header()->set_facts(tr("%1 cells").arg(grouped_number(network->neurons.size())));
  }
  take_group();
}

/// Colours of rates and of directions are no classes.
void ColumnView::show_legend() {
  const ColumnColoring coloring = coloring_of(coloring_->currentIndex());
  legend_->setVisible(coloring == ColumnColoring::spikes || coloring == ColumnColoring::classes);
}

void ColumnView::take_group() {
  std::vector<std::uint8_t> emphasised;
  const auto network = data_->network();
  if (const auto group = data_->shown_group(); group && network)
    for (const std::uint16_t index : network->neurons.population) {
      const Population& population = network->tables->populations[index];
      emphasised.push_back(group->contains(population.layer, population.cell_class) ? 1 : 0);
    }
  canvas_->set_emphasis(std::move(emphasised));
  schedule();
}

std::vector<float> ColumnView::values() const {
  const auto network = data_->network();
  std::vector<float> values(network->neurons.size(), 0.0f);
  switch (coloring_of(coloring_->currentIndex())) {
  case ColumnColoring::spikes: {
    // At the start of a run the window reaches into the future.
    const auto end = std::min(static_cast<std::int64_t>(std::ceil(window_->to_ms())), data_->spikes().end_ms());
    data_->spikes().for_each_step(end - glow_lasts_ms, end, [&](std::int64_t ms, std::span<const std::uint32_t> ids) {
      const auto light = static_cast<float>(std::exp(-static_cast<double>(end - 1 - ms) / glow_ms));
      for (const std::uint32_t id : ids)
        values[id] = light;
    });
    return values;
  }
  case ColumnColoring::rate:
    for (std::uint32_t i = 0; i < values.size(); ++i)
      if (const double rate = data_->mean_rate_Hz(i); !std::isnan(rate))
        values[i] = static_cast<float>(rate);
    return values;
  case ColumnColoring::classes:
  case ColumnColoring::tuning:
    break;
  }
  return {};
}

void ColumnView::refresh() {
  if (data_->network())
    canvas_->draw(values());
}

FigureModel ColumnView::export_model() const {
  if (!data_->network())
    return {};
  return column_figure(*data_->network(), canvas_->camera(), coloring_of(coloring_->currentIndex()), values());
}

} // namespace striate
