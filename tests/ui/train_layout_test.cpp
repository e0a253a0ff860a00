// SPDX-License-Identifier: Apache-2.0
// The Train layout: real buttons start, hold, stop and go on with a training run on a tiny network; losses, rates,
// trials and checkpoints follow; weights go to the live view and to SONATA files; what is wrong is said.
#include "tests/ui/running_window.h"
#include "ui/actions/action_list.h"
#include "ui/layouts/train/checkpoint_panel.h"
#include "ui/layouts/train/loss_view.h"
#include "ui/layouts/train/rate_views.h"
#include "ui/layouts/train/training_controller.h"
#include "ui/layouts/train/training_panel.h"
#include "ui/layouts/train/training_parts.h"
#include "ui/layouts/train/training_sections.h"
#include "ui/layouts/train/trial_view.h"
#include "ui/layouts/tune/result_view.h"
#include "ui/plot/figure_widget.h"
#include "ui/run/parameter_form.h"
#include "ui/shell/dock_panel.h"
#include "ui/shell/message_banner.h"
#include "ui/shell/window_layout.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <set>

using namespace striate;

namespace {

constexpr int patience_ms = 30'000; // a busy machine is no failure

ParameterSet tiny_training() {
  ParameterSet parameters = tiny_parameters();
  parameters.set("epochs", 2);
  parameters.set("steps-per-epoch", 2);
  parameters.set("train-batch", 2);
  parameters.set("train-duration", 60);
  parameters.set("validation-batch", 2);
  parameters.set("learning-rate", 0.05);
  return parameters;
}

} // namespace

class TrainLayoutTest : public QObject {
  Q_OBJECT

private slots:
  void init() {
    forget_settings(); // no session to recover
    base_ = std::make_unique<QTemporaryDir>();
    TrainingController::folders().set_base(base_->filePath("runs"));
    open_window();
  }
  void cleanup() { window_.reset(); }

  void the_layout_shows_form_losses_trials_rates_and_checkpoints() {
    QCOMPARE(window_->window_layout().preset(), LayoutPreset::train);
    std::set<QString> shown;
    for (const DockPanel* panel : window_->findChildren<DockPanel*>())
      if (!panel->isHidden())
        shown.insert(panel->objectName());
    QCOMPARE(shown, (std::set<QString>{"panel-training", "panel-trials", "panel-rates", "panel-before-after",
                                       "panel-checkpoints"}));
    QVERIFY(parts().losses->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("training-losses-hint")->text().contains("Training changes the synapses"),
                             patience_ms);
    QTest::mouseClick(child<QWidget>("layout-explore"), Qt::LeftButton);
    QVERIFY(!parts().losses->isVisible());
    QVERIFY(!child<QWidget>("training-panel")->isVisible());
  }

  void every_training_parameter_is_in_the_form_once() {
    std::multiset<std::string> keys;
    for (const TrainingSection& section : training_sections())
      keys.insert(section.keys.begin(), section.keys.end());
    for (const Parameter& one : parameter_table())
      if (one.group.starts_with("Training"))
        QVERIFY2(keys.count(one.key) == 1, one.key.c_str());
  }

  void no_text_of_the_form_is_cut() {
    for (auto* section : child<QWidget>("training-panel")->findChildren<QAbstractButton*>())
      if (section->property("fold").toBool() && !section->isChecked())
        section->click();
    QApplication::processEvents();
    for (const QLabel* label : child<QWidget>("training-panel")->findChildren<QLabel*>())
      if (label->isVisible() && !label->wordWrap())
        QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
    for (const QPushButton* button : child<QWidget>("training-panel")->findChildren<QPushButton*>())
      if (button->isVisible())
        QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
  }

  void the_form_edits_the_parameters_and_leaves_the_network_alone() {
    const auto network = window_->data().network();
    type("entry-epochs", "10");
    QCOMPARE(window_->editor().parameters().number("epochs"), 10.0);
    QVERIFY(child<QLabel>("training-cost")->text().startsWith("40 updates, about "));
    QVERIFY(!child<QWidget>("entry-lr-warmup-start")->isVisible());
    window_->editor().set_text("lr-schedule", "warmup-cosine");
    QVERIFY(child<QWidget>("entry-lr-warmup-start")->isVisible());
    QVERIFY(!child<QWidget>("entry-learning-rate")->isVisible());
    type("entry-epochs", "-4");
    QCOMPARE(window_->editor().parameters().number("epochs"), 10.0);
    QTest::keyClick(child<QWidget>("entry-epochs"), Qt::Key_Escape);
    window_->editor().undo_stack().undo();
    window_->editor().undo_stack().undo();
    QCOMPARE(window_->editor().parameters().number("epochs"), 2.0);
    QTest::qWait(100);
    QCOMPARE(window_->data().network(), network);
    QVERIFY(window_->data().latest()->running);
  }

