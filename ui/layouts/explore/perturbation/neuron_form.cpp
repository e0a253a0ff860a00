// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/perturbation/neuron_form.h"

#include "ui/layouts/explore/perturbation/target_box.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>

namespace striate {

NeuronForm::NeuronForm(const QString& prefix, const QString& apply, QWidget* parent)
    : QWidget(parent), target_(new TargetBox), apply_(new QPushButton(apply)), cancel_(new QPushButton(tr("Cancel"))),
      apply_text_(apply) {
  target_->setObjectName(prefix + QStringLiteral("-target"));
  target_->setAccessibleName(tr("Neurons"));
  target_->setToolTip(
      tr("<p>A layer, a class or both (L2/3_PV), a population (e23Cux2), the selected neuron, model:ID, "
         "ids:1,5-9; several with commas.</p>"));
  apply_->setObjectName(prefix + QStringLiteral("-apply"));
  apply_->setAutoDefault(false);
  cancel_->setObjectName(prefix + QStringLiteral("-cancel"));
  cancel_->setAutoDefault(false);
  // A list of completions may be open: it takes the key, the line says so all the same.
  connect(target_->lineEdit(), &QLineEdit::returnPressed, this, &NeuronForm::submitted);
  connect(apply_, &QPushButton::clicked, this, &NeuronForm::submitted);
  connect(cancel_, &QPushButton::clicked, this, &NeuronForm::cancelled);
}

void NeuronForm::show_change(bool changing) {
  apply_->setText(changing ? tr("Change") : apply_text_);
  cancel_->setVisible(changing);
}

void NeuronForm::keyPressEvent(QKeyEvent* event) {
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (enter && !target_->hasFocus() && !target_->lineEdit()->hasFocus())
    emit submitted();
  else if (event->key() == Qt::Key_Escape && cancel_->isVisible())
    emit cancelled();
  else
    QWidget::keyPressEvent(event);
}

} // namespace striate
