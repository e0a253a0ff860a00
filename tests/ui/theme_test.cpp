// SPDX-License-Identifier: Apache-2.0
// Both themes can be read, in every layout, menu and dialog, whichever was there before; changing them is quick.
#include "running_window.h"
#include "ui/session/session_file.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/window_settings.h"
#include "ui/theme/control_colors.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>
#include <map>

using namespace striate;

namespace {

constexpr double least_contrast = 4.5; // WCAG 2, level AA

double luminance(const QColor& color) {
  const auto part = [](double share) {
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

double contrast(const QColor& a, const QColor& b) {
  const double one = luminance(a), other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

/// What is seen of a part of a window, large enough that strokes of letters have their full colour.
QImage enlarged(QWidget& window, const QRect& part) {
  constexpr int times = 4;
  QImage picture(part.size() * times, QImage::Format_RGB32);
  picture.setDevicePixelRatio(times);
  picture.fill(Qt::magenta);
  QPainter painter(&picture);
  window.render(&painter, QPoint(), QRegion(part));
  return picture;
}

/// Contrast of the text in a picture with its ground: the commonest colour and the one farthest from it.
double contrast_in(const QImage& picture) {
  std::map<QRgb, int> counts;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x)
      ++counts[picture.pixel(x, y)];
  const QColor ground(std::ranges::max_element(counts, {}, [](const auto& one) { return one.second; })->first);
  double best = 1.0;
  for (const auto& [color, count] : counts)
    if (count >= 4)
      best = std::max(best, contrast(QColor(color), ground));
  return best;
}

QString text_of(const QWidget& widget) {
  if (const auto* label = qobject_cast<const QLabel*>(&widget))
    return label->pixmap().isNull() ? label->text() : QString();
  if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
    const auto* tool = qobject_cast<const QToolButton*>(button);
    return tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly ? QString() : button->text();
  }
  if (const auto* entry = qobject_cast<const QLineEdit*>(&widget))
    return entry->text();
  if (const auto* box = qobject_cast<const QComboBox*>(&widget))
    return box->currentText();
  return {};
}

/// The texts of a window that cannot be read, with their contrast.
QStringList unreadable(QWidget& window) {
  QStringList found;
  const auto judge = [&](const QString& what, const QRect& part) {
    const double seen = contrast_in(enlarged(window, part));
    if (seen < least_contrast)
      found << QStringLiteral("%1: %2").arg(what).arg(seen, 0, 'f', 2);
  };
  for (QWidget* widget : window.findChildren<QWidget*>()) {
    if (!widget->isVisible() || !widget->isEnabled() || widget->window() != &window ||
        widget->visibleRegion().isEmpty())
      continue;
    const auto part = [&](const QWidget* of, const QRect& rect) {
      return QRect(of->mapTo(&window, rect.topLeft()), rect.size());
    };
    if (!text_of(*widget).trimmed().isEmpty())
      judge(QStringLiteral("%1 \"%2\"").arg(widget->objectName(), text_of(*widget)),
            part(widget, widget->visibleRegion().boundingRect()));
    if (auto* table = qobject_cast<QTableWidget*>(widget)) {
      for (int row = 0; row < table->rowCount(); ++row)
        for (int column = 0; column < table->columnCount(); ++column) {
          const QRect cell = table->visualItemRect(table->item(row, column)) & table->viewport()->rect();
          if (cell.height() > 12 && !table->item(row, column)->text().isEmpty())
            judge(QStringLiteral("cell \"%1\"").arg(table->item(row, column)->text()), part(table->viewport(), cell));
        }
      const QHeaderView* header = table->horizontalHeader();
      judge("header of " + table->objectName(), part(header->viewport(), header->viewport()->rect()));
    }
  }
  return found;
}

QStringList unreadable_items(QMenu& menu) {
  QStringList found;
  menu.popup({0, 0});
  TinyWindow::settle();
  for (QAction* action : menu.actions()) {
    if (action->isSeparator() || !action->isEnabled())
      continue;
    for (QAction* active : {static_cast<QAction*>(nullptr), action}) {
      menu.setActiveAction(active);
      const double seen = contrast_in(enlarged(menu, menu.actionGeometry(action) & menu.rect()));
      if (seen < least_contrast)
        found << QStringLiteral("%1%2: %3").arg(action->text(), active ? " (chosen)" : "").arg(seen, 0, 'f', 2);
    }
  }
  menu.hide();
  return found;
}

double cpu_s() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

constexpr const char* layouts[] = {"view.layout-explore", "view.layout-tune", "view.layout-train",
                                   "view.layout-present"};

} // namespace

class ThemeTest : public QObject {
  Q_OBJECT

private slots:
  void init() { forget_settings(); }

