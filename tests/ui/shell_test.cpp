// SPDX-License-Identifier: Apache-2.0
// The frame of the window: action list, palette, cheat sheet, sessions, layout, export, closing. Real keys and clicks.
#include "engine/core/errors.h"
#include "engine/network/network_estimate.h"
#include "engine/network/tables/model_tables.h"
#include "engine/recording/recorder.h"
#include "engine/session/session.h"
#include "tests/ui/running_window.h"
#include "ui/actions/action_list.h"
#include "ui/actions/cheat_sheet.h"
#include "ui/actions/command_palette.h"
#include "ui/actions/fuzzy_match.h"
#include "ui/actions/line_icon.h"
#include "ui/export/export_dialog.h"
#include "ui/run/recording_controller.h"
#include "ui/session/autosave.h"
#include "ui/session/last_network.h"
#include "ui/session/session_file.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/window_layout.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <functional>
#include <memory>
#include <set>

using namespace striate;

namespace {

QString error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& failure) {
    return QString::fromUtf8(failure.what());
  }
  return {};
}

void write_text(const QString& path, const QByteArray& text) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(text);
}

FigureModel small_figure() {
  FigureModel figure;
  figure.name = "line";
  figure.title = "A line";
  Panel panel;
  panel.id = "line";
  panel.x.label = "Time";
  panel.y.label = "Rate";
  panel.series.push_back(
      LineSeries{.label = "rate", .x = {0.0, 0.5, 1.0}, .y = {0.0, 1.0, 0.3}, .lower = {}, .upper = {}});
  figure.panels.push_back(panel);
  return figure;
}

} // namespace

class ShellTest : public QObject {
  Q_OBJECT

private slots:
  void init() { forget_settings(); }

  void ids_and_shortcuts_are_unique() {
    std::set<QString> ids, shortcuts;
    for (const ActionInfo& info : action_table()) {
      QVERIFY2(ids.insert(info.id).second, qPrintable(info.id));
      QVERIFY2(info.shortcut.isEmpty() || shortcuts.insert(info.shortcut.toString()).second, qPrintable(info.id));
      QVERIFY2(!info.text.isEmpty() && !info.tooltip.isEmpty(), qPrintable(info.id));
      QVERIFY2(info.icon.isEmpty() || !line_icon(info.icon, Qt::black).isNull(), qPrintable(info.icon));
    }
  }

  void an_unknown_action_is_an_error() {
    QWidget window;
    const ActionList actions(&window);
    QVERIFY(error_of([&] { actions.action("no.such"); }).contains("no.such"));
    QCOMPARE(actions.unhandled().size(), action_table().size());
  }

  void fuzzy_letters_find_words() {
    QVERIFY(fuzzy_score("rt", "Real time") > fuzzy_score("rt", "Start"));
    QVERIFY(fuzzy_score("exp fig", "Export figure…"));
    QVERIFY(!fuzzy_score("xyz", "Export figure…"));
    QVERIFY(!fuzzy_score("trop", "port"));
  }

  void the_palette_finds_and_triggers() {
    QWidget window;
    window.resize(900, 600);
    window.show();
    ActionList actions(&window);
    int resets = 0;
    actions.handle("simulation.reset", [&] { ++resets; });
    CommandPalette palette(actions, &window);
    palette.show();
    QVERIFY(QTest::qWaitForWindowExposed(&palette));
    auto* entry = palette.findChild<QLineEdit*>("palette-entry");
    auto* list = palette.findChild<QListView*>("palette-list");
    const int all = list->model()->rowCount();
    QTest::keyClicks(entry, "rese");
    QVERIFY(list->model()->rowCount() < all);
    QCOMPARE(list->currentIndex().data().toString(), QString("Reset"));
    QTest::keyClick(entry, Qt::Key_Down);
    QTest::keyClick(entry, Qt::Key_Up);
    QTest::keyClick(entry, Qt::Key_Return);
    QTRY_COMPARE(resets, 1);
    QVERIFY(!palette.isVisible());
  }

  void the_cheat_sheet_lists_every_shortcut() {
    QWidget window;
    const ActionList actions(&window);
    const CheatSheet sheet(actions, &window);
    QStringList keys;
    for (const QLabel* label : sheet.findChildren<QLabel*>("key-cap"))
      keys << label->text();
    for (const ActionInfo& info : action_table())
      if (!info.shortcut.isEmpty())
        QVERIFY2(keys.contains(info.shortcut.toString(QKeySequence::NativeText)), qPrintable(info.id));
  }

