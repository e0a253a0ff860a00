// SPDX-License-Identifier: Apache-2.0
// The frame of the window: messages that move nothing, questions before changes are lost, titles, sizes.
#include "running_window.h"
#include "ui/session/autosave.h"
#include "ui/session/session_file.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/window_layout.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QDropEvent>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QToolButton>

#include <map>
#include <memory>

using namespace striate;

namespace {

/// Where everything is, but for the notices and the numbers of the status line, which have other widths every second.
std::map<QString, QRect> places(const MainWindow& window) {
  std::map<QString, QRect> found;
  const auto inside = [&](const char* name, const QWidget* widget) {
    const auto* area = window.findChild<QWidget*>(name);
    return area->isAncestorOf(widget) || (area == widget && widget->objectName() == "notices");
  };
  for (const QWidget* widget : window.findChildren<QWidget*>())
    if (widget->isVisible() && !widget->objectName().isEmpty() && !inside("notices", widget) &&
        !inside("status-line", widget))
      found[widget->objectName()] = QRect(widget->mapTo(&window, QPoint()), widget->size());
  return found;
}

} // namespace

class FrameTest : public QObject {
  Q_OBJECT

private slots:
  void init() {
    forget_settings();
    folder_ = std::make_unique<QTemporaryDir>();
  }

  void messages_move_nothing_and_take_no_key() {
    TinyWindow shell;
    shell.trigger("simulation.run"); // numbers of the status line stand still
    QTest::qWait(300);
    auto* entry = shell.find<QLineEdit>("entry-contrast");
    shell.window->activateWindow();
    entry->setFocus();
    entry->selectAll();
    const auto before = places(*shell.window);
    QTest::keyClicks(entry, "0");
    shell.window->banner().warn("The disk is full.");
    shell.settle();
    QVERIFY(shell.window->banner().isVisible());
    QCOMPARE(places(*shell.window), before);
    if (QApplication::focusWidget())
      QCOMPARE(QApplication::focusWidget(), entry);
    QTest::keyClicks(entry, ".5");
    QCOMPARE(entry->text(), QString("0.5"));
    // A click beside the notice reaches what is under the area it may take.
    const QWidget* area = shell.find<QWidget>("notices");
    for (int x = 0; x < shell.window->width(); x += 7)
      for (int y = 0; y < shell.window->height(); y += 7) {
        const QWidget* hit = shell.window->childAt(x, y);
        if (hit && (hit == area || area->isAncestorOf(hit)))
          QVERIFY(QRect(shell.window->banner().mapTo(shell.window.get(), QPoint()), shell.window->banner().size())
                      .contains(x, y));
      }
    QVERIFY(!QRect(shell.find<QStatusBar>("status-line")->geometry())
                 .intersects(QRect(area->mapTo(shell.window.get(), QPoint()), area->size())));
    QTest::mouseClick(shell.find<QPushButton>("message-close"), Qt::LeftButton);
    shell.settle();
    QVERIFY(!shell.window->banner().isVisible());
    QCOMPARE(places(*shell.window), before);
  }

