// SPDX-License-Identifier: Apache-2.0
// Layouts are as they are drawn: at the first start and at every later one, however one came there, after a reset and
// after settings that are damaged or of another version.
#include "running_window.h"
#include "ui/shell/dock_panel.h"
#include "ui/shell/layout_state.h"
#include "ui/shell/window_layout.h"
#include "ui/shell/window_plan.h"
#include "ui/shell/window_settings.h"

#include <QStatusBar>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>
#include <map>

using namespace striate;

namespace {

constexpr const char* layout_actions[] = {"view.layout-explore", "view.layout-tune", "view.layout-train",
                                          "view.layout-present"};
constexpr int separator_px = 8;

/// Where each visible panel is, and the view in the middle.
using Places = std::map<QString, QRect>;

Places places_of(const MainWindow& window) {
  Places places;
  for (const DockPanel* panel : window.findChildren<DockPanel*>())
    if (panel->isVisible() && !panel->visibleRegion().isEmpty())
      places[panel->objectName()] = panel->geometry();
  places["middle"] = window.centralWidget()->geometry();
  return places;
}

QString rect_text(const QRect& rect) {
  return QStringLiteral("%1,%2 %3x%4").arg(rect.x()).arg(rect.y()).arg(rect.width()).arg(rect.height());
}

QStringList difference(const Places& found, const Places& drawn) {
  QStringList differences;
  for (const auto& [name, rect] : drawn) {
    const auto at = found.find(name);
    if (at == found.end()) {
      differences << name + " is missing";
      continue;
    }
    const QRect other = at->second;
    const QMargins off(other.left() - rect.left(), other.top() - rect.top(), other.right() - rect.right(),
                       other.bottom() - rect.bottom());
    if (std::max({std::abs(off.left()), std::abs(off.top()), std::abs(off.right()), std::abs(off.bottom())}) > 1)
      differences << QStringLiteral("%1 is at %2, drawn at %3").arg(name, rect_text(other), rect_text(rect));
  }
  for (const auto& [name, rect] : found)
    if (!drawn.contains(name))
      differences << name + " is of another layout";
  return differences;
}

/// Nothing but separators and rows of tabs between the panels, and no row of tabs without a panel.
QString holes(const MainWindow& window) {
  QRegion free = QRect(8, window.menuWidget()->geometry().bottom() + 1, window.width() - 16,
                       window.statusBar()->geometry().top() - window.menuWidget()->geometry().bottom() - 1);
  const auto cover = [&free](const QRect& rect) {
    free -= rect.adjusted(-separator_px, -separator_px, separator_px, separator_px);
  };
  for (const auto& [name, rect] : places_of(window))
    cover(rect);
  std::size_t rows = 0, shared = 0;
  for (const QTabBar* row : window.findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly))
    if (row->isVisible()) {
      ++rows;
      cover(row->geometry());
    }
  const WindowPlan plan = window_plan(const_cast<MainWindow&>(window).window_layout().preset(), window.size());
  for (const auto* column : {&plan.left, &plan.right, &plan.bottom})
    for (const PanelPlace& place : *column)
      shared += place.panels.size() > 1;
  if (rows != shared)
    return QStringLiteral("%1 rows of tabs where %2 are drawn").arg(rows).arg(shared);
  if (!free.isEmpty()) {
    const QRect hole = free.boundingRect();
    return QStringLiteral("a hole of %1 x %2 at %3, %4")
        .arg(hole.width())
        .arg(hole.height())
        .arg(hole.x())
        .arg(hole.y());
  }
  return {};
}

} // namespace

class LayoutTest : public QObject {
  Q_OBJECT

private slots:
  void init() { forget_settings(); }

  void layouts_are_as_drawn_at_every_start_and_visit_data() { sizes(); }
  void layouts_are_as_drawn_at_every_start_and_visit() {
    QFETCH(QSize, size);
    const std::vector<Places>& drawn = drawn_layouts(size);
    for (const std::vector<int>& order :
         {std::vector{1, 0}, {2, 1, 2}, {3, 0, 2, 0, 1, 3, 1}, {2, 3, 2, 0}, {0, 1, 2, 3}}) {
      TinyWindow shell(size); // a later start: in the layout the one before ended in
      QCOMPARE(look(*shell.window, drawn), QString());
      for (const int layout : order) {
        shell.trigger(layout_actions[layout]);
        QCOMPARE(look(*shell.window, drawn), QString());
      }
      shell.window->close();
    }
  }

  void a_reset_gives_the_drawn_layout_data() { sizes(); }
  void a_reset_gives_the_drawn_layout() {
    QFETCH(QSize, size);
    const std::vector<Places>& drawn = drawn_layouts(size);
    TinyWindow shell(size);
    for (const char* action : layout_actions) {
      shell.trigger(action);
      // Hidden, floated, another layout's panel called in, another order.
      const auto panels = shell.window->findChildren<DockPanel*>();
      int shown = 0;
      for (DockPanel* panel : panels)
        if (panel->isVisible()) {
          if (shown % 2 == 0)
            panel->close();
          else
            panel->setFloating(true);
          ++shown;
        }
      for (const char* panel : {"view.panel-checkpoints", "view.panel-tuning", "view.panel-lgn"})
        if (!shell.window->actions().action(panel)->isChecked())
          shell.trigger(panel);
      shell.window->addDockWidget(Qt::LeftDockWidgetArea, shell.find<DockPanel>("panel-population"));
      shell.settle();
      QVERIFY(!look(*shell.window, drawn).isEmpty());
      shell.trigger("view.reset-layout");
      QCOMPARE(look(*shell.window, drawn), QString());
    }
  }

