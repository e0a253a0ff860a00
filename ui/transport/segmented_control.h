// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QWidget>

#include <initializer_list>

class QAction;

namespace striate {

/// Actions of one choice side by side; the checked one is raised.
class SegmentedControl : public QWidget {
  Q_OBJECT
public:
  struct Segment {
    QAction* action;
    QString object_name; ///< of the button
  };
  SegmentedControl(std::initializer_list<Segment> segments, const QString& accessible_name, QWidget* parent);
};

} // namespace striate
