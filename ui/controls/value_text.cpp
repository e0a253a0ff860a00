// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/value_text.h"

#include <cmath>

namespace striate {

QString value_text(const Parameter& p, double value) {
  if (p.type == ParameterType::choice || p.type == ParameterType::flag)
    return QString::fromStdString(format_value(p, value)).replace('-', ' ');
  const QString text = QString::fromStdString(format_value(p, value));
  const bool exact = std::abs(text.toDouble() - value) <= 1e-9 * std::max(1.0, std::abs(value));
  return exact && !p.wraps ? text : QString::number(value, 'g', 6);
}

QString value_with_unit(const Parameter& p, double value) {
  const QString unit = QString::fromStdString(p.unit);
  return value_text(p, value) + (unit.isEmpty() || unit == "°" ? unit : " " + unit);
}

QString value_with_unit(const Parameter& p, const ParameterSet& parameters) {
  if (p.type == ParameterType::text)
    return parameters.text(p.key).empty() ? QStringLiteral("none") : QString::fromStdString(parameters.text(p.key));
  return value_with_unit(p, parameters.number(p.key));
}

QString parameter_tooltip(const Parameter& p) {
  return QString("<p>%1</p><p>Default: %2</p>")
      .arg(QString::fromStdString(p.tooltip).toHtmlEscaped(), value_with_unit(p, ParameterSet()).toHtmlEscaped());
}

} // namespace striate
