// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/tune/result_view.h"

#include "engine/analysis/live/group_highlight.h"
#include "ui/layouts/tune/figure_chooser.h"
#include "ui/layouts/tune/study_pick.h"
#include "ui/live/live_data.h"
#include "ui/live/neuron_text.h"
#include "ui/plot/figure_widget.h"
#include "ui/views/group_link.h"
#include "ui/views/hint_pages.h"
#include "ui/views/neuron_card.h"
#include "ui/views/view_header.h"

#include <QKeyEvent>
#include <QLabel>
#include <QStringList>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr double pick_px = 8.0;          ///< how far from a dot a click still counts
constexpr qsizetype shown_sentences = 2; ///< the others are in the tool tip

QString neuron_facts(const StudyResult& study, std::uint32_t i) {
  const auto number = [](double value, int digits) {
    return std::isnan(value) ? QStringLiteral("–") : QString::number(value, 'f', digits);
  };
  const Selectivity& s = study.selectivity;
  return ResultView::tr("OSI %1 · DSI %2 · %3 Hz · preferred %4°")
      .arg(number(s.osi[i], 2), number(s.dsi[i], 2), number(s.maximum_Hz[i], 1), number(s.vector_direction_deg[i], 0));
}

QString neuron_name(const StudyResult& study, std::uint32_t i) {
  return QStringLiteral("#%1 · %2")
      .arg(grouped_number(study.neurons.id[i]), QString::fromStdString(spaced(study.neurons.of(i).cell_type)));
}

} // namespace

ResultView::ResultView(StudyData* study_data, QWidget* parent)
    : FigureView(tr("Results"), parent), data_(study_data), chooser_(new FigureChooser), maker_(new FigureMaker(this)),
      warnings_(new QLabel(this)), page_(new QWidget), plot_(new FigureWidget), card_(new NeuronCard(plot_)),
      pages_(new HintPages(QStringLiteral("results-hint"), page_)) {
  setObjectName(QStringLiteral("results"));
  setFocusPolicy(Qt::StrongFocus);
  header()->add(chooser_);
  warnings_->setObjectName(QStringLiteral("study-warnings"));
  warnings_->setAccessibleName(tr("Warnings"));
  warnings_->setTextFormat(Qt::PlainText);
  warnings_->setWordWrap(true);
  warnings_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  warnings_->setContentsMargins(12, 4, 12, 4);
  static_cast<QVBoxLayout*>(layout())->addWidget(warnings_);
  plot_->setParent(page_);
  static_cast<QVBoxLayout*>(layout())->addLayout(pages_, 1);
  connect(data_, &StudyData::changed, this, &ResultView::take_data);
  connect(data_, &StudyData::selection_changed, this, &FigureView::schedule);
  connect(&data_->live(), &LiveData::group_changed, this, &FigureView::schedule);
  connect(chooser_, &FigureChooser::changed, this, &ResultView::make_figure);
  connect(maker_, &FigureMaker::made, this, &ResultView::take_figure);
  connect(maker_, &FigureMaker::failed, pages_, &HintPages::say);
  connect(plot_, &FigureWidget::hovered, this, &ResultView::hover);
  connect(plot_, &FigureWidget::left, this, [this] {
    card_->hide();
    if (over_group_)
      data_->live().hover_group(std::nullopt);
    over_group_ = false;
  });
  link_groups(*plot_, data_->live());
  connect(plot_, &FigureWidget::clicked, this, [this](int panel, double x, double y) {
    if (const auto neuron = neuron_under(panel, x, y))
      data_->select_neuron(*neuron);
    else if (const auto group = group_under(panel, x))
      data_->live().toggle_group(*group);
  });
  take_data();
  ResultView::set_theme(theme());
}

QString ResultView::title() const {
  return figure_.title.empty() ? tr("Results") : QString::fromStdString(figure_.title);
}

void ResultView::set_theme(Theme theme) {
  plot_->set_theme(theme);
  card_->set_theme(theme);
  FigureView::set_theme(theme);
}

FigureSource ResultView::source() const {
  FigureSource source{.findings = data_->findings(), .network = data_->network(), .trained = {}};
  const Snapshot* latest = data_->live().latest();
  if (latest != nullptr && source.network == latest->network && !latest->parameters.text("weights").empty())
    source.trained = latest->parameters;
  return source;
}

