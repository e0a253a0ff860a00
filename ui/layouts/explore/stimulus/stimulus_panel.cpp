// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/stimulus/stimulus_panel.h"

#include "ui/controls/choice_row.h"
#include "ui/controls/follow.h"
#include "ui/controls/hint_label.h"
#include "ui/controls/value_entry.h"
#include "ui/controls/value_text.h"
#include "ui/layouts/explore/stimulus/direction_dial.h"
#include "ui/layouts/explore/stimulus/preset_bar.h"
#include "ui/layouts/explore/stimulus/screen_note.h"
#include "ui/layouts/explore/stimulus/stimulus_rows.h"

#include <QComboBox>
#include <QResizeEvent>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace striate {

namespace {

constexpr int margin_px = 10, gap_px = 10;

} // namespace

StimulusPanel::StimulusPanel(ParameterEditor& editor, QWidget* parent)
    : QWidget(parent), editor_(editor), kind_(make_choice_box(parameter("stimulus"), shown_, this)),
      preview_(new StimulusPreview(this)), dial_(new DirectionDial(parameter("direction"), shown_, this)),
      direction_(new ValueEntry(parameter("direction"), shown_, ValueEntry::Unit::shown, this)),
      direction_hint_(new HintLabel(this)), rows_(make_stimulus_rows(shown_, this)), note_(new ScreenNote(this)),
      presets_(new PresetBar(editor, this)) {
  setObjectName("stimulus-panel");
  setMinimumWidth(260);
  direction_hint_->setObjectName("hint-direction");
  connect(direction_, &ValueEntry::rejected, direction_hint_, &HintLabel::say);
  connect(direction_, &ValueEntry::settled, direction_hint_, &HintLabel::clear_hint);
  connect(note_, &ScreenNote::pressed, this, &StimulusPanel::answer_note);
  shown_.undo_stack().setUndoLimit(1); // nobody asks it: the editor remembers
  compose();
  set_theme(Theme::dark);
  connect(&editor_, &ParameterEditor::changed, this, [this] {
    since_edit_.start();
    follow_rule();
  });
  connect(&shown_, &ParameterEditor::changed, this, &StimulusPanel::take_edit);
  follow_rule();
  follow(shown_, "stimulus", this, [this] { show_rows(); });
  follow(shown_, "aperture", this, [this] { show_rows(); });
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
  column->addWidget(note_);
  column->addLayout(top);
  column->addWidget(direction_hint_);
  for (PanelRow* row : rows_)
    column->addWidget(row);
  column->addSpacing(2);
  column->addWidget(presets_);
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
  const ParameterSet& parameters = shown_.parameters();
  // The blanks of a protocol must not make the lines jump.
  const bool blank = rule_.kind == ScreenRule::Kind::protocol && parameters.is(choices::StimulusKind::gray);
  if (!blank)
    for (PanelRow* row : rows_)
      row->setVisible(has_effect(row->key(), parameters));
  align_rows();
  enable_rows();
}

void StimulusPanel::enable_rows() {
  const auto acts = [this](const std::string& key) { return !rule_.keys.contains(key); };
  kind_->setEnabled(acts("stimulus"));
  dial_->setEnabled(acts("direction") && has_effect("direction", shown_.parameters()));
  direction_->setEnabled(dial_->isEnabled());
  for (PanelRow* row : rows_) {
    row->setEnabled(acts(row->key()));
    row->setToolTip(row->isEnabled() ? QString() : rule_.text);
  }
  presets_->setEnabled(rule_.keys.empty());
}

void StimulusPanel::show_run(const std::shared_ptr<const Protocol>& protocol, std::int64_t now_ms,
                             const ParameterSet& run) {
  protocol_ = protocol;
  now_ms_ = now_ms;
  run_ = run;
  follow_rule();
}

/// The controls show the editor's values, and where a protocol rules, those of its row.
void StimulusPanel::follow_rule() {
  const auto before = std::exchange(rule_, protocol_ ? screen_rule(*protocol_, now_ms_, run_, editor_.parameters())
                                                     : ScreenRule{.acting = editor_.parameters()});
  following_ = true;
  shown_.load(rule_.acting);
  following_ = false;
  if (before.kind != rule_.kind || before.keys != rule_.keys)
    show_rows();
  show_note();
}

void StimulusPanel::take_edit(const QStringList& keys) {
  if (following_)
    return;
  for (const QString& key : keys) {
    if (parameter(key.toStdString()).type == ParameterType::text)
      editor_.set_text(key, QString::fromStdString(shown_.parameters().text(key.toStdString())));
    else
      editor_.set(key, shown_.parameters().number(key.toStdString()));
  }
}

void StimulusPanel::show_note() {
  constexpr qint64 taken_within_ms = 1500;
  const ParameterSet& wanted = editor_.parameters();
  const QString on_screen = value_text(parameter("stimulus"), run_.number("stimulus"));
  switch (rule_.kind) {
  case ScreenRule::Kind::protocol:
    return note_->say(rule_.text, tr("Stop"),
                      tr("Remove the protocol; the run restarts with the stimulus of this panel"));
  case ScreenRule::Kind::protocol_ended:
    return note_->say(rule_.text, tr("Show the panel's stimulus"), tr("Remove the protocol; the run restarts"));
  case ScreenRule::Kind::stimulus_ended:
    return note_->say(rule_.text, tr("Show continuously"), tr("The run restarts"));
  case ScreenRule::Kind::panel:
    break;
  }
  if (wanted.is(choices::StimulusKind::movie) && wanted.text("movie").empty())
    return note_->say(protocol_ ? tr("Choose a file. Until then the screen still shows: %1.").arg(on_screen)
                                : tr("Choose a file."));
  const bool another = !run_.is(choices::StimulusKind::movie) || run_.text("movie") != wanted.text("movie");
  if (protocol_ && wanted.is(choices::StimulusKind::movie) && another && since_edit_.isValid() &&
      since_edit_.elapsed() > taken_within_ms)
    return note_->say(tr("This movie is not on the screen, which still shows: %1.").arg(on_screen));
  for (const char* file : {"lgn-rates", "lgn-spikes"})
    if (protocol_ && !run_.text(file).empty())
      return note_->say(tr("The LGN replays a file; this stimulus does not reach the network."));
  note_->say({});
}

void StimulusPanel::answer_note() {
  if (rule_.kind == ScreenRule::Kind::stimulus_ended)
    editor_.set("grating-duration", 0.0);
  else
    editor_.set_text("protocol", QString());
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