  void a_run_gives_losses_rates_trials_and_checkpoints() {
    run_to_the_end();
    const TrainingHistory& history = data().history();
    QCOMPARE(history.updates.size(), std::size_t(8));
    QCOMPARE(history.validations.size(), std::size_t(3));
    QVERIFY2(window_->banner().sentence().contains("Trained 2 epochs"), qPrintable(window_->banner().sentence()));
    for (const char* file : {"latest.h5", "best.h5", "losses.csv", "settings.json", "rates_before.h5", "rates.h5"})
      QVERIFY2(QFile::exists(run_folder() + "/" + file), file); // as `striate train` leaves it

    // Losses: a line per term and branch choice, on the screen and for a file.
    QTRY_COMPARE_WITH_TIMEOUT(parts().losses->plot()->figure().panels.size(), std::size_t(2), patience_ms);
    const auto lines = [this](std::size_t panel) {
      std::map<std::string, const LineSeries*> found;
      for (const Series& series : losses_.panels.at(panel).series)
        if (const auto* line = std::get_if<LineSeries>(&series))
          found[line->label] = line;
      return found;
    };
    losses_ = parts().losses->export_model();
    QVERIFY(losses_.panels[0].y.log && losses_.panels[1].y.log);
    QVERIFY(lines(0).contains("rate") && lines(0).contains("voltage") && lines(0).contains("total"));
    QCOMPARE(lines(0).at("rate")->x.size(), std::size_t(4)); // steps
    QCOMPARE(lines(1).at("rate")->x.size(), std::size_t(3)); // validations
    QCOMPARE(lines(0).at("rate")->y[0], (history.updates[0].terms.rate + history.updates[1].terms.rate) / 2.0);
    child<QComboBox>("loss-branch")->setCurrentIndex(2);
    losses_ = parts().losses->export_model();
    QCOMPARE(lines(0).at("rate")->y[1], history.updates[3].terms.rate);
    QVERIFY(!losses_.settings.empty());

    // Rates against targets, before and now, the last trials.
    QVERIFY(data().rates_now() && data().rates_before());
    QTRY_COMPARE_WITH_TIMEOUT(parts().rates->plot()->figure().panels.size(), std::size_t(2), patience_ms);
    QCOMPARE(parts().before_after->export_model().panels.size(), std::size_t(2));
    QTRY_COMPARE_WITH_TIMEOUT(parts().trials->plot()->figure().panels.size(), std::size_t(2), patience_ms);
    QVERIFY(parts().trials->plot()->figure().panels[0].title.starts_with("grating "));
    std::size_t spikes = 0;
    for (const ShownRaster& trial : data().trials())
      spikes += trial.spikes->id.size();
    QVERIFY(spikes > 0);

    // A class highlighted elsewhere is highlighted here; a column of the boxes is a class.
    window_->data().select_group(group_of_class(CellClass::pv));
    const auto veils = [this] {
      std::ptrdiff_t count = 0;
      for (const TrainingView* view :
           std::initializer_list<TrainingView*>{parts().rates, parts().before_after, parts().trials})
        for (const Panel& panel : view->plot()->figure().panels)
          count += std::ranges::count_if(panel.series, [](const Series& series) {
            const auto* band = std::get_if<BandSeries>(&series);
            return band && band->ink == Ink::ground;
          });
      return count;
    };
    QTRY_VERIFY_WITH_TIMEOUT(veils() > 10, patience_ms);
    FigureWidget* rates = parts().rates->plot();
    const QRectF area = rates->data_area(0);
    QTest::mouseClick(rates, Qt::LeftButton, {},
                      QPointF(area.left() + 0.5 * area.width(), area.center().y()).toPoint());
    QVERIFY(window_->data().selected_group() != group_of_class(CellClass::pv));
    window_->data().select_group(std::nullopt);
    QTRY_COMPARE_WITH_TIMEOUT(veils(), std::ptrdiff_t(0), patience_ms);

    // The list of validations, newest first; the best one is chosen.
    auto* table = child<QTableWidget>("checkpoint-table");
    QCOMPARE(table->rowCount(), 3);
    QVERIFY(table->item(0, 0)->text().contains("latest"));
    QVERIFY(parts().checkpoints->chosen().endsWith("best.h5") || parts().checkpoints->chosen().endsWith("latest.h5"));
  }

