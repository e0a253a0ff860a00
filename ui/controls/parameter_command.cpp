// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/parameter_command.h"

#include "ui/controls/parameter_editor.h"
#include "ui/controls/value_text.h"

namespace striate {

using namespace std::chrono_literals;

ParameterCommand::ParameterCommand(ParameterEditor& editor, const ParameterSet& after, const QString& name)
    : QUndoCommand(name), editor_(editor), before_(editor.parameters()), after_(after) {}

ParameterCommand::ParameterCommand(ParameterEditor& editor, const ParameterSet& after, const Parameter& edited)
    : editor_(editor), before_(editor.parameters()), after_(after), edited_(&edited) {
  name_edit();
}

void ParameterCommand::undo() {
  editor_.take(before_);
}
void ParameterCommand::redo() {
  editor_.take(after_);
}

int ParameterCommand::id() const {
  return edited_ ? static_cast<int>(edited_ - parameter_table().data()) : -1;
}

bool ParameterCommand::mergeWith(const QUndoCommand* next) {
  const auto& edit = static_cast<const ParameterCommand&>(*next); // same id, so an edit of the same key
  if (edit.when_ - when_ > 1s)
    return false;
  after_ = edit.after_;
  when_ = edit.when_;
  setObsolete(before_ == after_); // dragged back to where it began: nothing to undo
  name_edit();
  return true;
}

void ParameterCommand::name_edit() {
  setText(QString("%1 %2 → %3")
              .arg(parameter_label(*edited_), value_with_unit(*edited_, before_), value_with_unit(*edited_, after_)));
}

} // namespace striate
