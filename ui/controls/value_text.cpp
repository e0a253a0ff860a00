// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/value_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>
#include <cmath>

namespace striate {

namespace {

QString translated(const std::string& text) {
  return QCoreApplication::translate("parameters", text.c_str());
}

struct ChoiceName {
  const char* key;
  const char* choice;
  const char* name;
};

/// Choices whose words in files and flags are abbreviations.
constexpr std::array choice_names{
    ChoiceName{"weight-rule", "nll", QT_TRANSLATE_NOOP("parameters", "Untuned (nll)")},
    ChoiceName{"weight-rule", "l2l", QT_TRANSLATE_NOOP("parameters", "Like-to-like (l2l)")},
    ChoiceName{"dynamics", "basis4", QT_TRANSLATE_NOOP("parameters", "Reference (4 bases, 1 ms)")},
    ChoiceName{"lgn-geometry", "tf", QT_TRANSLATE_NOOP("parameters", "TensorFlow")}};

/// As the first words of a line: "drifting grating" gets a capital, abbreviations all of them.
QString heading(QString words) {
  static const QStringList abbreviations{"bmtk", "cpu", "cuda", "nest", "sgd"};
  const QString first = words.left(words.indexOf(' '));
  if (abbreviations.contains(first))
    return first.toUpper() + words.mid(first.size());
  if (!words.isEmpty())
    words[0] = words[0].toUpper();
  return words;
}

} // namespace

QString parameter_label(const Parameter& p) {
  return translated(p.label);
}

QString parameter_help(const Parameter& p) {
  return translated(p.tooltip);
}

QString choice_label(const Parameter& p, std::size_t choice) {
  for (const ChoiceName& one : choice_names)
    if (p.key == one.key && p.choices.at(choice) == one.choice)
      return translated(one.name);
  return heading(value_text(p, static_cast<double>(choice)));
}

QString value_text(const Parameter& p, double value) {
  if (p.type == ParameterType::choice || p.type == ParameterType::flag)
    return QString::fromStdString(format_value(p, value)).replace('-', ' ');
  if (p.key == "threads" && value == 0.0)
    return translated("Automatic");
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
    return parameters.text(p.key).empty() ? translated("none") : QString::fromStdString(parameters.text(p.key));
  return value_with_unit(p, parameters.number(p.key));
}

QString parameter_tooltip(const Parameter& p) {
  const QString standard = translated("Default: %1").arg(value_with_unit(p, ParameterSet()));
  return QStringLiteral("<p>%1</p><p>%2</p>").arg(parameter_help(p).toHtmlEscaped(), standard.toHtmlEscaped());
}

} // namespace striate