  void a_session_comes_back_as_it_was_saved() {
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("a.striate").toStdString();
    SessionDocument written{tiny_parameters(), QByteArray("\x01\x00layout", 8), "light"};
    written.parameters.set("direction", 135.0);
    save_session(file, written);
    const SessionDocument read = load_session(file);
    QVERIFY(read.parameters == written.parameters);
    QCOMPARE(read.layout, written.layout);
    QCOMPARE(read.theme, written.theme);
  }

  void bad_sessions_get_a_sentence() {
    const QTemporaryDir folder;
    const QString file = folder.filePath("bad.striate");
    const auto problem = [&](const QByteArray& text) {
      write_text(file, text);
      return error_of([&] { load_session(file.toStdString()); });
    };
    QVERIFY(problem("{\"format\": \"striate-se").contains(file));
    QVERIFY(problem("[1, 2]").contains("not a Striate session"));
    QVERIFY(problem(R"({"format":"striate-session","version":99,"parameters":{}})").contains("newer"));
    QVERIFY(problem(R"({"format":"striate-session","version":1,"parameters":{"direction":"north"}})")
                .contains("direction"));
    QVERIFY(problem(R"({"format":"striate-session","version":1,"parameters":{"contrast":7}})").contains("contrast"));
    QVERIFY(problem(R"({"format":"striate-session","version":1,"parameters":{},"theme":"pink"})").contains("pink"));
    QVERIFY(error_of([&] { load_session((folder.path() + "/none.striate").toStdString()); }).contains("none.striate"));
    QVERIFY(error_of([&] { save_session("/proc/no/a.striate", {}); }).contains("/proc/no/a.striate"));
  }

  void a_crash_leaves_a_copy_that_is_found() {
    QVERIFY(Autosave::left_behind().empty());
    save_session(std::filesystem::path(config()) / "autosave-999999999.striate", {tiny_parameters(), {}, "dark"});
    Autosave mine([] { return SessionDocument{}; }, nullptr);
    mine.save();
    QCOMPARE(Autosave::left_behind().size(), std::size_t(1)); // not the one of this running program
    mine.remove();
  }

  void large_networks_are_remembered() {
    ParameterSet parameters;
    parameters.set_text("network", "medium");
    remember_network(parameters);
    QCOMPARE(QString::fromStdString(MainWindow::last_used_parameters().choice("network")), QString("medium"));
    remember_network(tiny_parameters());
    QCOMPARE(QString::fromStdString(MainWindow::last_used_parameters().choice("network")), QString("small"));
  }

  void the_estimate_is_the_published_size() {
    NetworkRecipe recipe;
    for (const auto& [radius, neurons, recurrent] :
         {std::tuple(100.0, 4239u, 554'848.0), std::tuple(200.0, 16'728u, 4'375'600.0),
          std::tuple(400.0, 66'652u, 24'275'400.0), std::tuple(700.0, 203'816u, 84'002'200.0)}) {
      recipe.radius_um = radius;
      const NetworkEstimate estimate = estimate_network(recipe);
      QCOMPARE(estimate.neurons, neurons);
      QVERIFY(std::abs(estimate.recurrent / recurrent - 1.0) < 0.001);
    }
    recipe.radius_um = 50.0;
    QCOMPARE(estimate_network(recipe).neurons, 1141u);
  }

  void the_banner_shows_errors_first() {
    MessageBanner banner(nullptr);
    int restored = 0;
    banner.ask("Restore?", {{"Restore", [&] { ++restored; }}});
    banner.warn("The disk is full.");
    QCOMPARE(banner.sentence(), QString("The disk is full."));
    QTest::mouseClick(banner.findChild<QPushButton*>("message-close"), Qt::LeftButton);
    QCOMPARE(banner.sentence(), QString("Restore?"));
    QTest::mouseClick(banner.findChild<QPushButton*>("message-choice"), Qt::LeftButton);
    QCOMPARE(restored, 1);
    QVERIFY(banner.isHidden());
  }

