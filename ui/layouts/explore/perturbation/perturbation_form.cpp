// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/perturbation/perturbation_form.h"

#include "engine/core/errors.h"
#include "ui/controls/number_box.h"
#include "ui/layouts/explore/perturbation/perturbation_text.h"
#include "ui/layouts/explore/perturbation/target_box.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

#include <cmath>

namespace striate {

namespace {

constexpr double open_s = -0.001; ///< below every time: "now" or "open end"

NumberBox* time_box(const char* name, const QString& open, const QString& accessible) {
  auto* box = new NumberBox;
  box->setObjectName(QLatin1String(name));
  box->setAccessibleName(accessible);
  box->setRange(open_s, 1e6);
  box->setDecimals(3);
  box->setSingleStep(0.1);
  box->setSuffix(QStringLiteral(" s"));
  box->setSpecialValueText(open);
  box->setValue(open_s);
  box->setMinimumWidth(76);
  return box;
}

} // namespace

PerturbationForm::PerturbationForm(QWidget* parent)
    : NeuronForm(QStringLiteral("perturb"), tr("Apply"), parent), kind_(new QComboBox), amount_(new NumberBox),
      from_(time_box("perturb-from", tr("now"), tr("Start"))),
      until_(time_box("perturb-until", tr("open end"), tr("End"))) {
  kind_->setObjectName("perturb-kind");
  kind_->setAccessibleName(tr("Type"));
  for (const PerturbationKind one :
       {PerturbationKind::silence, PerturbationKind::current, PerturbationKind::scale_out, PerturbationKind::scale_in})
    kind_->addItem(perturbation_kind_text(one), static_cast<int>(one));
  kind_->setToolTip(tr("Silence: hold V at rest. Add current: inject it into the membrane. Scale: all recurrent "
                       "weights from or to the neurons."));
  amount_->setObjectName("perturb-amount");
  amount_->setAccessibleName(tr("Amount"));
  from_->setToolTip(tr("Start time in seconds; empty = now"));
  until_->setToolTip(tr("End time in seconds; empty = until released"));
  apply_->setProperty("role", "primary");
  compose();
  connect(kind_, &QComboBox::currentIndexChanged, this, [this] { show_kind(); });
  show_kind();
  change(std::nullopt);
}

void PerturbationForm::compose() {
  // Half of a narrow dock each: long entries may be cut, never widen it.
  for (QComboBox* box : {kind_, static_cast<QComboBox*>(target_)}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
  }
  auto* until = new QLabel(tr("until"));
  until->setProperty("quiet", true);
  until->setBuddy(until_);
  auto* what = new QHBoxLayout;
  what->setSpacing(6);
  what->addWidget(kind_, 1);
  what->addWidget(target_, 1);
  auto* when = new QHBoxLayout;
  when->setSpacing(6);
  when->addWidget(from_, 1);
  when->addWidget(until);
  when->addWidget(until_, 1);
  auto* last = new QHBoxLayout;
  last->setSpacing(6);
  last->addWidget(amount_, 1);
  last->addStretch(1);
  last->addWidget(cancel_);
  last->addWidget(apply_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  column->addLayout(what);
  column->addLayout(when);
  column->addLayout(last);
}

PerturbationKind PerturbationForm::kind() const {
  return static_cast<PerturbationKind>(kind_->currentData().toInt());
}

void PerturbationForm::show_kind() {
  amount_->setVisible(kind() != PerturbationKind::silence);
  const bool current = kind() == PerturbationKind::current;
  amount_->setDecimals(current ? 1 : 3);
  amount_->setRange(current ? -1e5 : -1e3, current ? 1e5 : 1e3);
  amount_->setSingleStep(current ? 10.0 : 0.1);
  amount_->setPrefix(current ? QString() : QStringLiteral("× "));
  amount_->setSuffix(current ? QStringLiteral(" pA") : QString());
  amount_->setValue(current ? 100.0 : 0.5);
}

PerturbationTerm PerturbationForm::term(std::int64_t now_ms) const {
  const auto ms_of = [](const QDoubleSpinBox& box, std::int64_t if_open) {
    return box.value() < 0.0 ? if_open : static_cast<std::int64_t>(std::llround(box.value() * 1000.0));
  };
  PerturbationTerm term;
  term.kind = kind();
  term.selection = Selection::parse(target_->target().toStdString());
  term.value = term.kind == PerturbationKind::silence ? 0.0 : amount_->value();
  term.from_ms = ms_of(*from_, now_ms);
  term.to_ms = ms_of(*until_, PerturbationTerm::open_end);
  term.enabled = enabled_;
  if (term.to_ms <= term.from_ms)
    throw Error("The perturbation ends before it begins; set a later end or \"open end\".", Error::Kind::usage);
  return term;
}

void PerturbationForm::change(const std::optional<PerturbationTerm>& term) {
  show_change(term.has_value());
  enabled_ = !term || term->enabled;
  const auto seconds = [](std::int64_t ms) { return static_cast<double>(ms) / 1000.0; };
  from_->setValue(term ? seconds(term->from_ms) : open_s);
  until_->setValue(term && term->to_ms != PerturbationTerm::open_end ? seconds(term->to_ms) : open_s);
  if (!term)
    return;
  kind_->setCurrentIndex(kind_->findData(static_cast<int>(term->kind)));
  target_->set_target(QString::fromStdString(term->selection.text()));
  if (term->kind != PerturbationKind::silence)
    amount_->setValue(term->value);
}

} // namespace striate
