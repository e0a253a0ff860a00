// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/recording/recording_panel.h"

#include "engine/core/errors.h"
#include "ui/controls/hint_label.h"
#include "ui/controls/refusal.h"
#include "ui/layouts/explore/perturbation/target_box.h"
#include "ui/layouts/explore/recording/disk_state.h"
#include "ui/layouts/explore/recording/probe_form.h"
#include "ui/layouts/explore/recording/probe_row.h"
#include "ui/layouts/explore/recording/recorded_files.h"
#include "ui/layouts/explore/recording/recording_text.h"
#include "ui/live/live_data.h"

#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace striate {

namespace {

constexpr qint64 figures_every_ms = 1000, written_every_ms = 400;

QFrame* rule() {
  auto* line = new QFrame;
  line->setProperty("rule", true);
  line->setFixedHeight(1);
  return line;
}

/// The folder of the recording whose spike file, or folder, this is.
QString folder_of(const std::string& file) {
  const QFileInfo info(QString::fromStdString(file));
  return info.isDir() ? info.absoluteFilePath() : info.absolutePath();
}

QString short_path(const QString& folder) {
  const QString home = QDir::homePath();
  return folder.startsWith(home + QLatin1Char('/')) ? QStringLiteral("~") + folder.mid(home.size()) : folder;
}

} // namespace

RecordingPanel::RecordingPanel(ParameterEditor& editor, LiveData& live_data, QWidget* parent)
    : QWidget(parent), data_(live_data), edits_(editor, [&live_data] { return live_data.network(); }),
      scroll_(new QScrollArea), settings_(new QWidget), problem_(new QLabel), files_(new RecordedFiles),
      form_(new ProbeForm), hint_(new HintLabel(settings_)), rows_layout_(new QVBoxLayout),
      empty_(new QLabel(tr("No probes."))), folder_(new QLabel), disk_(new QLabel),
      choose_(new QPushButton(QStringLiteral("…"))) {
  setObjectName("recording-panel");
  setMinimumWidth(260);
  compose();
  form_->target().follow_selection(data_);
  connect(files_, &RecordedFiles::switched, this,
          [this](RecordedFile file, const QString& name, bool on) { edits_.record(file, name, on); });
  connect(files_, &RecordedFiles::float32_wanted, this, [this](bool on) { edits_.set_float32(on); });
  connect(form_, &ProbeForm::submitted, this, &RecordingPanel::submit);
  connect(form_, &ProbeForm::cancelled, this, [this] { edit(std::nullopt); });
  connect(choose_, &QPushButton::clicked, this, &RecordingPanel::folder_wanted);
  connect(&data_, &LiveData::updated, this, &RecordingPanel::follow_snapshot);
  connect(&data_, &LiveData::network_changed, this, &RecordingPanel::show_edits);
  connect(&editor, &ParameterEditor::changed, this, [this](const QStringList& keys) {
    const auto matters = [](const QString& key) { return !parameter(key.toStdString()).of_stimulus(); };
    if (std::ranges::any_of(keys, matters)) // a dragged dial edits a hundred times a second
      show_edits();
  });
  show_edits();
}

void RecordingPanel::compose() {
  problem_->setObjectName("record-problem");
  problem_->setProperty("hint", true);
  problem_->setWordWrap(true);
  problem_->setTextFormat(Qt::PlainText);
  hint_->setObjectName("probe-hint");
  empty_->setObjectName("probe-none");
  empty_->setProperty("quiet", true);
  rows_layout_->setContentsMargins(0, 0, 0, 0);
  rows_layout_->setSpacing(2);
  settings_->setObjectName("recording-settings");
  auto* lines = new QVBoxLayout(settings_);
  lines->setContentsMargins(0, 0, 0, 0);
  lines->setSpacing(7);
  lines->addWidget(problem_);
  lines->addWidget(files_);
  lines->addWidget(rule());
  lines->addWidget(form_);
  lines->addWidget(hint_);
  lines->addWidget(empty_);
  lines->addLayout(rows_layout_);
  lines->addStretch(1);
  scroll_->setObjectName("recording-scroll");
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setWidgetResizable(true);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setMinimumHeight(80);
  connect(scroll_->verticalScrollBar(), &QScrollBar::rangeChanged, lines, [lines](int, int most) {
    lines->setContentsMargins(0, 0, most > 0 ? 6 : 0, 0); // the figures at the right keep off the bar
  });
  scroll_->setWidget(settings_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 8, 10, 6);
  column->setSpacing(8);
  column->addWidget(scroll_, 1);
  column->addWidget(rule());
  column->addWidget(folder_line());
}

QWidget* RecordingPanel::folder_line() {
  folder_->setObjectName("recording-folder");
  folder_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  disk_->setObjectName("recording-disk");
  disk_->setProperty("quiet", true);
  choose_->setObjectName("recording-choose-folder");
  choose_->setAccessibleName(tr("Choose the folder for recordings"));
  choose_->setToolTip(tr("Choose the folder for recordings; each recording gets a new subfolder"));
  choose_->setProperty("chip", true);
  choose_->setAutoDefault(false);
  auto* line = new QWidget;
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  row->addWidget(folder_, 1);
  row->addWidget(disk_);
  row->addWidget(choose_);
  return line;
}

