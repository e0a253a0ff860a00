// SPDX-License-Identifier: Apache-2.0
#include "ui/session/last_network.h"

#include "engine/core/errors.h"
#include "engine/session/session.h"
#include "ui/shell/window_settings.h"

namespace striate {

namespace {

/// What belongs to the network and whether it is cached. Weights of a training run are not remembered: their file may
/// be gone at the next start.
bool remembered(const Parameter& parameter) {
  return parameter.scope == Scope::network || parameter.key == "network-cache";
}

} // namespace

void remember_network(const ParameterSet& parameters) {
  WindowSettings settings;
  settings.beginGroup("network");
  for (const Parameter& one : parameter_table())
    if (remembered(one))
      settings.setValue(QString::fromStdString(one.key), QString::fromStdString(parameters.formatted(one.key)));
}

ParameterSet with_remembered_network() {
  WindowSettings settings;
  settings.beginGroup("network");
  ParameterSet parameters;
  try {
    for (const Parameter& one : parameter_table())
      if (const QString key = QString::fromStdString(one.key); remembered(one) && settings.contains(key))
        parameters.set_text(one.key, settings.value(key).toString().toStdString());
  } catch (const Error&) {
    return {};
  }
  const bool large_enough = recipe_from(parameters).radius_um >= recipe_from(ParameterSet()).radius_um;
  return large_enough ? parameters : ParameterSet();
}

} // namespace striate
