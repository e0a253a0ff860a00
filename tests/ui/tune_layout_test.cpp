// SPDX-License-Identifier: Apache-2.0
// The Tune layout: real buttons start, hold, cancel and go on with a tuning run on a tiny network; the figures, the
// curve of the selected neuron and the comparison follow; the set is exported; recordings are analyzed.
#include "engine/analysis/study/study_tables.h"
#include "tests/ui/running_window.h"
#include "ui/actions/action_list.h"
#include "ui/layouts/tune/figure_chooser.h"
#include "ui/layouts/tune/neuron_tuning_view.h"
#include "ui/layouts/tune/result_view.h"
#include "ui/layouts/tune/study_data.h"
#include "ui/layouts/tune/study_pick.h"
#include "ui/layouts/tune/tuning_controller.h"
#include "ui/layouts/tune/tuning_panel.h"
#include "ui/plot/figure_widget.h"
#include "ui/shell/dock_panel.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/window_layout.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <set>

using namespace striate;

namespace {

constexpr int patience_ms = 30'000; // a busy machine is no failure

ParameterSet tiny_tuning() {
  ParameterSet parameters = tiny_parameters();
  parameters.set("tune-directions", 2);
  parameters.set("tune-trials", 2);
  parameters.set("tune-gray", 200);
  parameters.set("tune-grating", 300);
  parameters.set("batch", 2);
  return parameters;
}

} // namespace

class TuneLayoutTest : public QObject {
  Q_OBJECT

private slots:
  void init() {
    forget_settings(); // no session to recover
    base_ = std::make_unique<QTemporaryDir>();
    TuningController::folders().set_base(base_->filePath("runs"));
    window_ = shown_window(tiny_tuning());
    QTRY_VERIFY_WITH_TIMEOUT(now_ms(*window_) > 20, patience_ms);
    QTest::mouseClick(child<QWidget>("layout-tune"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("tuning-start")->isEnabled(),
                             patience_ms); // the task bar has seen the end of the build
  }
  void cleanup() { window_.reset(); }

  void the_layout_shows_form_results_neuron_and_comparison() {
    QCOMPARE(window_->window_layout().preset(), LayoutPreset::tune);
    std::set<QString> shown;
    for (const DockPanel* panel : window_->findChildren<DockPanel*>())
      if (panel->isVisible())
        shown.insert(panel->objectName());
    QCOMPARE(shown, (std::set<QString>{"panel-tuning", "panel-column", "panel-measured", "panel-comparison"}));
    QVERIFY(results()->isVisible());
    QTest::mouseClick(child<QWidget>("layout-explore"), Qt::LeftButton);
    QVERIFY(!results()->isVisible());
    QVERIFY(!child<QWidget>("tuning-panel")->isVisible());
  }

  void no_text_of_the_form_is_cut() {
    for (const QWidget* label : child<QWidget>("tuning-panel")->findChildren<QLabel*>())
      if (label->isVisible() && !static_cast<const QLabel*>(label)->wordWrap())
        QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(static_cast<const QLabel*>(label)->text()));
    for (const QPushButton* button : child<QWidget>("tuning-panel")->findChildren<QPushButton*>())
      if (button->isVisible())
        QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
  }

  void the_form_edits_the_parameters_and_leaves_the_network_alone() {
    const auto network = window_->data().network();
    type("entry-tune-trials", "3");
    type("entry-tune-contrasts", "0.2, 0.8");
    QCOMPARE(window_->editor().parameters().number("tune-trials"), 3.0);
    QCOMPARE(window_->editor().parameters().text("tune-contrasts"), std::string("0.2, 0.8"));
    QVERIFY(child<QLabel>("tuning-plan")->text().startsWith("12 trials × 0.5 s"));
    type("entry-tune-contrasts", "0.2,loud");
    QCOMPARE(window_->editor().parameters().text("tune-contrasts"), std::string("0.2, 0.8"));
    QVERIFY(child<QLabel>("tuning-hint")->text().contains("loud"));
    QTest::keyClick(child<QWidget>("entry-tune-contrasts"), Qt::Key_Escape);
    window_->editor().undo_stack().undo();
    QCOMPARE(window_->editor().parameters().text("tune-contrasts"), std::string());
    QTest::qWait(100);
    QCOMPARE(window_->data().network(), network);
  }