void ResultView::take_data() {
  const auto findings = data_->findings();
  header()->set_facts(findings ? findings->source : tr("not measured yet"));
  const bool first = findings && !measured_;
  measured_ = findings != nullptr;
  show_warnings();
  chooser_->set_entries(source().entries(), first ? "selectivity_boxes" : ""); // says changed(): the figure is made
  schedule();
}

void ResultView::show_warnings() {
  QStringList sentences;
  if (const auto findings = data_->findings(); findings && !findings->partial)
    for (const std::string& sentence : findings->study.warnings)
      sentences << QString::fromStdString(sentence);
  warnings_->setToolTip(sentences.size() > shown_sentences ? sentences.join(QStringLiteral("\n")) : QString());
  if (const qsizetype more = sentences.size() - shown_sentences; more > 0)
    sentences = sentences.first(shown_sentences) << tr("%n more", nullptr, static_cast<int>(more));
  warnings_->setText(sentences.join(QStringLiteral("\n")));
  warnings_->setVisible(!sentences.isEmpty());
}

void ResultView::make_figure() {
  const std::string name = chooser_->chosen();
  if (name.empty()) {
    figure_ = {};
    pages_->say(tr("Figures of the network and its measurements appear here."));
    return;
  }
  if (figure_.name != name)
    pages_->say(tr("Drawing…"));
  maker_->make(source(), name);
}

void ResultView::take_figure(const FigureModel& figure) {
  figure_ = figure;
  pages_->show_page();
  schedule();
}

void ResultView::refresh() {
  FigureModel shown = figure_;
  const auto findings = data_->findings();
  if (const auto neuron = data_->selected_neuron(); findings && neuron)
    mark_neuron(shown, findings->study, *neuron);
  if (const auto group = data_->live().shown_group())
    highlight_group(shown, *group);
  fit_plot();
  plot_->set_figure(std::move(shown));
}

// A figure may be stretched a little, a map not at all: the surface of cortex is as wide as it is deep.
void ResultView::fit_plot() {
  if (figure_.panels.empty())
    return;
  const bool map = figure_.name == "cortex_maps" || figure_.name == "orientation_map";
  const double stretch = map ? 1.0 : 1.5, wanted = figure_.width_mm / figure_.height_mm;
  const QSizeF room = page_->size();
  const double ratio = std::clamp(room.width() / std::max(1.0, room.height()), wanted / stretch, wanted * stretch);
  QRectF place(QPointF(0.0, 0.0), QSizeF(ratio, 1.0).scaled(room, Qt::KeepAspectRatio));
  place.moveCenter(QRectF(QPointF(0.0, 0.0), room).center());
  plot_->setGeometry(place.toRect());
}

void ResultView::resizeEvent(QResizeEvent* event) {
  FigureView::resizeEvent(event);
  fit_plot();
}

std::optional<std::uint32_t> ResultView::neuron_under(int panel, double x, double y) const {
  const auto findings = data_->findings();
  if (!findings || panel < 0 || static_cast<std::size_t>(panel) >= figure_.panels.size())
    return std::nullopt;
  const Panel& shown = figure_.panels[static_cast<std::size_t>(panel)];
  const QRectF area = plot_->data_area(panel);
  const double share_x = pick_px / std::max(1.0, area.width()), share_y = pick_px / std::max(1.0, area.height());
  const double reach_x =
      shown.x.log ? std::pow(shown.x.max / shown.x.min, share_x) : share_x * (shown.x.max - shown.x.min);
  return neuron_at(findings->study, figure_, panel, x, y, reach_x, share_y * (shown.y.max - shown.y.min));
}

std::optional<CellGroup> ResultView::group_under(int panel, double x) const {
  if (panel < 0 || static_cast<std::size_t>(panel) >= figure_.panels.size())
    return std::nullopt;
  return group_at(figure_.panels[static_cast<std::size_t>(panel)], x);
}

void ResultView::hover(int panel, double x, double y, QPoint position) {
  const auto neuron = neuron_under(panel, x, y);
  const auto group = neuron ? std::nullopt : group_under(panel, x);
  if (group || over_group_)
    data_->live().hover_group(group);
  over_group_ = group.has_value();
  if (!neuron) {
    card_->hide();
    return;
  }
  const StudyResult& study = data_->findings()->study;
  card_->show_at(position, neuron_name(study, *neuron), neuron_facts(study, *neuron));
}

void ResultView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
    chooser_->step(event->key() == Qt::Key_Left ? -1 : 1);
  else
    FigureView::keyPressEvent(event);
}

} // namespace striate
