// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/parameter_editor.h"

#include "ui/controls/parameter_command.h"

namespace striate {

ParameterEditor::ParameterEditor(QObject* parent) : QObject(parent) {}

void ParameterEditor::set(const QString& key, double value) {
  const Parameter& edited = parameter(key.toStdString());
  ParameterSet after = parameters_;
  after.set(edited.key, value);
  push(after, edited);
}

void ParameterEditor::set_text(const QString& key, const QString& text) {
  const Parameter& edited = parameter(key.toStdString());
  ParameterSet after = parameters_;
  after.set_text(edited.key, text.toStdString());
  push(after, edited);
}

void ParameterEditor::push(const ParameterSet& after, const Parameter& edited) {
  if (after != parameters_)
    undo_.push(new ParameterCommand(*this, after, edited));
}

void ParameterEditor::apply(const QString& name, const ParameterSet& parameters) {
  if (parameters != parameters_)
    undo_.push(new ParameterCommand(*this, parameters, name));
}

void ParameterEditor::load(const ParameterSet& parameters) {
  undo_.clear();
  take(parameters);
}

void ParameterEditor::take(const ParameterSet& parameters) {
  QStringList keys;
  for (const std::string& key : parameters_.differences(parameters))
    keys << QString::fromStdString(key);
  parameters_ = parameters;
  if (!keys.isEmpty())
    emit changed(keys);
}

} // namespace striate
