// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/label_look.h"

#include "ui/theme/button_look.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QScrollArea>
#include <QVariant>

#include <algorithm>
#include <optional>

namespace striate {

namespace {

constexpr double small_pt = 8.5, chip_pt = 9.0;
constexpr int progress_px = 6;

struct LabelLook {
  const char* name; ///< of the role, or of the label itself
  QPalette::ColorRole color;
  double points; ///< 0: as around it
  bool bold;
};
constexpr LabelLook looks[] = {{"heading", QPalette::WindowText, 0.0, true},
                               {"value", QPalette::WindowText, 0.0, true},
                               {"quiet", QPalette::PlaceholderText, 0.0, false},
                               {"fact", QPalette::WindowText, 9.0, false},
                               {"hint", QPalette::PlaceholderText, 10.0, false},
                               {"small", QPalette::WindowText, small_pt, false},
                               {"status", QPalette::PlaceholderText, small_pt, false},
                               {"view-heading", QPalette::WindowText, small_pt, true},
                               {"view-facts", QPalette::PlaceholderText, small_pt, false},
                               {"sheet-heading", QPalette::PlaceholderText, small_pt, true},
                               {"form-note", QPalette::PlaceholderText, 0.0, false},
                               {"form-problem", QPalette::BrightText, 0.0, false}};

void set_font(QWidget& widget, double points, bool bold) {
  QFont font = widget.font();
  if (points > 0.0)
    font.setPointSizeF(points);
  if (bold)
    font.setWeight(QFont::DemiBold);
  if (font != widget.font())
    widget.setFont(font);
}

void look_of_label(QLabel& label) {
  const QString role = label.property("role").toString(), name = label.objectName();
  const auto* found = std::ranges::find_if(
      looks, [&](const LabelLook& one) { return role == QLatin1String(one.name) || name == QLatin1String(one.name); });
  QPalette::ColorRole color = QPalette::WindowText;
  if (found != std::end(looks)) {
    color = found->color;
    set_font(label, found->points, found->bold);
  }
  if (label.property("quiet").toBool())
    color = QPalette::PlaceholderText;
  if (label.property("hint").toBool())
    color = QPalette::BrightText;
  if (label.foregroundRole() != color)
    label.setForegroundRole(color);
}

void look_of_button(QAbstractButton& button) {
  const ButtonKind kind = button_kind(&button);
  const bool loud = button.property("role") == "primary" || kind == ButtonKind::fold;
  set_font(button, kind == ButtonKind::chip ? chip_pt : kind == ButtonKind::status ? small_pt : 0.0, loud);
  button.setAttribute(Qt::WA_Hover);
}

void look_of_entry(QLineEdit& entry) {
  entry.setAttribute(Qt::WA_Hover);
  if (entry.objectName() == "entry-direction")
    set_font(entry, 0.0, true);
  QPalette palette;
  if (entry.property("wrong").toBool())
    palette.setColor(QPalette::Text, palette.color(QPalette::BrightText));
  else
    palette.setResolveMask(0);
  entry.setPalette(palette);
}

} // namespace

void give_look(QWidget& widget) {
  if (widget.property("setting") == "view")
    set_font(widget, small_pt, false);
  if (widget.property("rule").toBool()) {
    widget.setAutoFillBackground(true);
    widget.setBackgroundRole(QPalette::Mid);
  } else if (auto* label = qobject_cast<QLabel*>(&widget))
    look_of_label(*label);
  else if (auto* button = qobject_cast<QAbstractButton*>(&widget))
    look_of_button(*button);
  else if (auto* entry = qobject_cast<QLineEdit*>(&widget))
    look_of_entry(*entry);
  else if (auto* progress = qobject_cast<QProgressBar*>(&widget))
    progress->setFixedHeight(progress_px);
  else if (auto* area = qobject_cast<QScrollArea*>(&widget)) { // the card behind it is the ground
    area->viewport()->setAutoFillBackground(false);
    if (area->widget())
      area->widget()->setAutoFillBackground(false);
  }
}

} // namespace striate
