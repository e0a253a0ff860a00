// SPDX-License-Identifier: Apache-2.0
// Every field for a number in every panel and dialog, under a locale with a decimal comma: both marks give the same
// number, what may be another number gives none, and undo goes to the window. The fields are found by walking the
// widgets, so that a new one is tried, too.
#include "tests/ui/running_window.h"
#include "ui/actions/action_list.h"
#include "ui/controls/number_box.h"
#include "ui/controls/refusal.h"
#include "ui/export/export_dialog.h"
#include "ui/export/export_set_dialog.h"
#include "ui/layouts/tune/figure_maker.h"
#include "ui/network/network_dialog.h"
#include "ui/run/simulation_dialog.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <clocale>
#include <cmath>
#include <memory>

using namespace striate;

namespace {

FigureModel a_figure() {
  Panel panel;
  panel.id = "line";
  panel.series.emplace_back(LineSeries{.label = "rate", .x = {0.0, 1.0}, .y = {0.1, 0.3}});
  return {.name = "line", .title = "A line", .panels = {panel}};
}

QLineEdit* line_of(QAbstractSpinBox* box) {
  return box->findChild<QLineEdit*>();
}

void type(QWidget* field, QLineEdit* line, const QString& text) {
  line->selectAll();
  if (text.isEmpty())
    QTest::keyClick(field, Qt::Key_Delete);
  QTest::keyClicks(field, text);
  QTest::keyClick(field, Qt::Key_Return);
}

QString name_of(const QWidget& field) {
  return QStringLiteral("%1 of %2").arg(field.objectName(), field.window()->objectName());
}

bool refused(const QWidget& field) {
  return !field.property("refused").toString().isEmpty();
}

const QStringList never_numbers{"1,234.5", "1.234,5", "1 234", "1'234", "2,000", "7 parsec", "many", ""};

} // namespace

