#include "ui/stimulus/stimulus_panel.h"

#include "ui/edit/follow.h"
#include "ui/stimulus/choice_row.h"
#include "ui/stimulus/direction_dial.h"
#include "ui/stimulus/hint_label.h"
#include "ui/stimulus/preset_bar.h"
#include "ui/stimulus/stimulus_rows.h"
#include "ui/stimulus/value_entry.h"

#include <QComboBox>
#include <QResizeEvent>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace striate {

namespace {

constexpr int margin_px = 10, gap_px = 10;

} // namespace

StimulusPanel::StimulusPanel(ParameterEditor& editor, QWidget* parent)
    : QWidget(parent), editor_(editor), kind_(make_choice_box(parameter("stimulus"), editor, this)),
      preview_(new StimulusPreview(this)), dial_(new DirectionDial(parameter("direction"), editor, this)),
      direction_(new ValueEntry(parameter("direction"), editor, ValueEntry::Unit::shown, this)),
      direction_hint_(new HintLabel(this)), rows_(make_stimulus_rows(editor, this)) {
  setObjectName("stimulus-panel");
  setMinimumWidth(260);
  direction_hint_->setObjectName("hint-direction");
  connect(direction_, &ValueEntry::rejected, direction_hint_, &HintLabel::say);
  connect(direction_, &ValueEntry::settled, direction_hint_, &HintLabel::clear_hint);
  compose();
  set_theme(Theme::dark);
  follow(editor_, "stimulus", this, [this] { show_rows(); });
  follow(editor_, "aperture", this, [this] { show_rows(); });
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

  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(margin_px, 8, margin_px, margin_px);
  column->setSpacing(6);
  column->addWidget(kind_);
  column->addLayout(top);
  column->addWidget(direction_hint_);
  for (PanelRow* row : rows_)
    column->addWidget(row);
  column->addSpacing(2);
  column->addWidget(new PresetBar(editor_, this));
  column->addStretch(1);

  auto* scroll = new QScrollArea(this);
  scroll->setObjectName("stimulus-scroll");
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidgetResizable(true);
  scroll->setWidget(content);
  scroll->viewport()->installEventFilter(this);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(scroll);
}

void StimulusPanel::set_theme(Theme theme) {
  const SurfaceColors colors = surface_colors(theme);
  preview_->set_colors(colors);
  dial_->set_colors(colors);
  for (PanelRow* row : rows_)
    row->set_colors(colors);
  align_rows();
}

// Columns are as wide as what is shown needs: a number of seven digits that is hidden takes no room from the sliders.
void StimulusPanel::align_rows() {
  PanelRow::Columns widest;
  for (const PanelRow* row : rows_) {
    if (row->isHidden())
      continue;
    const PanelRow::Columns natural = row->natural_columns();
    widest = {std::max(widest.label, natural.label), std::max(widest.entry, natural.entry),
              std::max(widest.unit, natural.unit)};
  }
  for (PanelRow* row : rows_)
    row->set_columns(widest);
}

void StimulusPanel::show_rows() {
  const ParameterSet& parameters = editor_.parameters();
  dial_->setEnabled(has_effect("direction", parameters));
  direction_->setEnabled(dial_->isEnabled());
  for (PanelRow* row : rows_)
    row->setVisible(has_effect(row->key(), parameters));
  align_rows();
}

bool StimulusPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize)
    fit_to_width(static_cast<QResizeEvent*>(event)->size().width());
  return QWidget::eventFilter(watched, event);
}

void StimulusPanel::fit_to_width(int width) {
  // the dial takes three tenths of the width, the preview the rest at the field's shape
  const int room = width - 2 * margin_px - gap_px;
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