  void the_export_dialog_writes_and_never_overwrites_silently() {
    const QTemporaryDir folder;
    const QString file = folder.filePath("line.pdf");
    {
      ExportDialog dialog({small_figure()}, 0, nullptr);
      dialog.show();
      dialog.findChild<QComboBox*>("export-format")->setCurrentText("PDF");
      dialog.findChild<QLineEdit*>("export-file")->setText(file);
      QTest::mouseClick(dialog.findChild<QPushButton*>("export-write"), Qt::LeftButton);
      QTRY_VERIFY(!dialog.isVisible()); // written on a thread of its own
    }
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QVERIFY(written.readAll().startsWith("%PDF"));

    ExportDialog again({small_figure()}, 0, nullptr);
    again.show();
    auto* path = again.findChild<QLineEdit*>("export-file");
    auto* button = again.findChild<QPushButton*>("export-write");
    QVERIFY(path->text() != file); // suggests a free name in the folder used last
    QVERIFY(path->text().startsWith(folder.path()));
    path->setText(file);
    QCOMPARE(button->text(), QString("Replace"));
    path->setText(folder.path() + "/none/line.pdf");
    QVERIFY(!button->isEnabled());
    again.findChild<QComboBox*>("export-format")->setCurrentText("CSV");
    QVERIFY(path->text().endsWith(".csv"));
  }

  void every_action_of_the_window_is_handled() {
    const TinyWindow shell;
    const auto unhandled = shell.window->actions().unhandled();
    QVERIFY2(unhandled.empty(), unhandled.empty() ? "" : qPrintable(unhandled.front()));
  }

  void keys_and_buttons_run_pause_and_step() {
    TinyWindow shell;
    QVERIFY(shell.running);
    QTest::mouseClick(shell.find<QPushButton>("run"), Qt::LeftButton);
    QTRY_VERIFY(!shell.is_running());
    QTRY_COMPARE(shell.find<QPushButton>("run")->text(), QString("Run"));
    const std::int64_t before = shell.now();
    QTest::mouseClick(shell.find<QToolButton>("step"), Qt::LeftButton);
    QTRY_COMPARE(shell.now(), before + 1);
    QTest::keyClick(shell.window.get(), Qt::Key_Space);
    QTRY_VERIFY(shell.is_running());
    QTest::mouseClick(shell.find<QToolButton>("speed-tenth"), Qt::LeftButton);
    QVERIFY(shell.find<QToolButton>("speed-tenth")->isChecked());
    QVERIFY(!shell.find<QToolButton>("speed-max")->isChecked());
  }

  void edits_are_undone_and_named() {
    TinyWindow shell;
    shell.window->editor().set("direction", 90.0);
    QTRY_COMPARE(shell.window->data().latest()->parameters.number("direction"), 90.0);
    QVERIFY(shell.find<QToolButton>("status-undo")->text().contains("Direction"));
    shell.window->actions().action("edit.undo")->trigger();
    QTRY_COMPARE(shell.window->data().latest()->parameters.number("direction"), 0.0);
  }