  void building_a_network_moves_nothing() {
    TinyWindow shell;
    shell.trigger("simulation.run");
    QTest::qWait(300);
    auto before = places(*shell.window);
    shell.window->editor().set_text("network", "medium");
    QTRY_VERIFY_WITH_TIMEOUT(shell.find<QPushButton>("task-cancel")->isVisible(), 20'000);
    auto during = places(*shell.window);
    for (const char* alive : {"status-undo", "status-group", "status-light", "status-memory", "status-frames"}) {
      before.erase(alive);
      during.erase(alive);
    }
    for (const auto& [name, rect] : before)
      if (name.startsWith("panel-") || name == "transport-bar" || name == "raster")
        QCOMPARE(during[name], rect);
    QTest::mouseClick(shell.find<QPushButton>("task-cancel"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!shell.find<QPushButton>("task-cancel")->isVisible(), 20'000);
  }

  void errors_stay_in_one_place_with_a_count_and_a_history() {
    TinyWindow shell;
    MessageBanner& banner = shell.window->banner();
    banner.warn("The first disk is full.");
    banner.warn("The second disk is full.");
    banner.warn("The third disk is full.");
    QCOMPARE(banner.sentence(), QString("The third disk is full."));
    QCOMPARE(shell.find<QPushButton>("message-more")->text(), QString("2 more"));
    banner.tell("Wrote a figure.");
    QCOMPARE(banner.sentence(), QString("Wrote a figure."));
    QTest::mouseClick(shell.find<QPushButton>("message-close"), Qt::LeftButton);
    QCOMPARE(banner.sentence(), QString("The third disk is full.")); // an error outlives news
    QVERIFY(banner.accessibleName().contains("Problem: The third disk is full."));
    QTest::mouseClick(shell.find<QPushButton>("message-more"), Qt::LeftButton);
    auto* history = shell.find<QPlainTextEdit>("message-list");
    QVERIFY(history && history->isVisible());
    const QStringList lines = history->toPlainText().split('\n');
    QVERIFY(lines[0].endsWith("Wrote a figure."));
    QVERIFY(lines[1].endsWith("Problem: The third disk is full."));
    QVERIFY(lines[3].endsWith("Problem: The first disk is full."));
    history->window()->close();
    QTest::mouseClick(shell.find<QPushButton>("message-close"), Qt::LeftButton);
    QVERIFY(banner.isHidden()); // the older ones do not come back one by one
    banner.warn_of("disk", "No room.");
    banner.warn_of("disk", "Still no room.");
    QCOMPARE(banner.sentence(), QString("Still no room."));
    banner.forgive("disk");
    QVERIFY(banner.isHidden());
  }

  void an_error_goes_with_its_cause() {
    TinyWindow shell;
    shell.window->open_session(write("bad.striate", "{"));
    QVERIFY(shell.window->banner().sentence().contains("bad.striate"));
    shell.window->save_session(path("good.striate"));
    QVERIFY(!shell.window->banner().sentence().contains("bad.striate"));
  }

  void quitting_with_unsaved_changes_asks() {
    TinyWindow shell;
    shell.window->save_session(path("mine.striate"));
    QCOMPARE(shell.window->windowTitle(), QString("mine[*] – Striate"));
    shell.window->editor().set("contrast", 0.3);
    shell.trigger("file.quit");
    answer(shell, QMessageBox::Cancel);
    QVERIFY(shell.window->isVisible());
    QVERIFY(shell.window->isWindowModified());
    shell.window->close(); // as a window manager does
    answer(shell, QMessageBox::Save);
    QVERIFY(!shell.window->isVisible());
    QCOMPARE(load_session(path("mine.striate").toStdString()).parameters.number("contrast"), 0.3);
  }

  void discarded_changes_are_gone_and_asked_about_once() {
    {
      TinyWindow shell;
      shell.window->save_session(path("mine.striate"));
      shell.window->editor().set("contrast", 0.3);
      shell.trigger("file.quit");
      shell.trigger("file.quit"); // twice: one question
      QCOMPARE(shell.window->findChildren<QMessageBox*>().size(), 1);
      answer(shell, QMessageBox::Discard);
      QVERIFY(!shell.window->isVisible());
    }
    QCOMPARE(load_session(path("mine.striate").toStdString()).parameters.number("contrast"),
             tiny_parameters().number("contrast"));
    QVERIFY(Autosave::left_behind().empty());
  }

  void a_clean_or_nameless_session_closes_without_a_question() {
    TinyWindow shell;
    shell.window->editor().set("contrast", 0.3);
    shell.window->close();
    QVERIFY(!shell.window->isVisible());
    TinyWindow saved;
    saved.window->editor().set("contrast", 0.3);
    saved.window->save_session(path("mine.striate"));
    saved.window->close();
    QVERIFY(!saved.window->isVisible());
  }

  void a_save_that_fails_keeps_the_window() {
    TinyWindow shell;
    QVERIFY(QDir().mkpath(path("gone")));
    shell.window->save_session(path("gone/mine.striate"));
    QVERIFY(QDir(path("gone")).removeRecursively());
    shell.window->editor().set("contrast", 0.3);
    shell.window->close();
    answer(shell, QMessageBox::Save);
    QVERIFY(shell.window->isVisible());
    QVERIFY(shell.window->banner().sentence().contains("mine.striate"));
  }

  void another_session_or_network_asks_first() {
    TinyWindow shell;
    shell.window->editor().set("direction", 45.0);
    shell.window->save_session(path("other.striate"));
    shell.window->save_session(path("mine.striate"));
    shell.window->editor().set("direction", 90.0);
    shell.window->open_session(path("other.striate"));
    answer(shell, QMessageBox::Cancel);
    QCOMPARE(shell.window->editor().parameters().number("direction"), 90.0);
    drop(*shell.window, path("other.striate"));
    answer(shell, QMessageBox::Discard);
    QCOMPARE(shell.window->editor().parameters().number("direction"), 45.0);
    QCOMPARE(shell.window->windowTitle(), QString("other[*] – Striate"));
    QVERIFY(!shell.window->isWindowModified());

    shell.window->editor().set("direction", 135.0);
    drop(*shell.window, write("config.json", "{}"));
    answer(shell, QMessageBox::Cancel);
    QVERIFY(shell.window->editor().parameters().choice("network") != "file");
    drop(*shell.window, path("config.json"));
    answer(shell, QMessageBox::Save);
    QCOMPARE(load_session(path("other.striate").toStdString()).parameters.number("direction"), 135.0);
    QTRY_VERIFY(shell.window->banner().sentence().contains("config.json")); // it was tried; it is no network
  }

  void a_session_opened_before_the_window_is_shown_has_title_layout_and_theme() {
    QByteArray train;
    {
      TinyWindow shell;
      shell.trigger("view.layout-train");
      train = shell.window->window_layout().state();
    }
    forget_settings();
    save_session(path("exam.striate").toStdString(), {tiny_parameters(), train, "light", {}});
    MainWindow window(tiny_parameters());
    window.open_session(path("exam.striate"));
    window.show();
    TinyWindow::settle();
    QCOMPARE(window.windowTitle(), QString("exam[*] – Striate"));
    QCOMPARE(window.window_layout().preset(), LayoutPreset::train);
    QVERIFY(window.findChild<QToolButton*>("layout-train")->isChecked());
    QVERIFY(window.findChild<QWidget*>("panel-training")->isVisible());
    QCOMPARE(window.palette().color(QPalette::Window), surface_colors(Theme::light).window);
  }

  void a_recovered_session_has_its_name() {
    save_session(config("autosave-999999991.striate"),
                 {with_contrast(0.3), {}, "dark", path("mine.striate").toStdString()});
    TinyWindow shell;
    QVERIFY2(shell.window->banner().sentence().contains("\"mine\""), qPrintable(shell.window->banner().sentence()));
    click_choice(shell, "Restore");
    QCOMPARE(shell.window->windowTitle(), QString("mine[*] – Striate"));
    QVERIFY(shell.window->isWindowModified());
    QCOMPARE(shell.window->editor().parameters().number("contrast"), 0.3);
    QVERIFY(Autosave::left_behind().empty());
    shell.trigger("file.save");
    QCOMPARE(load_session(path("mine.striate").toStdString()).parameters.number("contrast"), 0.3);
  }

  void every_copy_is_offered_and_a_damaged_one_is_kept() {
    save_session(config("autosave-999999991.striate"), {with_contrast(0.3), {}, "dark", {}});
    save_session(config("autosave-999999992.striate"), {with_contrast(0.4), {}, "dark", {}});
    {
      TinyWindow shell;
      click_choice(shell, "Restore");
      QCOMPARE(Autosave::left_behind().size(), std::size_t(1));
      QVERIFY(shell.window->banner().sentence().contains("can be restored"));
      QCOMPARE(shell.window->windowTitle(), QString("Striate"));
    }
    QFile damaged(QString::fromStdString(config("autosave-999999993.striate").string()));
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write("{");
    damaged.close();
    TinyWindow shell;
    for (int i = 0; i < 2 && !shell.window->banner().sentence().contains("autosave-999999993"); ++i)
      click_choice(shell, "Restore");
    QVERIFY(damaged.exists());
  }

  void an_end_that_cannot_ask_keeps_the_changes() {
    {
      TinyWindow shell;
      shell.window->save_session(path("mine.striate"));
      shell.window->editor().set("contrast", 0.3);
      shell.window->end_unasked();
      QVERIFY(!shell.window->isVisible());
    }
    const std::filesystem::path copy =
        config("autosave-" + std::to_string(QCoreApplication::applicationPid()) + ".striate");
    const SessionDocument kept = load_session(copy);
    QCOMPARE(kept.parameters.number("contrast"), 0.3);
    QCOMPARE(QString::fromStdString(kept.copy_of), path("mine.striate"));
    std::filesystem::remove(copy);
    TinyWindow unchanged;
    unchanged.window->save_session(path("mine.striate"));
    unchanged.window->end_unasked();
    QVERIFY(!std::filesystem::exists(copy));
  }

  void no_text_of_the_bar_is_cut_at_any_width() {
    TinyWindow shell;
    const QWidget* bar = shell.find<QWidget>("transport-bar");
    for (const char* layout : {"view.layout-explore", "view.layout-tune", "view.layout-train", "view.layout-present"}) {
      shell.trigger(layout);
      for (int width = 700; width <= 1700; width += 50) {
        shell.window->resize(width, 700);
        shell.settle();
        QCOMPARE(shell.window->width(), width);
        QRect before(-1, 0, 0, 1);
        for (const QWidget* part : bar->findChildren<QWidget*>()) {
          if (!part->isVisible() || part->layout())
            continue;
          QVERIFY2(part->width() >= part->sizeHint().width(),
                   qPrintable(QStringLiteral("%1 at %2").arg(part->objectName()).arg(width)));
          const QRect rect(part->mapTo(bar, QPoint()), part->size());
          QVERIFY2(bar->rect().contains(rect),
                   qPrintable(QStringLiteral("%1 at %2").arg(part->objectName()).arg(width)));
        }
        QVERIFY(bar->width() <= width);
      }
    }
  }

  void folded_parts_of_the_bar_do_the_same() {
    TinyWindow shell({720, 500});
    auto* speed = shell.find<QToolButton>("speed");
    QVERIFY(speed->isVisible());
    QVERIFY(!shell.find<QToolButton>("speed-max")->isVisible());
    QCOMPARE(speed->text(), QString("Real time ▾"));
    shell.trigger("simulation.speed-max");
    QCOMPARE(speed->text(), QString("Max ▾"));
    auto* layout = shell.find<QToolButton>("layout");
    shell.trigger("view.layout-tune");
    QCOMPARE(layout->text(), QString("Tune ▾"));
    shell.window->resize(1600, 900);
    shell.settle();
    QVERIFY(!speed->isVisible());
    QVERIFY(shell.find<QToolButton>("speed-max")->isVisible());
    QVERIFY(shell.find<QToolButton>("speed-max")->isChecked());
  }

  void the_window_fits_small_screens() {
    MainWindow window(tiny_parameters());
    QVERIFY(window.minimumWidth() <= 720);
    QVERIFY(window.minimumHeight() <= 450);
    for (const QSize size : {QSize(1024, 700), QSize(1280, 740), QSize(720, 450), QSize(1440, 840)}) {
      window.resize(size);
      window.show();
      TinyWindow::settle();
      QCOMPARE(window.size(), size);
      const QWidget* status = window.findChild<QWidget*>("status-line");
      QVERIFY(status->isVisible() && window.rect().contains(status->geometry()));
      QVERIFY(window.rect().contains(window.centralWidget()->geometry()));
      QVERIFY(window.centralWidget()->width() >= 200);
    }
    window.show_fitting();
    TinyWindow::settle();
    // The screen without a display has 800 x 800 pixels: fewer than the smallest window at a scale of 1.5 and 2.
    const QSize all = window.frameGeometry().size(), frame = all - window.size();
    const QSize most = window.screen()->availableGeometry().size().expandedTo(window.minimumSize() + frame);
    QVERIFY2(all.width() <= most.width() && all.height() <= most.height(),
             qPrintable(QStringLiteral("%1 x %2, not %3 x %4")
                            .arg(all.width())
                            .arg(all.height())
                            .arg(most.width())
                            .arg(most.height())));
  }

private:
  QString path(const char* name) const { return folder_->filePath(name); }
  QString write(const char* name, const QByteArray& text) const {
    QFile file(path(name));
    if (file.open(QIODevice::WriteOnly))
      file.write(text);
    return path(name);
  }
  static std::filesystem::path config(const std::string& name) {
    const QString folder = qEnvironmentVariable("XDG_CONFIG_HOME") + "/striate";
    QDir().mkpath(folder);
    return std::filesystem::path(folder.toStdString()) / name;
  }
  static ParameterSet with_contrast(double contrast) {
    ParameterSet parameters = tiny_parameters();
    parameters.set("contrast", contrast);
    return parameters;
  }
  static void answer(const TinyWindow& shell, QMessageBox::StandardButton button) {
    auto* box = shell.find<QMessageBox>("unsaved-changes");
    QVERIFY(box && box->isVisible());
    QTest::mouseClick(box->button(button), Qt::LeftButton);
    shell.settle();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  static void click_choice(const TinyWindow& shell, const char* text) {
    for (QPushButton* choice : shell.window->findChildren<QPushButton*>("message-choice"))
      if (choice->text() == text && choice->isVisible()) {
        QTest::mouseClick(choice, Qt::LeftButton);
        shell.settle();
        return;
      }
    QFAIL("no such choice");
  }
  static void drop(MainWindow& window, const QString& file) {
    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter); // Qt delivers a drop only where a drag was accepted
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &drop);
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_MAIN(FrameTest)
#include "frame_test.moc"
