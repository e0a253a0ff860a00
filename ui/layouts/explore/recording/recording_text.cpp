// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/recording/recording_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace striate {

QString probe_variable_text(ProbeVariable variable) {
  switch (variable) {
  case ProbeVariable::spikes:
    return recording_tr("Spikes");
  case ProbeVariable::v:
    return recording_tr("Membrane potential");
  case ProbeVariable::asc:
    return recording_tr("After-spike currents");
  case ProbeVariable::synaptic:
    return recording_tr("Synaptic current");
  case ProbeVariable::recurrent:
    return recording_tr("Recurrent current");
  case ProbeVariable::lgn:
    return recording_tr("LGN current");
  case ProbeVariable::background:
    return recording_tr("Background current");
  case ProbeVariable::refractory:
    return recording_tr("Refractory steps");
  case ProbeVariable::count:
    break;
  }
  return recording_tr("Spikes by population");
}

QString probe_text(const Probe& probe) {
  return recording_tr("%1 of %2")
      .arg(probe_variable_text(probe.variable), QString::fromStdString(probe.selection.text()));
}

QString bytes_text(double bytes) {
  if (!std::isfinite(bytes))
    return QStringLiteral("–");
  constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  while (std::round(bytes) >= 1000.0 && unit + 1 < std::size(units)) {
    bytes /= 1000.0;
    ++unit;
  }
  const bool tenths = unit > 1 && bytes < 9.95;
  return QStringLiteral("%1 %2").arg(QString::number(bytes, 'f', tenths ? 1 : 0), QLatin1String(units[unit]));
}

QString byte_rate_text(double bytes_per_s) {
  return std::isfinite(bytes_per_s) ? bytes_text(bytes_per_s) + QStringLiteral("/s") : bytes_text(bytes_per_s);
}

QString recording_tr(const char* text) {
  return QCoreApplication::translate("Recording", text);
}

} // namespace striate
