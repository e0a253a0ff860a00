// SPDX-License-Identifier: Apache-2.0
#include "ui/views/group_link.h"

#include "ui/live/live_data.h"
#include "ui/plot/figure_widget.h"

namespace striate {

void link_groups(FigureWidget& plot, LiveData& data) {
  plot.set_names([](const std::string& name) { return group_named(name).has_value(); });
  QObject::connect(&plot, &FigureWidget::name_hovered, &data,
                   [&data](const QString& name) { data.hover_group(group_named(name.toStdString())); });
  QObject::connect(&plot, &FigureWidget::name_clicked, &data, [&data](const QString& name) {
    if (const auto group = group_named(name.toStdString()))
      data.toggle_group(*group);
  });
}

} // namespace striate
