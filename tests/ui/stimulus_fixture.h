// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the tests of the stimulus panel share.
#include "engine/stimulus/scene.h"
#include "engine/stimulus/stimulus.h"
#include "ui/controls/parameter_editor.h"
#include "ui/layouts/explore/stimulus/stimulus_panel.h"

#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

namespace striate {

/// A shown panel with its editor.
struct Fixture {
  ParameterEditor editor;
  StimulusPanel panel{editor};

  Fixture() {
    panel.resize(330, 560);
    panel.show();
    if (!QTest::qWaitForWindowExposed(&panel))
      qFatal("the panel does not show");
  }
  double number(const char* key) const { return editor.parameters().number(key); }
  template <class Widget = QWidget>
  Widget* find(const char* name) const {
    auto* found = panel.findChild<Widget*>(name);
    if (!found)
      qFatal("no widget \"%s\"", name);
    return found;
  }
  void type(const char* entry, const QString& text, Qt::Key end = Qt::Key_Return) {
    auto* edit = find<QLineEdit>(entry);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, end);
  }
  /// A kind by its name in the box, typed as a user may.
  void choose(const char* box, const QString& words) {
    auto* choices = find<QComboBox>(box);
    choices->setFocus();
    QTest::qWait(QApplication::keyboardInputInterval() + 50); // else it goes on with the word before
    QTest::keyClicks(choices, words);
  }
  void show_stimulus(const Stimulus& stimulus, double now_ms = 0.0) {
    show_scene(start_scene(stimulus, nullptr, 0), now_ms);
  }
  void show_scene(const Scene& scene, double now_ms) {
    panel.preview().set_scene(scene, now_ms);
    QTest::qWait(60); // the preview paints at most every 33 ms
  }
  QImage preview() const { return find("preview")->grab().toImage().convertToFormat(QImage::Format_Grayscale8); }
};

inline QAction* menu_action(const QString& begins) {
  auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
  if (!menu)
    return nullptr;
  for (QAction* action : menu->actions())
    if (action->text().startsWith(begins))
      return action;
  return nullptr;
}

inline void open_menu(QWidget& widget) {
  const QPoint at = widget.rect().center();
  QContextMenuEvent event(QContextMenuEvent::Mouse, at, widget.mapToGlobal(at));
  QApplication::sendEvent(&widget, &event);
}

} // namespace striate