class NumberFieldsTest : public QObject {
  Q_OBJECT

private slots:
  void initTestCase() {
    std::setlocale(LC_ALL, "de_DE.UTF-8"); // where it is not installed, Qt's own locale has the comma all the same
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    QCOMPARE(QLocale().decimalPoint(), QString(","));
    window_ = shown_window();
    QTRY_VERIFY_WITH_TIMEOUT(now_ms(*window_) > 20, 60'000);
    window_->actions().action("simulation.run")->trigger(); // paused: the tests have the processor for themselves
  }
  void cleanupTestCase() { window_.reset(); }

  void every_spin_box_takes_both_marks() {
    QList<QAbstractSpinBox*> boxes = window_->findChildren<QAbstractSpinBox*>();
    NetworkDialog network(custom_network(), nullptr);
    SimulationDialog simulation(tiny_parameters(), nullptr);
    ExportDialog figure({a_figure()}, 0, nullptr);
    ExportSetDialog set(FigureSource{.findings = nullptr, .network = window_->data().network(), .trained = {}},
                        nullptr);
    for (QDialog* dialog : std::initializer_list<QDialog*>{&network, &simulation, &figure, &set})
      boxes += dialog->findChildren<QAbstractSpinBox*>();
    QVERIFY2(boxes.size() >= 17, qPrintable(QString::number(boxes.size())));
    for (QAbstractSpinBox* box : boxes) {
      if (auto* real = dynamic_cast<NumberBox*>(box))
        try_box(*real, real->decimals());
      else if (auto* whole = dynamic_cast<WholeNumberBox*>(box))
        try_box(*whole, 0);
      else
        QFAIL(qPrintable(name_of(*box) + " reads numbers by the user's locale"));
    }
  }

  void every_entry_takes_both_marks() {
    SimulationDialog simulation(tiny_parameters(), nullptr);
    int tried = 0;
    for (auto& [form, editor] : {std::pair<QWidget*, ParameterEditor*>{window_.get(), &window_->editor()},
                                 {&simulation, &simulation.editor()}})
      for (QLineEdit* entry : form->findChildren<QLineEdit*>()) {
        const Parameter* p = find_parameter(entry->objectName().mid(6).toStdString());
        const bool number = p && (p->type == ParameterType::real || p->type == ParameterType::integer);
        if (!entry->objectName().startsWith("entry-") || !number || p->key == "dt")
          continue;
        ++tried;
        const bool fits = p->type == ParameterType::real && (p->wraps || (p->min <= 1.5 && p->max >= 1.5));
        for (const char* text : {"1.5", "1,5"}) {
          editor->set(QString::fromStdString(p->key), p->default_number);
          type(entry, entry, QString::fromLatin1(text));
          QVERIFY2(editor->parameters().number(p->key) == (fits ? 1.5 : p->default_number), p->key.c_str());
          QVERIFY2(refused(*entry) == !fits, p->key.c_str());
        }
        editor->set(QString::fromStdString(p->key), p->default_number);
        for (const QString& text : never_numbers) {
          type(entry, entry, text);
          QVERIFY2(editor->parameters().number(p->key) == p->default_number,
                   qPrintable(name_of(*entry) + " takes " + text));
          QVERIFY2(refused(*entry), qPrintable(name_of(*entry) + " says nothing about " + text));
          QTest::keyClick(entry, Qt::Key_Escape);
        }
      }
    QVERIFY2(tried > 40, qPrintable(QString::number(tried)));
  }

  void a_list_of_two_is_not_taken_for_a_decimal_comma() {
    auto* entry = window_->findChild<QLineEdit*>("entry-tune-temporal-frequencies");
    const auto list = [this] { return window_->editor().parameters().text("tune-temporal-frequencies"); };
    type(entry, entry, "1,5");
    QCOMPARE(list(), std::string());
    QVERIFY2(entry->property("refused").toString().contains("1.5 or a list"), "the reason is missing");
    type(entry, entry, "1, 5");
    QCOMPARE(list(), std::string("1, 5"));
    type(entry, entry, "1,2,4");
    QCOMPARE(list(), std::string("1,2,4"));
    window_->editor().set_text("tune-temporal-frequencies", "");
  }

  void the_radius_of_a_network_stays_what_was_typed() {
    for (const char* text : {"75.5", "75,5", "75,5 µm", "75.5um"}) {
      NetworkDialog dialog(custom_network(), nullptr);
      dialog.show();
      auto* radius = dialog.findChild<QDoubleSpinBox*>("radius");
      type(radius, line_of(radius), QString::fromUtf8(text));
      QCOMPARE(dialog.parameters().number("radius"), 75.5);
      QVERIFY(radius->text().startsWith("75.5"));
    }
  }

  void a_button_waits_when_a_field_has_refused() {
    NetworkDialog dialog(custom_network(), nullptr);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    dialog.activateWindow();
    auto* radius = dialog.findChild<QDoubleSpinBox*>("radius");
    auto* build = dialog.findChild<QPushButton*>("build");
    radius->setFocus();
    radius->selectAll();
    QTest::keyClicks(radius, "1,234.5");
    QTest::mouseClick(build, Qt::LeftButton);
    QVERIFY(dialog.isVisible()); // the value that stands there was not meant
    const auto* bubble = dialog.findChild<QLabel*>("refusal");
    QVERIFY(bubble && bubble->isVisible());
    QVERIFY2(bubble->text().contains("thousands"), qPrintable(bubble->text()));
    QCOMPARE(radius->value(), 100.0);
    QVERIFY(dialog.rect().contains(bubble->geometry()));
    QTest::mouseClick(build, Qt::LeftButton); // it has been said
    QVERIFY(!dialog.isVisible());
    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    QCOMPARE(dialog.parameters().number("radius"), 100.0);
  }

  void return_in_a_field_that_refuses_does_not_accept_the_form() {
    NetworkDialog dialog(custom_network(), nullptr);
    dialog.show();
    auto* radius = dialog.findChild<QDoubleSpinBox*>("radius");
    type(radius, line_of(radius), "12,000");
    QVERIFY(dialog.isVisible());
    QVERIFY(refused(*radius));
    QVERIFY(radius->property("refused").toString().contains("12.000 or 12000"));
    type(radius, line_of(radius), "120");
    QVERIFY(!refused(*radius));
    QCOMPARE(dialog.parameters().number("radius"), 120.0);
  }

  void times_of_a_perturbation_are_what_was_typed() {
    auto* from = window_->findChild<QDoubleSpinBox*>("perturb-from");
    for (const char* text : {"1.5", "1,5", "1,5 s"}) {
      type(from, line_of(from), QString::fromLatin1(text));
      // Return also applies the form, which goes back to "now".
      const QString applied = QString::fromStdString(window_->editor().parameters().text("perturb"));
      QVERIFY2(applied.contains(":1500:"), qPrintable(applied));
      window_->editor().undo_stack().undo();
    }
    type(from, line_of(from), "500 ms");
    QVERIFY(refused(*from));
    QVERIFY(from->property("refused").toString().contains("ms"));
    QCOMPARE(window_->editor().parameters().text("perturb"), std::string());
  }

  void undo_in_a_field_takes_the_parameter_back() {
    window_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    window_->actions().action("view.layout-explore")->trigger();
    const auto contrast = [this] { return window_->editor().parameters().number("contrast"); };
    auto* entry = window_->findChild<QLineEdit*>("entry-contrast");
    window_->editor().set("contrast", 0.8);
    QTest::qWait(1100); // another edit, not the same drag
    entry->setFocus();
    type(entry, entry, "30 %");
    QCOMPARE(contrast(), 0.3);
    QVERIFY(entry->hasFocus());
    QTest::keyClick(entry, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(contrast(), 0.8);
    QCOMPARE(entry->text(), QString("0.80"));
    QTest::keyClick(entry, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(contrast(), 0.3);
    QCOMPARE(entry->text(), QString("0.30"));
    // What is half typed is taken back first.
    entry->selectAll();
    QTest::keyClicks(entry, "0.9");
    QTest::keyClick(entry, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(contrast(), 0.3);
    QTest::keyClick(entry, Qt::Key_Escape);
    QTest::keyClick(entry, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(contrast(), 0.8);
    // Brothers: a spin box, a list that can be typed in, a slider, the dial.
    auto* length = window_->findChild<QDoubleSpinBox*>("window-length");
    auto* target = window_->findChild<QComboBox*>("perturb-target");
    for (QWidget* field : std::initializer_list<QWidget*>{length, target, window_->findChild<QWidget*>("dial"),
                                                          window_->findChild<QWidget*>("slider-contrast")}) {
      window_->editor().set("contrast", 0.3);
      window_->actions().action("simulation.perturb")->trigger();
      field->setFocus();
      if (field == length)
        type(length, line_of(length), "2,5");
      if (field == target) {
        type(target, target->lineEdit(), "PV"); // applied
        QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(window_->editor().parameters().text("perturb"), std::string());
      }
      QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
      QVERIFY2(contrast() == 0.8, qPrintable(field->objectName()));
      QTest::qWait(1100);
    }
    QCOMPARE(length->value(), 2.5);
  }

private:
  static ParameterSet custom_network() {
    ParameterSet parameters;
    parameters.set_text("network", "custom");
    return parameters;
  }

  template <class Box>
  void try_box(Box& box, int decimals) {
    QVERIFY2(!box.objectName().isEmpty(), "a field has no name");
    box.setEnabled(true); // some wait for a network or for another choice
    const auto before = box.value();
    const bool fits = decimals > 0 && box.minimum() <= 1.5 && box.maximum() >= 1.5;
    for (const QString& text : {QStringLiteral("1.5"), QStringLiteral("1,5"), "1,5" + box.suffix()}) {
      box.setValue(before);
      settle(box);
      box.selectAll();
      QTest::keyClicks(&box, text);
      QTest::keyClick(&box, Qt::Key_Tab); // Return would send a form off
      QFocusEvent left(QEvent::FocusOut, Qt::TabFocusReason);
      QCoreApplication::sendEvent(&box, &left);
      const double value = static_cast<double>(box.value());
      QVERIFY2(fits ? value == 1.5 : box.value() == before,
               qPrintable(name_of(box) + " makes " + box.text() + " of " + text));
      QVERIFY2(refused(box) == !fits, qPrintable(name_of(box)));
    }
    box.setValue(before);
    for (const QString& text : never_numbers) {
      settle(box);
      box.selectAll();
      QTest::keyClicks(&box, text);
      if (text.isEmpty())
        QTest::keyClick(&box, Qt::Key_Delete);
      QFocusEvent left(QEvent::FocusOut, Qt::TabFocusReason);
      QCoreApplication::sendEvent(&box, &left);
      // Where the lowest value has a word, an empty field means it.
      const bool open = text.isEmpty() && !box.specialValueText().isEmpty();
      QVERIFY2(box.value() == (open ? box.minimum() : before),
               qPrintable(name_of(box) + " makes " + box.text() + " of " + text));
      QVERIFY2(refused(box) != open, qPrintable(name_of(box) + " says nothing about " + text));
    }
    box.setValue(before);
    settle(box);
  }

  std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(NumberFieldsTest)
#include "number_fields_test.moc"
