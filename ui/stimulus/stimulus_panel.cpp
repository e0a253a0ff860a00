#include "ui/stimulus/stimulus_panel.h"

#include "ui/edit/follow.h"
#include "ui/stimulus/direction_dial.h"
#include "ui/stimulus/hint_label.h"
#include "ui/stimulus/kind_selector.h"
#include "ui/stimulus/panel_style.h"
#include "ui/stimulus/parameter_check.h"
#include "ui/stimulus/preset_bar.h"
#include "ui/stimulus/stimulus_preview.h"
#include "ui/stimulus/value_entry.h"

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace striate {

namespace {

constexpr int margin_px = 10, gap_px = 10;

/// Whether a control means anything for a kind of stimulus.
bool matters(const std::string& kind, const std::string& key) {
  const auto& kinds = parameter(key).kinds;
  return kinds.empty() || std::ranges::find(kinds, kind) != kinds.end();
}

} // namespace

StimulusPanel::StimulusPanel(ParameterEditor& editor, QWidget* parent)
    : QWidget(parent), editor_(editor), kind_(new KindSelector(parameter("stimulus"), editor, this)),
      preview_(new StimulusPreview(this)), dial_(new DirectionDial(parameter("direction"), editor, this)),
      direction_(new ValueEntry(parameter("direction"), editor, ValueEntry::Unit::shown, this)),
      direction_hint_(new HintLabel(this)) {
  setObjectName("stimulus-panel");
  setMinimumWidth(260);
  for (const char* key : {"spatial-frequency", "temporal-frequency", "contrast", "phase"})
    rows_.push_back(new ParameterRow(parameter(key), editor, this));
  direction_hint_->setObjectName("hint-direction");
  connect(direction_, &ValueEntry::rejected, direction_hint_, &HintLabel::say);
  connect(direction_, &ValueEntry::settled, direction_hint_, &HintLabel::clear_hint);
  compose();
  set_theme(Theme::dark);
  follow(editor_, "stimulus", this, [this] { enable_controls(); });
}

void StimulusPanel::compose() {
  auto* turning = new QVBoxLayout;
  turning->setSpacing(2);
  turning->addStretch(1);
  turning->addWidget(dial_, 0, Qt::AlignHCenter);
  turning->addWidget(direction_, 0, Qt::AlignHCenter);
  turning->addStretch(1);
  auto* top = new QHBoxLayout;
  top->setSpacing(gap_px);
  top->addWidget(preview_, 1, Qt::AlignTop);
  top->addLayout(turning);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(margin_px, 8, margin_px, margin_px);
  column->setSpacing(6);
  column->addWidget(kind_);
  column->addSpacing(2);
  column->addLayout(top);
  column->addWidget(direction_hint_);
  for (ParameterRow* row : rows_)
    column->addWidget(row);
  column->addWidget(new ParameterCheck(parameter("restart-phase"), editor_, this));
  column->addSpacing(2);
  column->addWidget(new PresetBar(editor_, this));
  column->addStretch(1);
}

void StimulusPanel::set_theme(Theme theme) {
  const SurfaceColors colors = surface_colors(theme);
  setStyleSheet(panel_style(colors));
  preview_->set_colors(colors);
  dial_->set_colors(colors);
  for (ParameterRow* row : rows_)
    row->set_colors(colors);
  align_rows();
}

void StimulusPanel::set_network_radius(double um) {
  preview_->set_network_radius(um);
}

void StimulusPanel::set_clock(const GratingClock& grating, double now_ms) {
  preview_->set_clock(grating, now_ms);
}

void StimulusPanel::align_rows() {
  ParameterRow::Columns widest;
  for (const ParameterRow* row : rows_) {
    const ParameterRow::Columns natural = row->natural_columns();
    widest = {std::max(widest.label, natural.label), std::max(widest.entry, natural.entry),
              std::max(widest.unit, natural.unit)};
  }
  for (ParameterRow* row : rows_)
    row->set_columns(widest);
}

void StimulusPanel::enable_controls() {
  const std::string& kind = editor_.parameters().choice("stimulus");
  dial_->setEnabled(matters(kind, "direction"));
  direction_->setEnabled(matters(kind, "direction"));
  for (ParameterRow* row : rows_)
    row->setEnabled(matters(kind, row->key()));
}

void StimulusPanel::resizeEvent(QResizeEvent*) {
  // the dial takes three tenths of the width, the preview the rest at the field's shape
  const int room = width() - 2 * margin_px - gap_px;
  const int side = std::clamp(room * 3 / 10, 72, 116);
  dial_->setFixedSize(side, side);
  direction_->setFixedWidth(side);
  preview_->setFixedHeight((room - side) * 2 / 3);
}

void StimulusPanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange)
    align_rows();
}

} // namespace striate
