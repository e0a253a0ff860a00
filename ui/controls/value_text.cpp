// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/value_text.h"

#include <QCoreApplication>

#include <array>
#include <cmath>
#include <string_view>

namespace striate {

namespace {

QString translated(const std::string& text) {
  return QCoreApplication::translate("Parameter", text.c_str());
}

struct Term {
  std::string_view choice;
  const char* label;
};
constexpr std::array terms{
    Term{"nll", QT_TRANSLATE_NOOP("Choice", "Untuned (nll)")},
    Term{"l2l", QT_TRANSLATE_NOOP("Choice", "Like-to-like (l2l)")},
    Term{"basis4", QT_TRANSLATE_NOOP("Choice", "Reference (4 bases, 1 ms)")},
    Term{"nest", QT_TRANSLATE_NOOP("Choice", "NEST (exact synapses)")},
    Term{"tf", QT_TRANSLATE_NOOP("Choice", "TensorFlow")},
    Term{"bmtk", QT_TRANSLATE_NOOP("Choice", "BMTK FilterNet")},
    Term{"cpu", QT_TRANSLATE_NOOP("Choice", "CPU")},
    Term{"cuda", QT_TRANSLATE_NOOP("Choice", "GPU (CUDA)")},
    Term{"sgd", QT_TRANSLATE_NOOP("Choice", "SGD")},
    Term{"bmtk-looming", QT_TRANSLATE_NOOP("Choice", "BMTK looming disc")},
};

} // namespace

QString parameter_label(const Parameter& p) {
  return translated(p.label);
}

QString choice_label(const Parameter& p, std::size_t choice) {
  const std::string& word = p.choices.at(choice);
  for (const Term& term : terms)
    if (term.choice == word)
      return QCoreApplication::translate("Choice", term.label);
  QString text = value_text(p, static_cast<double>(choice));
  text[0] = text[0].toUpper();
  return text;
}

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
      .arg(translated(p.tooltip).toHtmlEscaped(), value_with_unit(p, ParameterSet()).toHtmlEscaped());
}

} // namespace striate
