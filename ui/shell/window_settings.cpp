// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/window_settings.h"

#include "engine/core/resources.h"

namespace striate {

WindowSettings::WindowSettings()
    : QSettings(QString::fromStdString((user_config_directory() / "window.ini").string()), QSettings::IniFormat) {}

} // namespace striate