  void colours_of_controls_can_be_read() {
    for (const Theme theme : {Theme::dark, Theme::light}) {
      const ControlColors c = control_colors(theme);
      const std::pair<QColor, QColor> pairs[] = {{c.surface.text, c.surface.window},
                                                 {c.surface.text, c.surface.panel},
                                                 {c.surface.text, c.surface.raised},
                                                 {c.surface.text, c.hover},
                                                 {c.surface.text, c.surface.border},
                                                 {c.surface.quiet, c.surface.window},
                                                 {c.surface.quiet, c.surface.panel},
                                                 {c.surface.text, c.field},
                                                 {c.surface.quiet, c.field},
                                                 {c.strong, c.selected},
                                                 {c.on_fill, c.fill},
                                                 {c.on_fill, c.fill_hover},
                                                 {c.danger_text, c.danger_ground},
                                                 {c.on_fill, c.danger_fill},
                                                 {c.danger_text, c.surface.panel},
                                                 {c.danger_text, c.surface.window},
                                                 {c.danger_text, c.field},
                                                 {c.surface.good, c.surface.window},
                                                 {c.surface.text, c.small_field},
                                                 {c.surface.danger, c.surface.window}};
      for (const auto& [text, ground] : pairs)
        QVERIFY2(
            contrast(text, ground) >= least_contrast,
            qPrintable(QStringLiteral("%1 on %2: %3").arg(text.name(), ground.name()).arg(contrast(text, ground))));
    }
  }

  void every_text_can_be_read_after_switching_data() {
    QTest::addColumn<QString>("begin");
    QTest::addColumn<QStringList>("switches");
    QTest::newRow("dark") << "dark" << QStringList{};
    QTest::newRow("light") << "light" << QStringList{};
    QTest::newRow("dark to light") << "dark" << QStringList{"light"};
    QTest::newRow("light to dark") << "light" << QStringList{"dark"};
    QTest::newRow("dark to light to dark") << "dark" << QStringList{"light", "dark"};
  }
  void every_text_can_be_read_after_switching() {
    QFETCH(QString, begin);
    QFETCH(QStringList, switches);
    QDir().mkpath(qEnvironmentVariable("XDG_CONFIG_HOME") + "/striate");
    WindowSettings().setValue("theme", begin);
    TinyWindow shell({1500, 950});
    QVERIFY(shell.running);
    shell.trigger("simulation.run"); // held: figures do not change while they are read
    for (const char* layout : layouts)
      shell.trigger(layout); // all have been seen in the first theme
    for (const QString& theme : switches)
      shell.trigger(qPrintable("view.theme-" + theme));
    shell.window->banner().warn("Something went wrong.");
    for (const char* layout : layouts) {
      shell.trigger(layout);
      QTest::qWait(50);
      QCOMPARE(unreadable(*shell.window), QStringList());
    }
    for (QMenu* menu : shell.window->findChildren<QMenu*>())
      QCOMPARE(unreadable_items(*menu), QStringList());
    for (const char* dialog : {"help.shortcuts", "help.palette", "help.about", "help.messages", "simulation.network",
                               "simulation.settings", "file.export-raster", "tuning.analyze"}) {
      shell.trigger(dialog);
      QTest::qWait(50);
      QDialog* open = nullptr;
      for (QDialog* one : shell.window->findChildren<QDialog*>())
        if (one->isVisible())
          open = one;
      QVERIFY2(open, dialog);
      QStringList found = unreadable(*open);
      QVERIFY2(found.isEmpty(), qPrintable(QString(dialog) + ": " + found.join("; ")));
      open->close();
      shell.settle();
      QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
  }

  // Fields that can be typed into do not look like those that cannot.
  void enabled_and_disabled_fields_differ() {
    for (const Theme theme : {Theme::dark, Theme::light}) {
      apply_theme(*qApp, theme);
      QWidget window;
      window.resize(300, 100);
      QLineEdit can("12.5", &window), cannot("12.5", &window);
      can.setGeometry(10, 10, 120, 26);
      cannot.setGeometry(10, 50, 120, 26);
      cannot.setEnabled(false);
      window.show();
      const QImage one = enlarged(window, can.geometry()), other = enlarged(window, cannot.geometry());
      QVERIFY(one.pixel(one.width() - 40, 40) != other.pixel(other.width() - 40, 40));
      QVERIFY(contrast_in(one) > 1.5 * contrast_in(other));
      QCOMPARE(QColor(one.pixel(one.width() - 40, 40)), control_colors(theme).field);
    }
  }

  // Measured 0.02 to 0.06 s each; a style sheet took 2.3 to 3.2 s.
  void another_theme_or_session_costs_little() {
    TinyWindow shell({1440, 900});
    QVERIFY(shell.running);
    shell.trigger("simulation.run");
    QTest::qWait(200);
    const auto cost = [&](const char* what, const std::function<void()>& work) {
      const double before = cpu_s();
      work();
      shell.settle();
      QTest::qWait(60); // the figures are drawn anew
      const double cost_s = cpu_s() - before;
      qInfo("%s: %.3f s of CPU", what, cost_s);
      return cost_s;
    };
    for (const char* theme : {"view.theme-light", "view.theme-dark", "view.theme-dark"})
      QVERIFY(cost(theme, [&] { shell.window->actions().action(theme)->trigger(); }) < 0.3);
    const QTemporaryDir folder;
    SessionDocument session{tiny_parameters(), {}, "light", {}};
    session.parameters.set("direction", 90.0);
    const QString file = folder.filePath("a.striate");
    save_session(file.toStdString(), session);
    QVERIFY(cost("session with another theme", [&] { shell.window->open_session(file); }) < 0.3);
    QVERIFY(cost("the same session", [&] { shell.window->open_session(file); }) < 0.2);
    QCOMPARE(shell.window->editor().parameters().number("direction"), 90.0);
  }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