  void another_seed_builds_another_network() {
    TinyWindow shell;
    QVERIFY(shell.running);
    shell.window->editor().set("network-seed", 7.0);
    QTRY_COMPARE_WITH_TIMEOUT(shell.window->data().network()->recipe.seed, std::uint64_t(7), 60'000);
    QTRY_VERIFY(shell.is_running());
  }

  // With a card the run goes on there and comes back; without one a sentence says so, and nothing has changed.
  void the_run_moves_between_processor_and_card() {
    TinyWindow shell;
    QVERIFY(shell.running);
    QAction* const card = shell.window->actions().action("simulation.graphics-card");
    QVERIFY(!card->isChecked());
    QTRY_VERIFY(shell.now() > 200);
    const std::int64_t before = shell.now();
    QTest::mouseClick(shell.find<QToolButton>("status-backend"), Qt::LeftButton);
    QVERIFY(card->isChecked());
    auto* const banner = shell.window->findChild<MessageBanner*>();
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible() || shell.find<QToolButton>("status-backend")->text().contains("CUDA"),
                             60'000);
    if (banner->isVisible()) {
      QVERIFY2(banner->sentence().contains("--backend cpu"), qPrintable(banner->sentence()));
      QTRY_VERIFY(!card->isChecked());
      QCOMPARE(shell.window->editor().parameters().choice("backend"), std::string("cpu"));
    } else {
      card->trigger();
      QTRY_VERIFY_WITH_TIMEOUT(shell.find<QToolButton>("status-backend")->text().contains("CPU"), 60'000);
    }
    QTRY_VERIFY(shell.is_running());
    QTRY_VERIFY(shell.now() > before + 50); // it never began anew
  }

  void more_threads_keep_the_state() {
    TinyWindow shell;
    QVERIFY(shell.running);
    QTRY_VERIFY(shell.now() > 300);
    const std::int64_t before = shell.now();
    const std::uint64_t epoch = shell.window->data().latest()->epoch;
    shell.window->editor().set("threads", 2.0);
    QTRY_VERIFY_WITH_TIMEOUT(shell.window->data().latest()->epoch > epoch, 60'000);
    QVERIFY(shell.now() >= before);
  }

  void layouts_are_kept() {
    TinyWindow shell;
    auto* lgn = shell.find<QDockWidget>("panel-lgn");
    QVERIFY(lgn->isVisible());
    shell.window->actions().action("view.panel-lgn")->trigger();
    QVERIFY(!lgn->isVisible());
    const QByteArray without_lgn = shell.window->window_layout().state();
    QTest::mouseClick(shell.find<QToolButton>("layout-present"), Qt::LeftButton);
    QVERIFY(!shell.find<QDockWidget>("panel-selection")->isVisible());
    QTest::mouseClick(shell.find<QToolButton>("layout-explore"), Qt::LeftButton);
    QVERIFY(shell.find<QDockWidget>("panel-selection")->isVisible());
    QVERIFY(!lgn->isVisible()); // as the user left it
    shell.window->actions().action("view.reset-layout")->trigger();
    QVERIFY(lgn->isVisible());
    QVERIFY(shell.window->window_layout().restore(without_lgn));
    QVERIFY(!lgn->isVisible());
    QVERIFY(!shell.window->window_layout().restore("no layout"));
    shell.window->close();

    TinyWindow next;
    QVERIFY(!next.find<QDockWidget>("panel-lgn")->isVisible());
  }

  void a_session_opens_by_drop_and_a_bad_one_is_told() {
    TinyWindow shell;
    const QTemporaryDir folder;
    shell.window->editor().set("contrast", 0.3);
    shell.window->save_session(folder.filePath("low.striate"));
    shell.window->editor().set("contrast", 0.9);
    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(folder.filePath("low.striate"))});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(shell.window.get(), &enter); // Qt delivers a drop only where a drag was accepted
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(shell.window.get(), &drop);
    QCOMPARE(shell.window->editor().parameters().number("contrast"), 0.9); // asked first
    QTest::mouseClick(shell.find<QMessageBox>("unsaved-changes")->button(QMessageBox::Discard), Qt::LeftButton);
    QCOMPARE(shell.window->editor().parameters().number("contrast"), 0.3);
    write_text(folder.filePath("bad.striate"), "{");
    shell.window->open_session(folder.filePath("bad.striate"));
    QVERIFY(shell.window->banner().sentence().contains("bad.striate"));
    QCOMPARE(shell.window->editor().parameters().number("contrast"), 0.3);
  }

  void closing_while_recording_keeps_the_recording() {
    const QTemporaryDir folder;
    RecordingController::set_base_folder(folder.path());
    {
      TinyWindow shell;
      QVERIFY(shell.running);
      QTest::mouseClick(shell.find<QToolButton>("record"), Qt::LeftButton);
      QTRY_VERIFY(shell.window->data().latest()->recording);
      QTRY_VERIFY_WITH_TIMEOUT(shell.window->data().latest()->recorded_spikes > 5, 30'000);
      QTRY_VERIFY(shell.find<QToolButton>("record")->text().startsWith("Stop "));
      QVERIFY(shell.find<QToolButton>("record")->toolTip().contains("spikes so far"));
      QElapsedTimer closing;
      closing.start();
      shell.window->close();
      shell.window.reset();
      QVERIFY(closing.elapsed() < 3000);
    }
    const QStringList recordings = QDir(folder.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QCOMPARE(recordings.size(), 1);
    const SpikeFile spikes = read_spikes(folder.filePath(recordings[0] + "/spikes.h5").toStdString());
    QVERIFY(spikes.node_id.size() > 5);
  }

  void closing_while_a_network_builds_does_not_hang() {
    ParameterSet parameters;
    parameters.set_text("network", "medium");
    auto window = std::make_unique<MainWindow>(parameters);
    window->show();
    QTest::qWait(100);
    QElapsedTimer closing;
    closing.start();
    window->close();
    window.reset();
    QVERIFY(closing.elapsed() < 3000);
  }

private:
  static std::string config() { return qgetenv("XDG_CONFIG_HOME").toStdString() + "/striate"; }
};

QTEST_MAIN(ShellTest)
#include "shell_test.moc"
