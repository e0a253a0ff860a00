// SPDX-License-Identifier: Apache-2.0
#include "ui/transport/segmented_control.h"

#include <QAction>
#include <QHBoxLayout>
#include <QToolButton>

namespace striate {

SegmentedControl::SegmentedControl(std::initializer_list<Segment> segments, const QString& accessible_name,
                                   QWidget* parent)
    : QWidget(parent) {
  setAccessibleName(accessible_name);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  for (const Segment& segment : segments) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(segment.action);
    button->setObjectName(segment.object_name);
    button->setAccessibleName(accessible_name + ' ' + segment.action->text());
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    const bool first = &segment == segments.begin();
    const bool last = &segment + 1 == segments.end();
    button->setProperty("role", first ? "segment-first" : last ? "segment-last" : "segment");
    row->addWidget(button);
  }
}

} // namespace striate
