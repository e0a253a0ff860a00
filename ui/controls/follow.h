// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/parameter_editor.h"

namespace striate {

/// Calls `show` now and whenever the parameter `key` changes, whoever changed it, as long as `context` lives.
template <class Show>
void follow(ParameterEditor& editor, const std::string& key, QObject* context, Show show) {
  QObject::connect(&editor, &ParameterEditor::changed, context,
                   [name = QString::fromStdString(key), show](const QStringList& keys) {
                     if (keys.contains(name))
                       show();
                   });
  show();
}

} // namespace striate
