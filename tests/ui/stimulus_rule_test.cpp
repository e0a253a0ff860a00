// SPDX-License-Identifier: Apache-2.0
// What the stimulus panel says and locks while something else than its controls rules the screen: a protocol, the gray
// after an end, a movie that has no file yet.
#include "engine/stimulus/stimulus_parameters.h"
#include "stimulus_fixture.h"

#include <QLabel>
#include <QPushButton>

#include <memory>

using namespace striate;

namespace {

constexpr std::int64_t endless_ms = std::int64_t{1} << 60;

std::shared_ptr<const Protocol> own_stimulus(std::int64_t duration_ms = endless_ms) {
  return std::make_shared<const Protocol>(Protocol{"", {{0, duration_ms, {}}}});
}

/// Two contrasts at two directions, twice, with gray between them.
std::shared_ptr<const Protocol> contrasts() {
  Protocol protocol{.name = "/somewhere/my contrasts.csv", .rows = {}};
  std::int64_t start_ms = 500;
  for (int trial = 0; trial < 2; ++trial)
    for (const char* contrast : {"0.1", "0.4"}) {
      protocol.rows.push_back({start_ms, 1000, {{"contrast", contrast}, {"direction", "90"}}});
      start_ms += 1500;
    }
  return std::make_shared<const Protocol>(std::move(protocol));
}

struct RunFixture : Fixture {
  void at(const std::shared_ptr<const Protocol>& protocol, std::int64_t now_ms) {
    panel.show_run(protocol, now_ms, editor.parameters());
  }
  bool says() const { return find("screen-note")->isVisible(); }
  QString note() const { return find<QLabel>("screen-note-text")->text(); }
  QPushButton* button() const { return find<QPushButton>("screen-note-button"); }
  QString entry(const char* name) const { return find<QLineEdit>(name)->text(); }
};

} // namespace

class StimulusRuleTest : public QObject {
  Q_OBJECT
private slots:
  void a_protocol_shows_the_values_that_act_and_locks_them() {
    RunFixture f;
    f.at(contrasts(), 600);
    QVERIFY(f.says());
    QVERIFY2(f.note().contains("my contrasts.csv: row 1 of 4, trial 1 of 2, 6 s left"), qPrintable(f.note()));
    QCOMPARE(f.entry("entry-contrast"), QString("0.10"));
    QCOMPARE(f.entry("entry-direction"), QString("90°"));
    for (const char* name : {"entry-contrast", "slider-contrast", "entry-direction", "dial"})
      QVERIFY2(!f.find(name)->isEnabled(), name);
    QVERIFY(f.find("entry-temporal-frequency")->isEnabled()); // it acts: no row sets it
    QVERIFY(f.find("choice-stimulus")->isEnabled());
    QVERIFY(f.find("choice-protocol")->isEnabled());
    QCOMPARE(f.number("contrast"), 0.8); // the panel's own is kept for after
    QCOMPARE(f.editor.undo_stack().count(), 0);

    f.at(contrasts(), 3600);
    QVERIFY2(f.note().contains("row 3 of 4, trial 2 of 2"), qPrintable(f.note()));
    f.at(contrasts(), 4600);
    QVERIFY2(f.note().contains("gray before row 4 of 4"), qPrintable(f.note()));
    QCOMPARE(f.entry("entry-contrast"), QString("0.10"));
    f.at(contrasts(), 5200);
    QCOMPARE(f.entry("entry-contrast"), QString("0.40"));

    f.type("entry-temporal-frequency", "4"); // goes to the run's parameters, as ever
    QCOMPARE(f.number("temporal-frequency"), 4.0);
    QCOMPARE(f.number("contrast"), 0.8);
    f.editor.undo_stack().undo();
    QCOMPARE(f.entry("entry-temporal-frequency"), QString("2.00"));
    QCOMPARE(f.entry("entry-contrast"), QString("0.40"));
  }

