// SPDX-License-Identifier: Apache-2.0
// The recording panel in the running window: real keys and clicks; the files of a recording, the list and undo follow.
#include "engine/hdf5/hdf5_file.h"
#include "engine/recording/recorder.h"
#include "engine/session/probe.h"
#include "tests/ui/running_window.h"
#include "ui/actions/action_list.h"
#include "ui/run/recording_controller.h"
#include "ui/shell/message_banner.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <memory>

using namespace striate;

namespace {

struct Shape {
  hsize_t rows = 0, columns = 0;
};

Shape shape_of(const QString& file, const char* dataset) {
  const hdf5::Id opened(H5Fopen(file.toUtf8().constData(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  const hdf5::Id data(H5Dopen2(opened, dataset, H5P_DEFAULT), H5Dclose);
  const hdf5::Id space(H5Dget_space(data), H5Sclose);
  hsize_t extent[2] = {0, 0};
  H5Sget_simple_extent_dims(space, extent, nullptr);
  return {extent[0], extent[1]};
}

} // namespace

class RecordingPanelTest : public QObject {
  Q_OBJECT

private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    RecordingController::set_base_folder(folder_->path());
    window_ = shown_window();
    QTRY_VERIFY_WITH_TIMEOUT(now() > 20, 60'000);
    window_->actions().action("simulation.record-what")->trigger();
    QVERIFY(find<QWidget>("recording-panel")->isVisible());
  }
  void cleanup() {
    window_.reset();
    folder_.reset();
  }

  void what_is_chosen_is_in_the_folder() {
    click("record-spikes"); // off
    click("record-lgn-spikes");
    fill_in(ProbeVariable::v, "L4", 5);
    click("probe-apply");
    QCOMPARE(text("record"), QString("lgn-spikes"));
    QCOMPARE(text("probe"), QString("v:L4:5"));
    QCOMPARE(find<QLabel>("probe-0-title")->text(), QString("Membrane potential of L4"));
    QTRY_VERIFY2(find<QLabel>("probe-0-size")->text().endsWith("/s"), "the size per second");

    click("record");
    QTRY_VERIFY(window_->data().latest()->recording);
    QTRY_VERIFY(!find<QWidget>("record-spikes")->isEnabled());
    QVERIFY(!find<QWidget>("probe-apply")->isEnabled());
    QTRY_VERIFY(header().endsWith("written"));
    const auto begin = now();
    QTRY_VERIFY(now() > begin + 200);
    click("record");
    QTRY_VERIFY(!window_->data().latest()->recording);
    QTRY_VERIFY(find<QWidget>("record-spikes")->isEnabled());

    QCOMPARE(runs().size(), 1);
    const QDir run(folder_->filePath(runs().front()));
    QCOMPARE(run.entryList(QDir::Files, QDir::Name), QStringList({"lgn_spikes.h5", "report_v_L4.h5", "settings.json"}));
    const auto network = window_->data().network();
    const Shape shape = shape_of(run.filePath("report_v_L4.h5"), "/report/v1/data");
    QVERIFY(shape.rows >= 40);
    QCOMPARE(shape.columns, static_cast<hsize_t>(Selection::parse("L4").resolve(*network).size()));
    QVERIFY(!read_spikes(run.filePath("lgn_spikes.h5").toStdString()).node_id.empty());
    QVERIFY(window_->banner().sentence().contains(run.path()));
  }

  void edits_are_not_overtaken_by_a_recording() {
    window_.reset();
    window_ = std::make_unique<MainWindow>(tiny_parameters());
    window_->show();
    ParameterSet edited = window_->editor().parameters();
    edited.set_text("record", "lgn-spikes");
    window_->editor().apply("edited while the network is built", edited);
    QThread::sleep(2); // built by now, and the window has not looked
    window_->actions().action("simulation.record")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(window_->data().latest() && window_->data().latest()->recording, 60'000);
    const auto begin = now();
    QTRY_VERIFY(now() > begin + 100);
    window_->actions().action("simulation.record")->trigger();
    QTRY_VERIFY(!window_->data().latest()->recording);
    QCOMPARE(runs().size(), 1);
    QCOMPARE(QDir(folder_->filePath(runs().front())).entryList(QDir::Files, QDir::Name),
             QStringList({"lgn_spikes.h5", "settings.json"}));
  }

  void every_edit_is_an_undo_step() {
    click("record-background-spikes");
    click("record-simulation-data");
    choose("record-precision", "float32");
    QCOMPARE(text("record"), QString("spikes,background-spikes,simulation-data-float32"));
    fill_in(ProbeVariable::count, "all", 10);
    find<QComboBox>("probe-target")->setFocus();
    QTest::keyClick(find<QComboBox>("probe-target"), Qt::Key_Return);
    click("probe-0-edit");
    QCOMPARE(find<QPushButton>("probe-apply")->text(), QString("Change"));
    QCOMPARE(find<QDoubleSpinBox>("probe-interval")->value(), 10.0);
    fill_in(ProbeVariable::lgn, "L5_ET,ids:1,5-9", 2);
    click("probe-apply");
    QCOMPARE(text("probe"), QString("lgn:L5_ET,ids:1,5-9:2"));
    QCOMPARE(find<QPushButton>("probe-apply")->text(), QString("Add probe"));
    click("probe-0-remove");
    QVERIFY(text("probe").isEmpty());
    QVERIFY(find<QLabel>("probe-none")->isVisible());

    undo();
    QCOMPARE(text("probe"), QString("lgn:L5_ET,ids:1,5-9:2"));
    QTRY_VERIFY(window_->findChild<QWidget*>("probe-0-remove")->isVisible());
    undo();
    QCOMPARE(text("probe"), QString("count:all:10"));
    for (int i = 0; i < 4; ++i)
      undo();
    QCOMPARE(text("record"), QString("spikes"));
    QVERIFY(!find<QCheckBox>("record-simulation-data")->isChecked());
    QVERIFY(!find<QComboBox>("record-precision")->isEnabled());
    QVERIFY(!window_->editor().undo_stack().canUndo());
  }

  void what_cannot_be_recorded_is_a_sentence() {
    const auto problem = [this](const char* target) {
      fill_in(ProbeVariable::v, target, 1);
      click("probe-apply");
      return find<QLabel>("probe-hint")->text();
    };
    QVERIFY(problem("L9").contains("L9"));
    QVERIFY(problem("ids:5000").contains("0 to 1140"));
    QVERIFY(problem("").contains("empty"));
    QVERIFY(text("probe").isEmpty());
    QVERIFY(!window_->editor().undo_stack().canUndo());

    // From a session or a flag it comes all the same: said before the recording starts, and nothing is written.
    window_->editor().set_text("probe", "v:ids:5000:1");
    QVERIFY(find<QLabel>("record-problem")->isVisible());
    QVERIFY(find<QLabel>("record-problem")->text().contains("0 to 1140"));
    QCOMPARE(header(), QString("cannot be recorded"));
    click("record");
    QTRY_VERIFY(window_->banner().sentence().contains("0 to 1140"));
    const auto begin = now();
    QTRY_VERIFY(now() > begin + 100);
    QVERIFY(!window_->data().latest()->recording);
    QVERIFY(!find<QAbstractButton>("record")->isChecked());
    QVERIFY(runs().isEmpty());
    click("probe-0-remove");
    QVERIFY(!find<QLabel>("record-problem")->isVisible());
    click("record");
    QTRY_VERIFY(window_->data().latest()->recording);
    QCOMPARE(runs().size(), 1);
  }

  void spikes_that_are_not_drawn_are_no_file() {
    window_->editor().set_text("lgn-input", "currents");
    QTRY_COMPARE_WITH_TIMEOUT(window_->data().latest()->parameters.choice("lgn-input"), std::string("currents"),
                              30'000);
    click("record-lgn-spikes");
    QVERIFY(find<QLabel>("record-problem")->text().contains("no LGN spikes to record"));
    QVERIFY(find<QCheckBox>("record-lgn-spikes")->isChecked()); // what is asked for stays in sight
    QTRY_VERIFY(find<QLabel>("record-size-lgn-rates")->text().endsWith("MB/s"));
    click("record");
    QTRY_VERIFY(window_->banner().sentence().contains("no LGN spikes to record"));
    QVERIFY(runs().isEmpty());
    undo();
    QVERIFY(!find<QLabel>("record-problem")->isVisible());
  }

  void a_text_that_is_none_leaves_the_other_alone() {
    window_->editor().set_text("probe", "voltage:L4:1");
    QVERIFY(find<QLabel>("record-problem")->text().contains("voltage"));
    QVERIFY(find<QCheckBox>("record-spikes")->isChecked());
    click("record-lgn-rates");
    QCOMPARE(text("record"), QString("spikes,lgn-rates"));
    QCOMPARE(text("probe"), QString("voltage:L4:1"));
  }

  void the_size_is_told_and_grows_with_what_is_chosen() {
    const auto rate = [this](const char* name) { return find<QLabel>(name)->text(); };
    QTRY_VERIFY(rate("record-size-spikes").endsWith("B/s"));
    QCOMPARE(rate("record-size-lgn-rates"), QString("2.8 MB/s")); // 696 units x 4 bytes x 1000
    QTRY_VERIFY(header().startsWith("about ") && header().endsWith(" kB/s"));
    click("record-lgn-rates");
    QTRY_COMPARE(header(), QString("about 2.8 MB/s"));
    QVERIFY(find<QLabel>("recording-folder")->toolTip().contains(folder_->path()));
    QVERIFY(find<QLabel>("recording-disk")->text().endsWith(" free"));
  }

  void the_keyboard_reaches_everything() {
    QTRY_VERIFY(find<QCheckBox>("record-spikes")->hasFocus()); // the action puts it there
    click("record-simulation-data");                           // its precision can be chosen then
    find<QWidget>("record-spikes")->setFocus();
    const QStringList order = {
        "record-spikes",          "record-lgn-spikes", "record-lgn-rates",       "record-background-spikes",
        "record-simulation-data", "record-precision",  "probe-variable",         "probe-target",
        "probe-interval",         "probe-apply",       "recording-choose-folder"};
    QStringList reached;
    for (int i = 0; i < 11; ++i) {
      reached << QApplication::focusWidget()->objectName();
      QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QVERIFY2(reached == order, qPrintable(reached.join(" ")));
    auto* entry = find<QComboBox>("probe-target")->lineEdit();
    QVERIFY(entry->completer());
    entry->completer()->setCompletionPrefix("l2/3_p");
    QCOMPARE(entry->completer()->currentCompletion(), QString("L2/3_PV"));
  }

private:
  template <typename Widget>
  Widget* find(const QString& name) {
    auto* found = window_->findChild<Widget*>(name);
    if (!found)
      qFatal("the window has no control named %s", qPrintable(name));
    return found;
  }
  void click(const char* name) {
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    auto* button = find<QWidget>(name);
    QTRY_VERIFY2(button->isVisible() && button->isEnabled(), name); // a new row is shown by the next event
    const QPoint where = qobject_cast<QCheckBox*>(button) ? QPoint(8, button->height() / 2) : button->rect().center();
    QTest::mouseClick(button, Qt::LeftButton, Qt::NoModifier, where);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  void choose(const char* name, const char* entry) {
    auto* box = find<QComboBox>(name);
    const int index = box->findText(entry);
    QVERIFY(index >= 0);
    box->setFocus();
    while (box->currentIndex() != index)
      QTest::keyClick(box, box->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
  }
  void fill_in(ProbeVariable variable, const char* target, int interval_ms) {
    auto* box = find<QComboBox>("probe-variable");
    box->setCurrentIndex(box->findData(static_cast<int>(variable)));
    auto* entry = find<QComboBox>("probe-target")->lineEdit();
    entry->setFocus();
    entry->selectAll();
    QTest::keyClick(entry, Qt::Key_Delete);
    QTest::keyClicks(entry, target);
    auto* interval = find<QDoubleSpinBox>("probe-interval");
    interval->selectAll();
    QTest::keyClicks(interval, QString::number(interval_ms));
  }
  void undo() { window_->actions().action("edit.undo")->trigger(); }
  QString text(const char* key) const { return QString::fromStdString(window_->editor().parameters().text(key)); }
  QString header() { return find<QDockWidget>("panel-recording")->findChild<QLabel*>("view-facts")->text(); }
  QStringList runs() const { return QDir(folder_->path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot); }
  std::int64_t now() const { return now_ms(*window_); }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(RecordingPanelTest)
#include "recording_panel_test.moc"
