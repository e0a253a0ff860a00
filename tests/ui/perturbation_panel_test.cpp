// SPDX-License-Identifier: Apache-2.0
// The perturbation panel in the running window: real keys and clicks; spikes, list, undo and recording follow.
#include "engine/network/selection.h"
#include "engine/recording/recorder.h"
#include "engine/session/run_settings.h"
#include "scripted_run.h"
#include "tests/ui/running_window.h"
#include "ui/actions/action_list.h"
#include "ui/run/recording_controller.h"
#include "ui/views/raster_view.h"
#include "ui/window/main_window.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace striate;

class PerturbationPanelTest : public QObject {
  Q_OBJECT

private slots:
  void init() {
    window_ = shown_window();
    QTRY_VERIFY_WITH_TIMEOUT(now() > 20, 60'000);
    window_->actions().action("simulation.perturb")->trigger();
    QVERIFY(find<QWidget>("perturbation-panel")->isVisible());
  }
  void cleanup() { window_.reset(); }

  void silence_acts_until_released_and_undo_takes_it_back() {
    fill_in("Silence", "Exc");
    click("perturb-apply");
    QTRY_VERIFY(!marks(StimulusMark::Kind::perturbed).empty());
    const double begin = marks(StimulusMark::Kind::perturbed).back();
    QTRY_VERIFY(static_cast<double>(now()) > begin + 300.0);
    QCOMPARE(spikes_of("Exc", begin + 1.0, begin + 300.0), 0);
    QVERIFY(spikes_of("Inh", begin + 1.0, begin + 300.0) > 0);
    QVERIFY(find<QLabel>("perturbation-0-time")->text().startsWith("from "));
    QVERIFY(shaded());

    click("perturbation-0-release");
    QTRY_VERIFY(!marks(StimulusMark::Kind::released).empty());
    const double end = marks(StimulusMark::Kind::released).back();
    QTRY_VERIFY(static_cast<double>(now()) > end + 300.0);
    QVERIFY(spikes_of("Exc", end, end + 300.0) > 20);
    QVERIFY(!find<QPushButton>("perturbation-0-release")->isVisible());

    const auto undo = [this] { window_->actions().action("edit.undo")->trigger(); };
    undo(); // silent again
    QTRY_COMPARE(marks(StimulusMark::Kind::perturbed).size(), std::size_t(2));
    undo(); // as at the start
    QTRY_COMPARE(marks(StimulusMark::Kind::released).size(), std::size_t(2));
    QVERIFY(find<QLabel>("perturbation-none")->isVisible());
    QVERIFY(perturb_text().isEmpty());
    window_->actions().action("edit.redo")->trigger();
    QVERIFY(perturb_text().startsWith("silence:Exc:"));
  }

  void a_current_between_two_times_is_edited_switched_off_and_removed() {
    pause();
    fill_in("Add current", "L4,ids:1,5-9");
    type("perturb-amount", "250");
    type("perturb-from", "50");
    type("perturb-until", "60.5");
    click("perturb-apply");
    QCOMPARE(perturb_text(), QString("current:L4,ids:1,5-9:250:50000:60500"));
    QCOMPARE(find<QLabel>("perturbation-0-time")->text(), QString("50 s → 60.5 s"));

    click("perturbation-0-on");
    QCOMPARE(perturb_text(), QString("off:current:L4,ids:1,5-9:250:50000:60500"));
    click("perturbation-0-edit");
    QCOMPARE(find<QPushButton>("perturb-apply")->text(), QString("Change"));
    QCOMPARE(find<QComboBox>("perturb-target")->currentText(), QString("L4,ids:1,5-9"));
    QCOMPARE(find<QDoubleSpinBox>("perturb-amount")->value(), 250.0);
    type("perturb-amount", "-40");
    click("perturb-apply");
    QCOMPARE(perturb_text(), QString("off:current:L4,ids:1,5-9:-40:50000:60500"));
    QCOMPARE(find<QPushButton>("perturb-apply")->text(), QString("Apply"));
    click("perturbation-0-on");
    QVERIFY(perturb_text().startsWith("current:"));
    click("perturbation-0-remove");
    QVERIFY(perturb_text().isEmpty());
    for (int i = 0; i < 5; ++i)
      window_->actions().action("edit.undo")->trigger();
    QVERIFY(perturb_text().isEmpty());
    QVERIFY(!window_->editor().undo_stack().canUndo());
  }

  void the_selected_neuron_is_a_target() {
    pause();
    window_->data().select_neuron(7);
    auto* target = find<QComboBox>("perturb-target");
    QTRY_COMPARE(target->itemText(0), QString("Selected neuron (#7)"));
    target->showPopup();
    QTest::keyClick(target->view(), Qt::Key_Home);
    QTest::keyClick(target->view(), Qt::Key_Return);
    QTRY_COMPARE(target->currentText(), QString("ids:7"));
    find<QComboBox>("perturb-kind")->setCurrentText("Scale incoming");
    click("perturb-apply");
    QCOMPARE(perturb_text(), QStringLiteral("scale-in:ids:7:0.5:%1:").arg(now()));
  }

  void what_cannot_be_done_is_a_sentence_and_changes_nothing() {
    const auto problem = [this](const char* target) {
      fill_in("Silence", target);
      click("perturb-apply");
      return find<QLabel>("perturb-hint")->text();
    };
    QVERIFY(problem("L9").contains("L9"));
    QVERIFY(problem("ids:5000").contains("0 to 1140"));
    QVERIFY(problem("").contains("empty"));
    type("perturb-from", "3");
    type("perturb-until", "2");
    QVERIFY(problem("L4").contains("ends before it begins"));
    QVERIFY(perturb_text().isEmpty());
    QVERIFY(!window_->editor().undo_stack().canUndo());
  }

  void released_by_the_palette_and_key() {
    fill_in("Scale outgoing", "PV");
    QTest::keyClick(find<QComboBox>("perturb-target"), Qt::Key_Return);
    QTRY_VERIFY(!marks(StimulusMark::Kind::perturbed).empty());
    window_->activateWindow();
    window_->actions().action("simulation.release")->trigger();
    QTRY_VERIFY(!marks(StimulusMark::Kind::released).empty());
    QVERIFY(!perturb_text().endsWith(":"));
  }

  void a_perturbed_run_is_recorded_and_repeats_headless() {
    const QTemporaryDir folder;
    RecordingController::set_base_folder(folder.path());
    pause();
    window_->actions().action("simulation.reset")->trigger();
    QTRY_COMPARE(now(), 0);
    click("record");
    QTRY_VERIFY(window_->data().latest()->recording);
    click("run");
    QTRY_VERIFY(now() > 100);
    fill_in("Add current", "L5_Exc");
    click("perturb-apply");
    QTRY_VERIFY(now() > 300);
    fill_in("Silence", "PV");
    click("perturb-apply");
    QTRY_VERIFY(now() > 450);
    click("perturbation-0-release");
    QTRY_VERIFY(now() > 600);
    pause();
    const auto end = now();
    click("record");
    QTRY_VERIFY(!window_->data().latest()->recording);

    const QStringList runs = QDir(folder.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QCOMPARE(runs.size(), 1);
    const std::filesystem::path recorded = folder.filePath(runs[0]).toStdString();
    const RunSettings settings = read_run_settings(recorded / "settings.json");
    QCOMPARE(settings.edits.size(), std::size_t(3));
    const std::vector<std::uint64_t> ids = scripted_ids(settings, window_->data().network(), end);
    QVERIFY(ids.size() > 200);
    QCOMPARE(read_spikes(recorded / "spikes.h5").node_id, ids);
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
    auto* button = find<QWidget>(name);
    QTRY_VERIFY2(button->isVisible() && button->isEnabled(), name); // a new row is shown by the next event
    const QPoint where = qobject_cast<QCheckBox*>(button) ? QPoint(8, button->height() / 2) : button->rect().center();
    QTest::mouseClick(button, Qt::LeftButton, Qt::NoModifier, where);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  void type(const char* name, const char* text) {
    auto* box = find<QDoubleSpinBox>(name);
    box->selectAll();
    QTest::keyClicks(box, text);
    QTest::keyClick(box, Qt::Key_Tab);
  }
  void fill_in(const char* kind, const char* target) {
    auto* box = find<QComboBox>("perturb-kind");
    box->setCurrentText(kind);
    QCOMPARE(box->currentText(), QString(kind));
    auto* entry = find<QComboBox>("perturb-target")->lineEdit();
    entry->selectAll();
    QTest::keyClick(entry, Qt::Key_Delete);
    QTest::keyClicks(entry, target);
  }
  void pause() {
    if (window_->data().latest()->running)
      QTest::mouseClick(find<QPushButton>("run"), Qt::LeftButton);
    QTRY_VERIFY(!window_->data().latest()->running);
  }
  std::int64_t now() const { return now_ms(*window_); }
  QString perturb_text() const { return QString::fromStdString(window_->editor().parameters().text("perturb")); }
  std::vector<double> marks(StimulusMark::Kind kind) const {
    std::vector<double> times;
    for (const StimulusMark& mark : window_->data().marks())
      if (mark.kind == kind)
        times.push_back(mark.time_ms);
    return times;
  }
  int spikes_of(const char* selection, double from_ms, double to_ms) {
    const auto chosen = Selection::parse(selection).resolve(*window_->data().network());
    int count = 0;
    window_->data().spikes().for_each_step(static_cast<std::int64_t>(from_ms), static_cast<std::int64_t>(to_ms),
                                           [&](std::int64_t, std::span<const std::uint32_t> ids) {
                                             for (const std::uint32_t id : ids)
                                               count += std::binary_search(chosen.begin(), chosen.end(), id);
                                           });
    return count;
  }
  bool shaded() {
    const FigureModel figure = window_->findChild<RasterView*>()->export_model();
    return std::ranges::any_of(figure.panels.front().series, [](const Series& series) {
      const auto* band = std::get_if<BandSeries>(&series);
      return band && !band->horizontal;
    });
  }

  std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(PerturbationPanelTest)
#include "perturbation_panel_test.moc"
