// SPDX-License-Identifier: Apache-2.0
// A class of neurons is highlighted in every view by real controls of the real window: legends, labels of layers, names
// in figures, rows of the table, the action list; the status line names it; a second click or Esc lets it go.
#include "tests/ui/running_window.h"
#include "ui/actions/action_list.h"
#include "ui/layouts/tune/figure_chooser.h"
#include "ui/layouts/tune/result_view.h"
#include "ui/layouts/tune/study_data.h"
#include "ui/layouts/tune/tuning_controller.h"
#include "ui/plot/figure_widget.h"
#include "ui/shell/message_banner.h"
#include "ui/views/column_canvas.h"
#include "ui/views/column_view.h"
#include "ui/views/population_view.h"
#include "ui/views/raster_overlay.h"
#include "ui/views/raster_view.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <memory>

using namespace striate;

namespace {

constexpr int patience_ms = 30'000; // a busy machine is no failure

ParameterSet tiny_tuning() {
  ParameterSet parameters = tiny_parameters();
  parameters.set("tune-directions", 2);
  parameters.set("tune-trials", 1);
  parameters.set("tune-gray", 100);
  parameters.set("tune-grating", 200);
  return parameters;
}

} // namespace

class ClassLinkTest : public QObject {
  Q_OBJECT

private slots:
  void init() {
    forget_settings(); // no session to recover
    base_ = std::make_unique<QTemporaryDir>();
    TuningController::folders().set_base(base_->filePath("runs"));
    window_ = shown_window(tiny_tuning());
    QTRY_VERIFY_WITH_TIMEOUT(now_ms(*window_) > 100, patience_ms);
  }
  void cleanup() { window_.reset(); }

