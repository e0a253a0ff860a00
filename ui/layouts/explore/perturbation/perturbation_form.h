// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/perturbation_schedule.h"
#include "ui/layouts/explore/perturbation/neuron_form.h"

#include <optional>

class QComboBox;
class QDoubleSpinBox;

namespace striate {

/// Says what shall be done to which neurons and when; makes a new perturbation or changes one of the list.
class PerturbationForm : public NeuronForm {
  Q_OBJECT
public:
  explicit PerturbationForm(QWidget* parent = nullptr);

  /// The perturbation as the controls say; a time of "now" is now_ms. Throws a usage Error when the target is no
  /// selection or the end is not after the start.
  PerturbationTerm term(std::int64_t now_ms) const;
  /// Loads one of the list to change it; nothing: back to making new ones.
  void change(const std::optional<PerturbationTerm>& term);

private:
  void compose();
  void show_kind();
  PerturbationKind kind() const;

  QComboBox* kind_;
  QDoubleSpinBox* amount_;
  QDoubleSpinBox* from_;
  QDoubleSpinBox* until_;
  bool enabled_ = true; ///< of the perturbation that is changed
};

} // namespace striate