  void what_the_user_made_of_a_layout_stays() {
    {
      TinyWindow shell;
      shell.trigger("view.panel-lgn");
      shell.trigger("view.layout-train");
      shell.trigger("view.layout-explore");
      QVERIFY(!shell.find<DockPanel>("panel-lgn")->isVisible());
      shell.window->close();
    }
    TinyWindow next;
    QVERIFY(!next.find<DockPanel>("panel-lgn")->isVisible());
    next.trigger("view.panel-lgn");
    QVERIFY(next.find<DockPanel>("panel-lgn")->isVisible());
    next.trigger("view.panel-checkpoints"); // has no place in this layout and gets one
    QVERIFY(next.find<DockPanel>("panel-checkpoints")->isVisible());
    QVERIFY(!next.find<DockPanel>("panel-checkpoints")->visibleRegion().isEmpty());
  }

  void damaged_and_foreign_settings_give_the_drawn_layout_data() {
    QTest::addColumn<QByteArray>("bytes");
    TinyWindow shell({1280, 800});
    QTest::newRow("text") << QByteArray("no layout");
    QTest::newRow("random") << QByteArray::fromHex("53545254000100000000ffffffff00112233445566778899aabbccddeeff");
    QTest::newRow("Qt's own bytes, as version 6 kept them") << shell.window->saveState(6);
    QTest::newRow("Qt's own bytes") << shell.window->saveState();
    auto state = *LayoutState::unpacked(shell.window->window_layout().state());
    QTest::newRow("cut short") << state.packed().chopped(20);
    QByteArray flipped = state.packed();
    flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x41);
    QTest::newRow("one byte another") << flipped;
    LayoutState fewer = state;
    fewer.panels.removeFirst();
    QTest::newRow("a panel missing") << fewer.packed();
    LayoutState more = state;
    more.panels << "panel-zebra";
    QTest::newRow("an unknown panel") << more.packed();
    LayoutState other = state;
    other.preset = "train";
    QTest::newRow("another layout") << other.packed();
    LayoutState empty = state;
    empty.docks.clear();
    QTest::newRow("no docks") << empty.packed();
  }
  void damaged_and_foreign_settings_give_the_drawn_layout() {
    QFETCH(QByteArray, bytes);
    const QSize size(1280, 800);
    const std::vector<Places>& drawn = drawn_layouts(size);
    {
      WindowSettings settings;
      for (const char* name : {"explore", "tune", "train", "present"})
        settings.setValue(QStringLiteral("layout/") + name, QByteArray(name) == "train" ? bytes + "x" : bytes);
      settings.setValue("layout/preset", "explore");
    }
    TinyWindow shell(size);
    QCOMPARE(look(*shell.window, drawn), QString());
    for (const int layout : {1, 3, 0}) {
      shell.trigger(layout_actions[layout]);
      QCOMPARE(look(*shell.window, drawn), QString());
    }
    if (!LayoutState::unpacked(bytes))
      QVERIFY(!shell.window->window_layout().restore(bytes));
  }

  void an_untouched_layout_is_drawn_anew_for_another_size() {
    const std::vector<Places>& large = drawn_layouts({2560, 1440});
    forget_settings();
    TinyWindow shell({1280, 800});
    shell.window->resize(2560, 1440);
    shell.settle();
    QCOMPARE(look(*shell.window, large), QString());
    shell.trigger("view.layout-tune");
    QCOMPARE(look(*shell.window, large), QString());
  }

private:
  static void sizes() {
    QTest::addColumn<QSize>("size");
    QTest::newRow("1024 x 768, framed") << QSize(1016, 732);
    QTest::newRow("1280 x 800") << QSize(1280, 800);
    QTest::newRow("2560 x 1440") << QSize(2560, 1440);
  }

  /// By LayoutPreset: each the first layout of a first start.
  const std::vector<Places>& drawn_layouts(QSize size) {
    std::vector<Places>& drawn = drawn_[size.width()];
    if (!drawn.empty())
      return drawn;
    for (const char* name : {"explore", "tune", "train", "present"}) {
      forget_settings();
      WindowSettings().setValue("layout/preset", name);
      const TinyWindow shell(size);
      drawn.push_back(places_of(*shell.window));
      const QString hole = holes(*shell.window);
      if (!hole.isEmpty())
        qWarning("%s, as drawn: %s", name, qPrintable(hole));
    }
    forget_settings();
    return drawn;
  }

  static QString look(const MainWindow& window, const std::vector<Places>& drawn) {
    const auto preset = const_cast<MainWindow&>(window).window_layout().preset();
    const QStringList moved = difference(places_of(window), drawn[static_cast<std::size_t>(preset)]);
    return moved.isEmpty() ? holes(window) : moved.join("; ");
  }

  std::map<int, std::vector<Places>> drawn_; ///< by width of the window
};

QTEST_MAIN(LayoutTest)
#include "layout_test.moc"
