// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/perturbation/perturbation_panel.h"

#include "engine/core/errors.h"
#include "ui/controls/follow.h"
#include "ui/controls/hint_label.h"
#include "ui/controls/refusal.h"
#include "ui/layouts/explore/perturbation/perturbation_form.h"
#include "ui/layouts/explore/perturbation/perturbation_row.h"
#include "ui/layouts/explore/perturbation/perturbation_text.h"
#include "ui/layouts/explore/perturbation/target_box.h"
#include "ui/live/live_data.h"

#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace striate {

PerturbationPanel::PerturbationPanel(ParameterEditor& editor, LiveData& live_data, QWidget* parent)
    : QWidget(parent), data_(live_data), edits_(editor, [&live_data] { return live_data.network(); }),
      form_(new PerturbationForm), list_(new QWidget), hint_(new HintLabel(list_)),
      rows_layout_(new QVBoxLayout(list_)), empty_(new QLabel(tr("No perturbations."))) {
  setObjectName("perturbation-panel");
  setMinimumWidth(260);
  compose();
  form_->target().follow_selection(data_);
  connect(form_, &PerturbationForm::submitted, this, &PerturbationPanel::submit);
  connect(form_, &PerturbationForm::cancelled, this, [this] { edit(std::nullopt); });
  connect(&data_, &LiveData::updated, this, &PerturbationPanel::show_now);
  fill();
  follow(editor, "perturb", this, [this] {
    if (edits_.refresh())
      fill();
  });
}

void PerturbationPanel::compose() {
  empty_->setProperty("quiet", true);
  empty_->setObjectName("perturbation-none");
  rows_layout_->setContentsMargins(0, 0, 0, 0);
  rows_layout_->setSpacing(4);
  hint_->setObjectName("perturb-hint"); // in the list, which scrolls: low windows have no other room
  rows_layout_->addWidget(hint_);
  rows_layout_->addWidget(empty_);
  rows_layout_->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setObjectName("perturbation-list");
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setMinimumHeight(52);
  list_->setObjectName("perturbation-rows");
  scroll->setWidget(list_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 8, 10, 8);
  column->setSpacing(8);
  column->addWidget(form_);
  column->addWidget(scroll, 1);
}

void PerturbationPanel::fill() {
  for (PerturbationRow* row : rows_)
    row->deleteLater(); // a button of it may be what changed the list
  rows_.clear();
  const auto& terms = edits_.terms();
  for (std::size_t i = 0; i < terms.size(); ++i) {
    auto* row = new PerturbationRow(terms[i], i, list_);
    connect(row, &PerturbationRow::switched, this,
            [this](std::size_t index, bool on) { attempt([&] { edits_.enable(index, on); }); });
    connect(row, &PerturbationRow::release, this,
            [this](std::size_t index) { attempt([&] { edits_.release(index, now_ms()); }); });
    connect(row, &PerturbationRow::remove, this, [this](std::size_t index) { attempt([&] { edits_.remove(index); }); });
    connect(row, &PerturbationRow::change, this, [this](std::size_t index) { edit(index); });
    rows_layout_->insertWidget(static_cast<int>(i) + 2, row);
    rows_.push_back(row);
  }
  empty_->setVisible(terms.empty());
  if (edited_)
    edit(std::nullopt); // it may be another one now
  show_now();
}

void PerturbationPanel::show_now() {
  QStringList acting;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows_[i]->show_now(now_ms());
    if (perturbation_phase(edits_.terms()[i], now_ms()) == PerturbationPhase::acts)
      acting << perturbation_text(edits_.terms()[i]);
  }
  const QString state = acting.isEmpty()     ? tr("off")
                        : acting.size() == 1 ? acting.front()
                                             : tr("%1 active").arg(acting.size());
  if (state == state_)
    return;
  state_ = state;
  emit state_changed(state);
}

std::int64_t PerturbationPanel::now_ms() const {
  return data_.latest() ? data_.latest()->now_ms : 0;
}

template <typename Work>
bool PerturbationPanel::attempt(Work work) {
  try {
    work();
    return true;
  } catch (const Error& failure) {
    hint_->say(QString::fromUtf8(failure.what()));
    return false;
  }
}

void PerturbationPanel::submit() {
  if (stops_for_refusal(*form_))
    return;
  attempt([&] {
    const PerturbationTerm term = form_->term(now_ms());
    if (edited_)
      edits_.replace(*edited_, term);
    else
      edits_.add(term);
    edit(std::nullopt);
    form_->target().settle();
  });
}

void PerturbationPanel::edit(std::optional<std::size_t> index) {
  edited_ = index;
  hint_->clear_hint();
  form_->change(index ? std::optional(edits_.terms().at(*index)) : std::nullopt);
}

void PerturbationPanel::begin() {
  form_->target().setFocus();
  form_->target().lineEdit()->selectAll();
}

void PerturbationPanel::release_all() {
  attempt([&] { edits_.release_all(now_ms()); });
}

} // namespace striate