  void a_run_gives_figures_curves_and_a_comparison() {
    run_to_the_end();
    const auto findings = window_->study().findings();
    QVERIFY(!findings->partial && window_->study().linked());
    QCOMPARE(findings->study.neurons.size(), window_->data().network()->neurons.size());
    QVERIFY(child<QTableWidget>("comparison-table")->rowCount() > 5);
    QVERIFY(is_study(run_folder().toStdString())); // as `striate tune` leaves it

    results()->chooser()->choose("rate_boxes");
    QTRY_COMPARE_WITH_TIMEOUT(results()->plot()->figure().name, std::string("rate_boxes"), patience_ms);
    std::set<std::string> groups;
    for (const FigureEntry& entry : results()->source().entries())
      groups.insert(entry.group);
    QVERIFY(groups.contains("Network") && groups.contains("Against recordings") && groups.size() >= 5);

    window_->data().select_neuron(7);
    auto* measured = window_->findChild<NeuronTuningView*>();
    QTRY_COMPARE_WITH_TIMEOUT(measured->curve()->figure().panels.size(), std::size_t(1), patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(measured->export_model().name, std::string("neuron_tuning_7"), patience_ms);
    QVERIFY(measured->circle()->figure().panels.front().polar);
  }

  void every_figure_can_be_shown_by_its_buttons() {
    run_to_the_end();
    auto* next = child<QWidget>("figure-next");
    const auto entries = results()->source().entries();
    results()->chooser()->choose(entries.front().name);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      QTRY_COMPARE_WITH_TIMEOUT(results()->export_model().name, entries[i].name, patience_ms);
      QVERIFY2(!results()->export_model().panels.empty(), entries[i].name.c_str());
      QTest::mouseClick(next, Qt::LeftButton);
    }
    QVERIFY(!next->isEnabled());
  }

  void a_click_on_the_map_selects_the_neuron_everywhere() {
    run_to_the_end();
    results()->chooser()->choose("cortex_maps");
    QTRY_COMPARE_WITH_TIMEOUT(results()->plot()->figure().name, std::string("cortex_maps"), patience_ms);
    const StudyResult& study = window_->study().findings()->study;
    const FigureModel map = results()->export_model();
    const auto& dots = std::get<DotSeries>(map.panels[3].series.front());
    const double x = dots.x[5], y = dots.y[5];
    const auto wanted = neuron_at(study, map, 3, x, y, 1.0, 1.0);
    QVERIFY(wanted);
    FigureWidget* plot = results()->plot();
    const Panel& panel = map.panels[3];
    const QRectF area = plot->data_area(3);
    const QPointF at(area.left() + area.width() * (x - panel.x.min) / (panel.x.max - panel.x.min),
                     area.bottom() - area.height() * (y - panel.y.min) / (panel.y.max - panel.y.min));
    QTest::mouseClick(plot, Qt::LeftButton, Qt::NoModifier, at.toPoint());
    QCOMPARE(window_->data().selected_neuron(), wanted);
    QTRY_COMPARE_WITH_TIMEOUT(plot->figure().panels[3].series.size(), panel.series.size() + 2, patience_ms); // the mark
  }

