// SPDX-License-Identifier: Apache-2.0
#include "ui/network/network_dialog.h"

#include "engine/network/network_estimate.h"
#include "engine/session/session.h"
#include "ui/controls/number_box.h"
#include "ui/controls/refusal.h"
#include "ui/controls/value_text.h"
#include "ui/network/network_preview.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace striate {

namespace {

QString millions(double edges) {
  return edges < 1e6 ? QStringLiteral("%1 k").arg(edges / 1e3, 0, 'f', 0)
                     : QStringLiteral("%1 M").arg(edges / 1e6, 0, 'f', edges < 1e8 ? 1 : 0);
}

/// A built-in network with its radius; other choices as everywhere.
QString choice_text(const Parameter& parameter, std::size_t choice) {
  for (const NamedRadius& named : named_radii)
    if (parameter.key == "network" && parameter.choices[choice] == named.name)
      return QStringLiteral("%1 · %2 µm").arg(QLatin1String(named.name)).arg(named.radius_um);
  return choice_label(parameter, choice);
}

} // namespace

NetworkDialog::NetworkDialog(const ParameterSet& parameters, QWidget* window)
    : QDialog(window), parameters_(parameters), form_(new QFormLayout), neurons_(new QLabel), edges_(new QLabel),
      memory_(new QLabel), estimate_(new QWidget), preview_(new NetworkPreview),
      build_(new QPushButton(tr("Build and run"))) {
  setObjectName("network-dialog");
  setWindowTitle(tr("Network"));
  form_->setHorizontalSpacing(20);
  form_->setVerticalSpacing(8);
  for (const Parameter& one : parameter_table())
    if (one.group == "Network") {
      QWidget* control = make_control(one);
      control->setObjectName(QString::fromStdString(one.key));
      control->setAccessibleName(parameter_label(one));
      control->setToolTip(parameter_tooltip(one));
      QWidget* const row = one.path ? with_browse_button(one, qobject_cast<QLineEdit*>(control)) : control;
      controls_[one.key] = row;
      form_->addRow(one.type == ParameterType::flag ? QString() : parameter_label(one), row);
    }
  neurons_->setObjectName("estimate-neurons");
  edges_->setObjectName("estimate-edges");
  memory_->setObjectName("estimate-memory");
  auto* facts = new QFormLayout(estimate_);
  facts->setContentsMargins(0, 0, 0, 0);
  facts->setHorizontalSpacing(20);
  facts->addRow(tr("Neurons"), neurons_);
  facts->addRow(tr("Synapses"), edges_);
  facts->addRow(tr("Memory"), memory_);

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  buttons->button(QDialogButtonBox::Cancel)->setIcon({});
  buttons->addButton(build_, QDialogButtonBox::AcceptRole);
  build_->setObjectName("build");
  build_->setProperty("role", "primary");
  connect(preview_, &NetworkPreview::judged, this, [this](bool usable) {
    build_->setEnabled(usable || !from_file());
    grow();
  });
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    if (!stops_for_refusal(*this))
      accept();
  });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(22, 20, 22, 18);
  column->setSpacing(18);
  column->addLayout(form_);
  column->addWidget(estimate_);
  column->addWidget(preview_);
  column->addStretch(1);
  column->addWidget(buttons);
  setMinimumWidth(420);
  show_estimate();
}

QWidget* NetworkDialog::make_control(const Parameter& one) {
  if (one.type == ParameterType::choice) {
    auto* combo = new QComboBox;
    for (std::size_t choice = 0; choice < one.choices.size(); ++choice)
      combo->addItem(choice_text(one, choice));
    combo->setCurrentIndex(static_cast<int>(parameters_.integer(one.key)));
    connect(combo, &QComboBox::currentIndexChanged, this, [this, &one](int index) { take(one, index); });
    return combo;
  }
  if (one.type == ParameterType::flag) {
    auto* check = new QCheckBox(parameter_label(one));
    check->setChecked(parameters_.flag(one.key));
    connect(check, &QCheckBox::toggled, this, [this, &one](bool on) { take(one, on ? 1.0 : 0.0); });
    return check;
  }
  if (one.type == ParameterType::text) {
    auto* line = new QLineEdit(QString::fromStdString(parameters_.text(one.key)));
    connect(line, &QLineEdit::textChanged, this, [this, &one](const QString& text) {
      parameters_.set_text(one.key, text.toStdString());
      show_estimate();
    });
    return line;
  }
  auto* spin = new NumberBox;
  spin->setRange(one.min, one.max);
  spin->setDecimals(one.decimals);
  spin->setSingleStep(one.step);
  if (one.key.starts_with("select-"))
    spin->setSpecialValueText(tr("all"));
  if (!one.unit.empty())
    spin->setSuffix(' ' + QString::fromStdString(one.unit));
  spin->setValue(parameters_.number(one.key));
  connect(spin, &NumberBox::valueChanged, this, [this, &one](double value) { take(one, value); });
  return spin;
}

QWidget* NetworkDialog::with_browse_button(const Parameter& one, QLineEdit* line) {
  auto* row = new QWidget;
  auto* button = new QToolButton;
  button->setObjectName("browse-" + QString::fromStdString(one.key));
  button->setText(QStringLiteral("…"));
  button->setToolTip(tr("Choose a file"));
  button->setProperty("slim", true);
  connect(button, &QToolButton::clicked, this, [this, &one, line] {
    const QString file =
        QFileDialog::getOpenFileName(this, parameter_label(one), QFileInfo(line->text()).absolutePath());
    if (!file.isEmpty())
      line->setText(file);
  });
  auto* both = new QHBoxLayout(row);
  both->setContentsMargins(0, 0, 0, 0);
  both->setSpacing(6);
  both->addWidget(line, 1);
  both->addWidget(button);
  return row;
}

void NetworkDialog::take(const Parameter& one, double value) {
  parameters_.set(one.key, value);
  show_estimate();
}

void NetworkDialog::show_rows() {
  const std::string& network = parameters_.choice("network");
  for (const auto& [key, control] : controls_) {
    const bool of_file = key == "network-file" || key == "edge-variant" || key.starts_with("select-");
    const bool shown = key == "network" || key == "weights" || of_file == from_file();
    form_->setRowVisible(control, shown && (key != "radius" || network == "custom"));
  }
}

// What is told about files has as many lines as it needs.
void NetworkDialog::grow() {
  if (layout() == nullptr)
    return;
  layout()->activate();
  const int needed = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width()) : sizeHint().height();
  if (needed > height())
    resize(width(), needed);
}

bool NetworkDialog::from_file() const {
  return parameters_.is(choices::NetworkKind::file);
}

void NetworkDialog::show_estimate() {
  show_rows();
  estimate_->setVisible(!from_file());
  preview_->setVisible(from_file());
  build_->setText(from_file() ? tr("Open and run") : tr("Build and run"));
  if (from_file())
    return preview_->look(parameters_);
  build_->setEnabled(true);
  const NetworkEstimate estimate = estimate_network(recipe_from(parameters_));
  const QString about = parameters_.flag("fluctuate") ? tr("about ") : QString();
  neurons_->setText(about + QLocale(QLocale::English).toString(estimate.neurons));
  edges_->setText(tr("about %1 recurrent + %2 LGN + %3 background")
                      .arg(millions(estimate.recurrent), millions(estimate.lgn), millions(estimate.background)));
  memory_->setText(tr("about %1 GB").arg(estimate.memory_bytes / 1e9, 0, 'f', 1));
}

} // namespace striate