  void stop_ends_a_protocol() {
    RunFixture f;
    f.editor.set_text("protocol", "contrast-series");
    f.at(contrasts(), 600);
    QCOMPARE(f.button()->text(), QString("Stop"));
    QTest::qWait(1100); // a step of its own in the undo history
    QTest::mouseClick(f.button(), Qt::LeftButton);
    QCOMPARE(f.editor.parameters().text("protocol"), std::string());
    f.at(own_stimulus(), 10); // the run that started anew
    QVERIFY(!f.says());
    QCOMPARE(f.entry("entry-contrast"), QString("0.80"));
    QVERIFY(f.find("slider-contrast")->isEnabled());
    f.editor.undo_stack().undo();
    QCOMPARE(f.editor.parameters().text("protocol"), std::string("contrast-series"));
  }

  void after_its_end_there_is_a_way_back() {
    RunFixture f;
    f.editor.set_text("protocol", "contrast-series");
    f.at(contrasts(), 6000);
    QVERIFY2(f.note().contains("protocol finished: gray"), qPrintable(f.note()));
    for (const char* name : {"slider-contrast", "dial", "entry-temporal-frequency", "choice-stimulus"})
      QVERIFY2(!f.find(name)->isEnabled(), name);
    QVERIFY(f.find("choice-protocol")->isEnabled());
    QCOMPARE(f.entry("entry-contrast"), QString("0.80"));
    QCOMPARE(f.button()->text(), QString("Show the panel's stimulus"));
    QTest::mouseClick(f.button(), Qt::LeftButton);
    QCOMPARE(f.editor.parameters().text("protocol"), std::string());
  }

  void a_stimulus_with_an_end_says_so() {
    RunFixture f;
    f.editor.set("grating-duration", 2000.0);
    f.at(own_stimulus(2000), 1999);
    QVERIFY(!f.says());
    f.at(own_stimulus(2000), 2000);
    QVERIFY2(f.note().contains("has ended: gray"), qPrintable(f.note()));
    QVERIFY(!f.find("slider-contrast")->isEnabled());
    QTest::mouseClick(f.button(), Qt::LeftButton);
    QCOMPARE(f.number("grating-duration"), 0.0);
  }

  void blanks_do_not_make_the_lines_jump() {
    RunFixture f;
    Protocol protocol{"blanks", {{0, 100, {{"stimulus", "drifting-grating"}}}, {100, 100, {{"stimulus", "gray"}}}}};
    const auto shared = std::make_shared<const Protocol>(protocol);
    f.at(shared, 50);
    QVERIFY(f.find("row-contrast")->isVisible());
    f.at(shared, 150);
    QVERIFY(f.find("row-contrast")->isVisible());
    QCOMPARE(f.find<QComboBox>("choice-stimulus")->currentText(), QString("Gray"));
  }

  void a_movie_without_a_file_asks_for_one() {
    RunFixture f;
    f.at(own_stimulus(), 100);
    const ParameterSet before = f.editor.parameters();
    f.choose("choice-stimulus", "Movie");
    f.panel.show_run(own_stimulus(), 200, before); // the run goes on with the grating
    QVERIFY2(f.note().contains("Choose a file"), qPrintable(f.note()));
    QVERIFY2(f.note().contains("drifting grating"), qPrintable(f.note()));
    QVERIFY(!f.button()->isVisible());
    f.editor.set_text("movie", "/no/such/movie.png");
    f.panel.show_run(own_stimulus(), 300, before);
    QVERIFY(!f.says()); // the run has not had the time to take it
    QTest::qWait(1600);
    f.panel.show_run(own_stimulus(), 1900, before); // and did not
    QVERIFY2(f.note().contains("is not on the screen"), qPrintable(f.note()));
    f.choose("choice-stimulus", "Drifting");
    f.at(own_stimulus(), 2000);
    QVERIFY(!f.says());
  }

  void spikes_played_back_leave_the_stimulus_without_effect() {
    RunFixture f;
    f.editor.set_text("lgn-spikes", "lgn.h5");
    f.at(own_stimulus(), 100);
    QVERIFY2(f.note().contains("does not reach the network"), qPrintable(f.note()));
  }
};

QTEST_MAIN(StimulusRuleTest)
#include "stimulus_rule_test.moc"
