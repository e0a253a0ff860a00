// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/probe.h"
#include "ui/layouts/explore/perturbation/neuron_form.h"

#include <optional>

class QComboBox;

namespace striate {

class IntervalBox;

/// Says which variable of which neurons shall be recorded and how often; makes a new probe or changes one of the list.
class ProbeForm : public NeuronForm {
  Q_OBJECT
public:
  explicit ProbeForm(QWidget* parent = nullptr);

  /// The probe as the controls say. Throws a usage Error when the target is no selection.
  Probe probe() const;
  /// Loads one of the list to change it; nothing: back to making new ones.
  void change(const std::optional<Probe>& probe);

private:
  void compose();

  QComboBox* variable_;
  IntervalBox* interval_;
};

} // namespace striate