void RecordingPanel::set_folder(const QString& folder) {
  base_folder_ = folder;
  show_folder();
}

void RecordingPanel::follow_snapshot() {
  rates_.follow(data_);
  const bool recording = data_.latest() && data_.latest()->recording;
  const bool turned = recording != recording_;
  recording_ = recording;
  if (turned) {
    settings_->setEnabled(!recording_);
    choose_->setVisible(!recording_);
    edit(std::nullopt);
  }
  if (!isVisible())
    return;
  if (!turned && shown_.isValid() && shown_.elapsed() < (recording_ ? written_every_ms : figures_every_ms))
    return;
  show_figures();
  show_folder();
}

void RecordingPanel::show_edits() {
  edits_.refresh();
  files_->show_plan(edits_.plan());
  problem_->setText(edits_.problem());
  problem_->setVisible(!edits_.problem().isEmpty());
  fill();
  show_figures();
}

void RecordingPanel::fill() {
  const std::string text = format_probes(edits_.plan().probes);
  if (text == filled_)
    return;
  filled_ = text;
  for (ProbeRow* row : rows_) {
    row->hide();
    row->deleteLater(); // a button of it may be what changed the list
  }
  rows_.clear();
  const auto& probes = edits_.plan().probes;
  for (std::size_t i = 0; i < probes.size(); ++i) {
    auto* row = new ProbeRow(probes[i], i, settings_);
    connect(row, &ProbeRow::remove, this, [this](std::size_t index) { attempt([&] { edits_.remove(index); }); });
    connect(row, &ProbeRow::change, this, [this](std::size_t index) { edit(index); });
    rows_layout_->addWidget(row);
    rows_.push_back(row);
  }
  empty_->setVisible(probes.empty());
  if (edited_)
    edit(std::nullopt); // it may be another one now
}

void RecordingPanel::show_figures() {
  shown_.start();
  if (!edits_.has_network())
    return;
  const bool possible = edits_.problem().isEmpty();
  RecordingPlan plan = edits_.plan();
  if (!possible)
    plan.probes.clear(); // neurons that are not there have no size
  const RecordingEstimate estimate = estimate_recording(plan, edits_.subject(), rates_.rates(data_));
  files_->show_estimate(estimate);
  for (std::size_t i = 0; i < rows_.size() && i < estimate.probes.size(); ++i)
    rows_[i]->show_size(edits_.subject().probe_values[i], estimate.probes[i]);
  if (recording_)
    show_recording();
  else
    say_state(possible ? tr("about %1").arg(byte_rate_text(estimate.total(plan))) : tr("cannot be recorded"));
}

void RecordingPanel::show_recording() {
  const QString folder = folder_of(data_.latest()->recording_file);
  say_state(tr("%1 written").arg(bytes_text(folder_bytes(folder.toStdString()))));
}

void RecordingPanel::show_folder() {
  const QString folder = recording_ ? folder_of(data_.latest()->recording_file) : base_folder_;
  const auto cut = recording_ ? Qt::ElideLeft : Qt::ElideMiddle; // the folder of a recording is named by its time
  folder_->setText(folder_->fontMetrics().elidedText(short_path(folder), cut, folder_->width()));
  folder_->setToolTip(recording_ ? tr("Written to %1").arg(folder) : tr("Recordings are saved in %1").arg(folder));
  const double free = free_bytes(folder.toStdString());
  disk_->setText(tr("%1 free").arg(bytes_text(free)));
}

void RecordingPanel::say_state(const QString& words) {
  if (words == state_)
    return;
  state_ = words;
  emit state_changed(words);
}

template <typename Work>
void RecordingPanel::attempt(Work work) {
  try {
    work();
  } catch (const Error& failure) {
    hint_->say(QString::fromUtf8(failure.what()));
    scroll_->ensureWidgetVisible(hint_, 0, 0);
  }
}

void RecordingPanel::submit() {
  if (stops_for_refusal(*form_))
    return;
  attempt([&] {
    const Probe probe = form_->probe();
    if (edited_)
      edits_.replace(*edited_, probe);
    else
      edits_.add(probe);
    edit(std::nullopt);
    form_->target().settle();
  });
}

void RecordingPanel::edit(std::optional<std::size_t> index) {
  edited_ = index;
  hint_->clear_hint();
  form_->change(index ? std::optional(edits_.plan().probes.at(*index)) : std::nullopt);
}

void RecordingPanel::begin() {
  scroll_->verticalScrollBar()->setValue(0);
  files_->findChild<QCheckBox*>()->setFocus();
}

void RecordingPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  show_figures();
  show_folder();
}

void RecordingPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  show_folder();
}

} // namespace striate