  void the_run_is_held_cancelled_and_goes_on() {
    type("entry-tune-trials", "20");
    type("entry-tune-grating", "1000");
    type("entry-batch", "1");
    QTest::mouseClick(child<QWidget>("tuning-start"), Qt::LeftButton);
    auto* pause = child<QPushButton>("tuning-pause");
    auto* cancel = child<QPushButton>("tuning-cancel");
    QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible() && pause->isVisible(), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(window_->study().findings() && window_->study().findings()->partial,
                             patience_ms);                                     // on the way
    QTRY_VERIFY_WITH_TIMEOUT(!window_->data().latest()->running, patience_ms); // the live run waits
    QTest::mouseClick(pause, Qt::LeftButton);
    QCOMPARE(pause->text(), QString("Resume"));
    QTest::qWait(200);
    const QString held = child<QLabel>("tuning-state")->text();
    QTest::qWait(300);
    QCOMPARE(child<QLabel>("tuning-state")->text(), held);
    QTest::mouseClick(pause, Qt::LeftButton);
    QCOMPARE(pause->text(), QString("Pause"));
    QTest::mouseClick(cancel, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("tuning-start")->isVisible(), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(window_->data().latest()->running, patience_ms);
    const auto finished = QDir(run_folder() + "/spikes").entryList({"trial_????.h5"}).size();
    QVERIFY(finished > 0 && finished < 40);
    QVERIFY(pause->isVisible());
    QTest::mouseClick(pause, Qt::LeftButton); // "Resume"
    QTRY_VERIFY_WITH_TIMEOUT(done(), 4 * patience_ms);
    QCOMPARE(QDir(run_folder() + "/spikes").entryList({"trial_????.h5"}).size(), 40);
    QCOMPARE(QDir(base_->filePath("runs")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 1);
  }

  void a_run_is_opened_from_its_folder() {
    run_to_the_end();
    const QString folder = run_folder();
    const double rate = window_->study().findings()->study.selectivity.average_Hz[3];
    window_ = std::make_unique<MainWindow>(tiny_tuning());
    window_->show();
    QTRY_VERIFY_WITH_TIMEOUT(now_ms(*window_) > 20, patience_ms);
    window_->findChild<TuningController*>()->open_run(folder);
    QTRY_VERIFY_WITH_TIMEOUT(done(), patience_ms);
    QCOMPARE(window_->study().findings()->study.selectivity.average_Hz[3], rate);
    window_->findChild<TuningController*>()->open_run(base_->path());
    QVERIFY(window_->banner().sentence().contains("settings.json"));
  }

  void a_protocol_takes_the_place_of_the_gratings() {
    auto* protocol = child<QComboBox>("tuning-protocol");
    QVERIFY(child<QWidget>("entry-tune-directions")->isVisible() && !child<QWidget>("entry-tune-passes")->isVisible());
    protocol->setCurrentIndex(protocol->findData("contrast-series"));
    QVERIFY(QMetaObject::invokeMethod(protocol, "activated", Q_ARG(int, protocol->currentIndex())));
    QCOMPARE(window_->editor().parameters().text("protocol"), std::string("contrast-series"));
    QVERIFY(!child<QWidget>("entry-tune-directions")->isVisible() && child<QWidget>("entry-tune-passes")->isVisible());
    type("entry-tune-passes", "2");
    QVERIFY2(child<QLabel>("tuning-plan")->text().startsWith("14 trials × 1.5 s"),
             qPrintable(child<QLabel>("tuning-plan")->text()));
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("tuning-start")->isEnabled(), patience_ms); // the live run starts anew
    run_to_the_end();
    QVERIFY(window_->study().findings());
    const StudyResult& study = window_->study().findings()->study;
    QCOMPARE(study.contrasts.size(), std::size_t(7));
    QVERIFY(window_->banner().history().join(u'\n').contains("OSI, DSI, preferred directions"));
    for (const FigureEntry& entry : results()->source().entries())
      QVERIFY(entry.name != "selectivity_boxes");
    QVERIFY(QFile::exists(run_folder() + "/protocol.json"));
  }

  void what_a_run_does_not_take_is_said() {
    window_->editor().set_text("dynamics", "nest");
    QTRY_VERIFY_WITH_TIMEOUT(window_->data().latest()->parameters.choice("dynamics") == "nest", patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("tuning-start")->isEnabled(), patience_ms);
    QTest::mouseClick(child<QWidget>("tuning-start"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(window_->banner().sentence().contains("basis4"), patience_ms);
    QVERIFY(child<QPushButton>("tuning-start")->isVisible());
  }

  void what_is_done_to_neurons_is_done_in_every_trial() {
    window_->editor().set_text("perturb", "silence:PV::; current:L4:30:100000:");
    QTest::mouseClick(child<QWidget>("tuning-start"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(
        window_->banner().sentence().endsWith("Applied in every trial of the tuning run: silence PV."), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(window_->banner().sentence().contains("Measured"), patience_ms);
    QFile settings(run_folder() + "/settings.json");
    QVERIFY(settings.open(QIODevice::ReadOnly));
    QVERIFY(settings.readAll().contains("\"perturb\": \"silence:PV:0:\""));
  }

  void the_set_is_exported() {
    run_to_the_end();
    window_->actions().action("file.export-set")->trigger();
    child<QLineEdit>("set-folder")->setText(base_->filePath("set"));
    child<QCheckBox>("set-png")->setChecked(false);
    child<QCheckBox>("set-pdf")->setChecked(false);
    child<QCheckBox>("set-svg")->setChecked(true);
    auto* width = child<QComboBox>("set-width");
    width->setCurrentIndex(width->findData(one_column_mm));
    child<QDoubleSpinBox>("set-text-size")->setValue(6.0);
    auto* letters = child<QComboBox>("set-letters");
    letters->setCurrentIndex(letters->findText("a, b, c"));
    QTest::mouseClick(child<QWidget>("set-write"), Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(window_->banner().sentence().contains("Wrote"), qPrintable(window_->banner().sentence()),
                              patience_ms);
    const auto figures = QDir(base_->filePath("set/figures")).entryList({"*.csv"}).size();
    QCOMPARE(figures, static_cast<qsizetype>(results()->source().entries().size()));
    QFile svg(base_->filePath("set/figures/rate_boxes.svg"));
    QVERIFY(svg.open(QIODevice::ReadOnly));
    const QByteArray drawn = svg.readAll();
    QVERIFY(drawn.contains("width=\"85mm\"") && drawn.contains(">a</text>") && !drawn.contains(">A</text>"));
    QVERIFY(QFile::exists(base_->filePath("set/neurons.csv")));
  }

  void a_recording_is_analyzed_apart_from_the_network() {
    run_to_the_end();
    window_->actions().action("tuning.analyze")->trigger();
    auto* start = child<QPushButton>("analyze-start");
    QVERIFY(!start->isEnabled());
    child<QLineEdit>("analyze-spikes")->setText(run_folder() + "/spikes/trial_0000.h5");
    QVERIFY(start->isEnabled());
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(window_->study().findings()->source == "trial_0000.h5", patience_ms);
    QVERIFY(!window_->study().linked());
    QVERIFY(child<QLabel>("study-warnings")->text().contains("The stimuli have one direction"));
    window_->study().select_neuron(11);
    QCOMPARE(window_->study().selected_neuron(), std::optional<std::uint32_t>(11));
    QVERIFY(window_->data().selected_neuron() != std::optional<std::uint32_t>(11));
  }

private:
  template <typename Widget>
  Widget* child(const char* name) {
    auto* found = window_->findChild<Widget*>(QString::fromLatin1(name));
    if (!found)
      qFatal("the window has no control named %s", name);
    return found;
  }
  ResultView* results() { return window_->findChild<ResultView*>(); }
  void type(const char* entry, const char* text) {
    auto* field = child<QLineEdit>(entry);
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
  }
  bool done() {
    return window_->study().findings() && !window_->study().findings()->partial &&
           child<QPushButton>("tuning-start")->isVisibleTo(child<QWidget>("tuning-panel"));
  }
  void run_to_the_end() {
    QTest::mouseClick(child<QWidget>("tuning-start"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(done(), patience_ms);
  }
  QString run_folder() {
    const QDir runs(base_->filePath("runs"));
    return runs.filePath(runs.entryList(QDir::Dirs | QDir::NoDotAndDotDot).front());
  }

  std::unique_ptr<QTemporaryDir> base_;
  std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TuneLayoutTest)
#include "tune_layout_test.moc"