  void a_legend_entry_highlights_its_class_in_every_view() {
    auto* raster = window_->findChild<RasterView*>();
    auto* pv = raster->findChild<QToolButton*>("class-PV");
    QVERIFY(pv->isVisible());
    QVERIFY(others().empty());
    QTest::mouseClick(pv, Qt::LeftButton);
    QCOMPARE(window_->data().selected_group(), std::optional(group_of_class(CellClass::pv)));
    QVERIFY(pv->isChecked());
    QCOMPARE(child<QLabel>("status-group")->text(), QString("highlighted: PV"));
    QVERIFY(child<QLabel>("status-group")->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!others().empty(), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(faint("L4", "excitatory") && !faint("L4", "inhibitory"), patience_ms);
    QVERIFY(faint("L1", "inhibitory")); // layer 1 has no PV cells
    auto* column_pv = window_->findChild<ColumnView*>()->findChild<QToolButton*>("class-PV");
    QVERIFY(column_pv->isChecked()); // one selection, whatever legend it came from
    QTest::mouseClick(column_pv, Qt::LeftButton);
    QVERIFY(!window_->data().shown_group());
    QVERIFY(!pv->isChecked() && !child<QLabel>("status-group")->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(others().empty() && !faint("L4", "excitatory"), patience_ms);
  }

  void the_column_keeps_only_shadows_of_the_others() {
    auto* canvas = window_->findChild<ColumnCanvas*>();
    window_->data().service().pause();
    QTRY_VERIFY_WITH_TIMEOUT(!window_->data().latest()->running, patience_ms);
    QTest::qWait(200);
    const auto brightness = [&] {
      const QImage picture = canvas->grab().toImage();
      double sum = 0.0;
      for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
          sum += qGray(picture.pixel(x, y));
      return sum;
    };
    const double all = brightness();
    window_->data().select_group(group_of_class(CellClass::vip));
    QTRY_VERIFY_WITH_TIMEOUT(brightness() < 0.95 * all, patience_ms);
    window_->data().select_group(std::nullopt);
    QTRY_VERIFY_WITH_TIMEOUT(std::abs(brightness() - all) < 0.01 * all, patience_ms);
  }

  void the_pointer_on_a_layer_is_enough_and_esc_lets_go() {
    FigureWidget* plot = window_->findChild<RasterView*>()->plot();
    QTRY_VERIFY_WITH_TIMEOUT(!plot->name_area("L4").isEmpty(), patience_ms);
    // Asked for each time: a message that comes or goes moves the view.
    const auto label = [plot] { return plot->name_area("L4").center().toPoint(); };
    QTest::mouseMove(plot, label());
    QTRY_COMPARE_WITH_TIMEOUT(window_->data().shown_group(), std::optional(group_of_layer(4)), patience_ms);
    QVERIFY(!window_->data().selected_group());
    QTest::mouseMove(plot, QPoint(plot->width() - 2, 1));
    QTRY_VERIFY_WITH_TIMEOUT(!window_->data().shown_group(), patience_ms);

    const auto neuron = window_->data().selected_neuron();
    QTest::mouseClick(plot, Qt::LeftButton, Qt::NoModifier, label());
    QVERIFY2(window_->data().selected_group(), qPrintable(window_->banner().sentence()));
    QCOMPARE(window_->data().selected_group(), std::optional(group_of_layer(4)));
    QCOMPARE(window_->data().selected_neuron(), neuron); // the label is no neuron
    QTest::keyClick(window_->findChild<RasterView*>(), Qt::Key_Escape);
    QVERIFY(!window_->data().selected_group());
    QCOMPARE(window_->data().selected_neuron(), neuron); // a second Esc would let this go

    window_->data().select_group(group_of_layer(5));
    QTest::keyClick(window_->findChild<PopulationView*>(), Qt::Key_Escape);
    QVERIFY(!window_->data().selected_group());
  }

  void traces_and_row_labels_of_the_population_view_are_groups() {
    FigureWidget* plot = window_->findChild<PopulationView*>()->plot();
    QTRY_VERIFY_WITH_TIMEOUT(!plot->name_area("L5").isEmpty(), patience_ms);
    QTest::mouseClick(plot, Qt::LeftButton, Qt::NoModifier, plot->name_area("L5").center().toPoint());
    QCOMPARE(window_->data().selected_group(), std::optional(group_of_layer(5)));
    window_->data().select_group(std::nullopt);

    window_->data().service().pause();
    QTRY_VERIFY_WITH_TIMEOUT(!window_->data().latest()->running, patience_ms);
    QTest::qWait(200);
    const FigureModel& figure = plot->figure();
    const Panel& panel = figure.panels[2];
    const auto& line = std::get<LineSeries>(panel.series[1]);
    QCOMPARE(line.label, std::string("inhibitory"));
    const std::size_t last = line.x.size() - 1;
    const QRectF area = plot->data_area(2);
    const QPointF at(area.left() + area.width() * (line.x[last] + 4.0 - panel.x.min) / (panel.x.max - panel.x.min),
                     area.bottom() - area.height() * (line.y[last] - panel.y.min) / (panel.y.max - panel.y.min));
    QTest::mouseClick(plot, Qt::LeftButton, Qt::NoModifier, at.toPoint());
    QVERIFY(window_->data().selected_group());
    QCOMPARE(window_->data().selected_group()->layer, 4);
  }

  void the_action_list_walks_through_the_groups() {
    QAction* next = window_->actions().action("view.highlight-next");
    QAction* none = window_->actions().action("view.highlight-none");
    next->trigger();
    QCOMPARE(window_->data().selected_group(), std::optional(usual_groups().front()));
    next->trigger();
    QCOMPARE(window_->data().selected_group(), std::optional(usual_groups()[1]));
    window_->actions().action("view.highlight-previous")->trigger();
    window_->actions().action("view.highlight-previous")->trigger();
    QCOMPARE(window_->data().selected_group(), std::optional(usual_groups().back()));
    none->trigger();
    QVERIFY(!window_->data().selected_group());
  }

  void names_and_columns_of_figures_and_rows_of_the_table() {
    QTest::mouseClick(child<QWidget>("layout-tune"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("tuning-start")->isEnabled(), patience_ms);
    QTest::mouseClick(child<QWidget>("tuning-start"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(window_->study().findings() && !window_->study().findings()->partial, 4 * patience_ms);
    auto* results = window_->findChild<ResultView*>();
    FigureWidget* plot = results->plot();

    results->chooser()->choose("rate_boxes");
    QTRY_COMPARE_WITH_TIMEOUT(plot->figure().name, std::string("rate_boxes"), patience_ms);
    auto* table = child<QTableWidget>("comparison-table");
    const int row = row_of(*table, "L4 PV");
    QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier,
                      table->visualItemRect(table->item(row, 0)).center());
    QCOMPARE(window_->data().selected_group(), std::optional(group_of_class(CellClass::pv, 4)));
    QVERIFY(table->item(row, 0)->font().bold());
    QVERIFY(table->item(row, 0)->foreground() != table->item(row_of(*table, "L5 PV"), 0)->foreground());
    QTRY_VERIFY_WITH_TIMEOUT(veils(plot->figure()) > 10, patience_ms);
    QCOMPARE(veils(results->export_model()), 0); // files show all
    QTest::mouseMove(window_.get(), QPoint(1, 1));

    const Panel& panel = plot->figure().panels.front();
    const auto name = std::ranges::find(panel.x.tick_labels, "L4 PV") - panel.x.tick_labels.begin();
    const QRectF area = plot->data_area(0);
    const double share = (static_cast<double>(name) - panel.x.min) / (panel.x.max - panel.x.min);
    QTest::mouseClick(plot, Qt::LeftButton, Qt::NoModifier,
                      QPointF(area.left() + share * area.width(), area.center().y()).toPoint());
    QVERIFY(!window_->data().selected_group()); // a second click on the same type

    results->chooser()->choose("rate_distributions");
    QTRY_COMPARE_WITH_TIMEOUT(plot->figure().name, std::string("rate_distributions"), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(!plot->name_area("SST").isEmpty(), patience_ms);
    QTest::mouseClick(plot, Qt::LeftButton, Qt::NoModifier, plot->name_area("SST").center().toPoint());
    QCOMPARE(window_->data().selected_group(), std::optional(group_of_class(CellClass::sst)));
    const auto faint = [&](const char* label) {
      for (const Series& series : plot->figure().panels.front().series)
        if (const auto* line = std::get_if<LineSeries>(&series); line && line->label == label)
          return line->faint;
      return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(faint("PV") && !faint("SST"), patience_ms);
  }

private:
  template <typename Widget>
  Widget* child(const char* name) {
    auto* found = window_->findChild<Widget*>(QString::fromLatin1(name));
    if (!found)
      qFatal("the window has no control named %s", name);
    return found;
  }
  const std::vector<RasterOverlay::Rows>& others() { return window_->findChild<RasterOverlay*>()->others(); }
  /// Whether a trace of the population view is dimmed.
  bool faint(const char* layer, const char* label) {
    for (const Panel& panel : window_->findChild<PopulationView*>()->plot()->figure().panels)
      for (const Series& series : panel.series)
        if (const auto* line = std::get_if<LineSeries>(&series); line && panel.title == layer && line->label == label)
          return line->faint;
    qFatal("the population view has no trace %s %s", layer, label);
    return false;
  }
  static int veils(const FigureModel& figure) {
    int count = 0;
    for (const Panel& panel : figure.panels)
      for (const Series& series : panel.series)
        if (const auto* band = std::get_if<BandSeries>(&series))
          count += band->ink == Ink::ground ? 1 : 0;
    return count;
  }
  static int row_of(const QTableWidget& table, const char* type) {
    for (int row = 0; row < table.rowCount(); ++row)
      if (table.item(row, 0)->text() == QLatin1String(type))
        return row;
    qFatal("the table has no row %s", type);
    return -1;
  }

  std::unique_ptr<QTemporaryDir> base_;
  std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(ClassLinkTest)
#include "class_link_test.moc"
