#include "ui/stimulus/kind_selector.h"

#include "ui/edit/follow.h"
#include "ui/edit/value_text.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QPushButton>

namespace striate {

namespace {
constexpr int per_row = 4;
}

KindSelector::KindSelector(const Parameter& parameter, ParameterEditor& editor, QWidget* parent) : QFrame(parent) {
  setObjectName("kind");
  setAccessibleName(QString::fromStdString(parameter.label));
  setToolTip(parameter_tooltip(parameter));
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(2, 2, 2, 2);
  grid->setSpacing(2);
  auto* group = new QButtonGroup(this);
  for (std::size_t i = 0; i < parameter.choices.size(); ++i) {
    const QString words = value_text(parameter, static_cast<double>(i));
    QString first = words.section(' ', 0, 0); // "drifting grating": the first word tells them apart
    first[0] = first[0].toUpper();
    auto* button = new QPushButton(first, this);
    button->setObjectName("kind-" + QString::fromStdString(parameter.choices[i]));
    button->setAccessibleName(words);
    button->setProperty("segment", true);
    button->setCheckable(true);
    button->setAutoDefault(false);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    group->addButton(button, static_cast<int>(i));
    grid->addWidget(button, static_cast<int>(i) / per_row, static_cast<int>(i) % per_row);
  }
  connect(group, &QButtonGroup::idClicked, this,
          [&editor, key = QString::fromStdString(parameter.key)](int choice) { editor.set(key, choice); });
  follow(editor, parameter.key, this, [group, &editor, &parameter] {
    group->button(static_cast<int>(editor.parameters().integer(parameter.key)))->setChecked(true);
  });
}

} // namespace striate
