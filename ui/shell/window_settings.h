// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QSettings>

namespace striate {

/// What the window remembers between runs: window.ini in the user's configuration folder.
class WindowSettings : public QSettings {
public:
  WindowSettings();
};

} // namespace striate