  void the_run_is_held_stopped_and_goes_on() {
    type("entry-epochs", "40");
    start();
    auto* pause = child<QPushButton>("training-pause");
    auto* stop = child<QPushButton>("training-cancel");
    QTRY_VERIFY_WITH_TIMEOUT(data().history().updates.size() > 4, patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(!window_->data().latest()->running, patience_ms); // the live run waits
    QTest::mouseClick(pause, Qt::LeftButton);
    QCOMPARE(pause->text(), QString("Resume"));
    QTest::qWait(400); // the update that was being computed
    const std::size_t held = data().history().updates.size();
    const double elapsed = parts().work.task()->status().elapsed_s;
    QTest::qWait(500);
    QCOMPARE(data().history().updates.size(), held);
    QCOMPARE(parts().work.task()->status().elapsed_s, elapsed); // the clock stands: held time is no time of the run
    QCOMPARE(child<QLabel>("training-time-left")->text(), QString("paused"));
    QTest::mouseClick(pause, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(data().history().updates.size() > held, patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("training-time-left")->text().endsWith(" left"), patience_ms);
    QTest::mouseClick(stop, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("training-start")->isVisible(), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(window_->data().latest()->running, patience_ms);
    QVERIFY2(window_->banner().sentence().contains("it can be resumed"), qPrintable(window_->banner().sentence()));
    const std::int64_t stopped = data().position().at.update;
    QVERIFY(stopped > 0 && stopped < 160);
    type("entry-epochs", QString::number(stopped / 4 + 2).toUtf8().constData()); // fewer than it was to have
    QTest::mouseClick(pause, Qt::LeftButton);                                    // "Resume"
    QTRY_VERIFY_WITH_TIMEOUT(done(), patience_ms);
    QCOMPARE(data().position().at.update, (stopped / 4 + 2) * 4);
    for (std::size_t i = 0; i < data().history().updates.size(); ++i)
      QCOMPARE(data().history().updates[i].update, static_cast<std::int64_t>(i)); // none twice, none lost
    QVERIFY(!pause->isVisible());                                                 // it has had all its epochs
    type("entry-epochs", "60");
    QVERIFY(pause->isVisible());
    QCOMPARE(QDir(base_->filePath("runs")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 1);
  }

  void a_run_is_opened_from_its_folder() {
    run_to_the_end();
    const QString folder = run_folder();
    const double loss = data().history().validations.back().loss;
    open_window();
    child<TrainingController>()->open_run(folder);
    QTRY_VERIFY_WITH_TIMEOUT(data().history().validations.size() == 3, patience_ms);
    QCOMPARE(data().history().validations.back().loss, loss);
    QVERIFY(data().rates_before() && data().rates_validated());
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("training-start")->isVisible(), patience_ms);
    child<TrainingController>()->open_run(base_->path());
    QVERIFY(window_->banner().sentence().contains("settings.json"));
  }

  void the_live_network_takes_the_weights_of_a_checkpoint() {
    run_to_the_end();
    const auto own = window_->data().network();
    QTest::mouseClick(child<QPushButton>("checkpoint-use"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(window_->data().network() != own, patience_ms);
    const auto trained = window_->data().network();
    QVERIFY(trained->recurrent.target == own->recurrent.target);
    QVERIFY(trained->recurrent.weight != own->recurrent.weight);
    const QString weights = QString::fromStdString(window_->editor().parameters().text("weights"));
    QVERIFY2(weights.startsWith(run_folder()) && !weights.endsWith("best.h5"), qPrintable(weights)); // its own name
    QVERIFY(QFile::exists(weights));
    QVERIFY(window_->data().service().settings().parameters.text("weights") == weights.toStdString());
    const auto* results = window_->findChild<ResultView*>();
    const auto changes_offered = [results] {
      const auto entries = results->source().entries();
      return std::ranges::count(entries, "weight_changes", &FigureEntry::name) == 1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(changes_offered(), patience_ms);
    const FigureModel changes = results->source().make("weight_changes");
    QCOMPARE(changes.panels.size(), std::size_t{16});
    QVERIFY(changes.caption.find(" 0 of them changed") == std::string::npos);
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("checkpoint-own")->isEnabled(), patience_ms);
    QTest::mouseClick(child<QPushButton>("checkpoint-own"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(window_->data().network()->recurrent.weight == own->recurrent.weight, patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(!changes_offered(), patience_ms);
    window_->editor().undo_stack().undo();
    QTRY_VERIFY_WITH_TIMEOUT(window_->data().network()->recurrent.weight == trained->recurrent.weight, patience_ms);
  }

  void the_live_view_borrows_the_newest_weights() {
    type("entry-epochs", "500");
    QTest::mouseClick(child<QCheckBox>("training-live"), Qt::LeftButton);
    QVERIFY(window_->actions().action("training.live")->isChecked());
    const auto network = window_->data().network();
    start();
    QTRY_VERIFY_WITH_TIMEOUT(data().history().updates.size() > 2, patience_ms);
    const auto now = window_->data().latest()->now_ms;
    QTRY_VERIFY_WITH_TIMEOUT(window_->data().latest()->now_ms > now + 50, patience_ms); // it runs on
    QCOMPARE(window_->data().network(), network);
    // A recording would not say which weights it shows.
    window_->data().service().start_recording(base_->filePath("recording").toStdString());
    QTRY_VERIFY2_WITH_TIMEOUT(window_->banner().sentence().contains("training weights"),
                              qPrintable(window_->banner().sentence()), patience_ms);
    QTest::mouseClick(child<QCheckBox>("training-live"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(
        [this] {
          window_->data().service().start_recording(base_->filePath("recording").toStdString());
          QTest::qWait(100);
          return window_->data().latest()->recording;
        }(),
        patience_ms);
    window_->data().service().stop_recording();
    QTest::mouseClick(child<QPushButton>("training-cancel"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("training-start")->isVisible(), patience_ms);
  }

  void the_trained_network_is_exported() {
    run_to_the_end();
    const QString folder = base_->filePath("sonata");
    child<TrainingController>()->export_network(parts().checkpoints->chosen(), folder);
    QTRY_VERIFY2_WITH_TIMEOUT(window_->banner().sentence().contains("Wrote the trained network"),
                              qPrintable(window_->banner().sentence()), patience_ms);
    QVERIFY(QFile::exists(folder + "/config.json"));
    child<TrainingController>()->export_network(parts().checkpoints->chosen(), folder);
    QTRY_VERIFY_WITH_TIMEOUT(window_->banner().sentence().contains(folder), patience_ms);
  }

  void what_cannot_be_trained_is_said() {
    window_->editor().set_text("perturb", "silence:PV::");
    start();
    QTRY_VERIFY_WITH_TIMEOUT(window_->banner().sentence().contains("perturb"), patience_ms);
    window_->editor().undo_stack().undo();

    QFile table(base_->filePath("targets.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("cell_type,metric,n_units\n");
    table.close();
    window_->editor().set_text("rate-targets", table.fileName());
    start();
    QTRY_VERIFY2_WITH_TIMEOUT(window_->banner().sentence().contains("targets.csv"),
                              qPrintable(window_->banner().sentence()), patience_ms);
    QVERIFY(!child<QPushButton>("training-pause")->isVisible()); // there is nothing to go on with
    window_->editor().undo_stack().undo();

    type("entry-train-memory", "1");
    type("entry-train-batch", "200");
    start();
    QTRY_VERIFY2_WITH_TIMEOUT(window_->banner().sentence().contains("train with at most"),
                              qPrintable(window_->banner().sentence()), patience_ms);
    QVERIFY(child<QPushButton>("training-start")->isVisible());
  }

  void weights_of_another_network_are_refused() {
    run_to_the_end();
    QTest::mouseClick(child<QPushButton>("checkpoint-use"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!window_->editor().parameters().text("weights").empty(), patience_ms);
    ParameterSet other = window_->editor().parameters();
    other.set("network-seed", 7);
    window_->editor().apply("another network", other);
    QTRY_VERIFY2_WITH_TIMEOUT(window_->banner().sentence().contains("checkpoint of another network"),
                              qPrintable(window_->banner().sentence()), patience_ms);
    QCOMPARE(window_->editor().parameters().number("network-seed"), 153.0); // what runs
  }

private:
  void open_window() {
    window_ = shown_window(tiny_training());
    QTRY_VERIFY_WITH_TIMEOUT(now_ms(*window_) > 20, patience_ms);
    QTest::mouseClick(child<QWidget>("layout-train"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("training-start")->isEnabled(), patience_ms);
  }
  template <typename Object>
  Object* child(const char* name = nullptr) {
    auto* found = window_->findChild<Object*>(QString::fromLatin1(name));
    if (!found)
      qFatal("the window has no control named %s", name ? name : "(any)");
    return found;
  }
  TrainingParts& parts() { return window_->training(); }
  const TrainingData& data() { return parts().data; }
  void type(const char* entry, const char* text) {
    auto* field = child<QLineEdit>(entry);
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
  }
  void start() { QTest::mouseClick(child<QWidget>("training-start"), Qt::LeftButton); }
  bool done() {
    const TrainingRun::Position& at = data().position().at;
    return at.updates > 0 && at.update == at.updates &&
           child<QPushButton>("training-start")->isVisibleTo(child<QWidget>("training-panel"));
  }
  void run_to_the_end() {
    start();
    QTRY_VERIFY_WITH_TIMEOUT(done(), patience_ms);
  }
  QString run_folder() {
    const QDir runs(base_->filePath("runs"));
    return runs.filePath(runs.entryList(QDir::Dirs | QDir::NoDotAndDotDot).front());
  }

  std::unique_ptr<QTemporaryDir> base_;
  std::unique_ptr<MainWindow> window_;
  FigureModel losses_;
};

QTEST_MAIN(TrainLayoutTest)
#include "train_layout_test.moc"
