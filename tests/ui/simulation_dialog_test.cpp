// SPDX-License-Identifier: Apache-2.0
// The simulation settings: what goes together, and a run that starts anew with them.
#include "tests/ui/running_window.h"
#include "ui/actions/action_list.h"
#include "ui/run/parameter_form.h"
#include "ui/run/simulation_dialog.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <memory>

using namespace striate;

class SimulationDialogTest : public QObject {
  Q_OBJECT

private slots:
  void rows_follow_the_dynamics_and_the_step_is_set_right() {
    ParameterSet parameters;
    parameters.set("dt", 0.25);
    parameters.set_text("dynamics", "nest");
    SimulationDialog dialog(parameters, nullptr);
    dialog.show();
    auto* step = dialog.findChild<QLineEdit*>("entry-dt");
    QVERIFY(step != nullptr);
    QVERIFY(step->isVisible());
    dialog.editor().set_text("dynamics", "basis4");
    QVERIFY(!step->isVisible());
    QCOMPARE(dialog.parameters().number("dt"), 1.0);
    dialog.editor().set_text("dynamics", "nest");
    QCOMPARE(dialog.parameters().number("dt"), 0.25);
  }

  void what_excludes_each_other_is_said_and_cannot_start() {
    SimulationDialog dialog(ParameterSet{}, nullptr);
    dialog.show();
    auto* start = dialog.findChild<QPushButton*>("start-anew");
    auto* hint = dialog.findChild<QLabel*>("simulation-hint");
    QVERIFY(start->isEnabled());
    dialog.editor().set_text("lgn-input", "currents");
    QVERIFY(start->isEnabled());
    dialog.editor().set_text("lgn-spikes", "spikes.h5");
    QVERIFY(!start->isEnabled());
    QVERIFY(hint->isVisible());
    QVERIFY(hint->text().contains("mutually exclusive"));
    dialog.editor().set_text("lgn-spikes", "");
    QVERIFY(start->isEnabled());
    QVERIFY(!hint->isVisible());
  }

  void the_window_starts_anew_with_them_and_undo_goes_back() {
    const TinyWindow shell;
    QVERIFY(shell.running);
    MainWindow& window = *shell.window;
    const auto latest = [&] { return window.data().latest(); };
    window.actions().action("simulation.settings")->trigger();
    auto* dialog = window.findChild<SimulationDialog*>();
    QVERIFY(dialog != nullptr);
    dialog->editor().set_text("dynamics", "nest");
    dialog->editor().set_text("background-input", "currents");
    window.editor().set("direction", 90.0); // meanwhile
    QTest::mouseClick(dialog->findChild<QPushButton*>("start-anew"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(latest() && latest()->parameters.choice("dynamics") == "nest", 60'000);
    QCOMPARE(QString::fromStdString(latest()->parameters.choice("background-input")), QString("currents"));
    QTRY_COMPARE(latest()->parameters.number("direction"), 90.0);
    window.editor().undo_stack().undo();
    QTRY_VERIFY_WITH_TIMEOUT(latest()->parameters.choice("dynamics") == "basis4", 60'000);
  }
};

QTEST_MAIN(SimulationDialogTest)
#include "simulation_dialog_test.moc"
