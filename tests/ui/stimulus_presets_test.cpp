// SPDX-License-Identifier: Apache-2.0
// The editor behind the stimulus panel, its undo steps, and presets.
#include "engine/core/errors.h"
#include "engine/core/resources.h"
#include "stimulus_fixture.h"
#include "ui/layouts/explore/stimulus/preset_store.h"

#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>

#include <cmath>
#include <fstream>

using namespace striate;

class StimulusPresetsTest : public QObject {
  Q_OBJECT
  QTemporaryDir home_; ///< the presets file of these tests

private slots:
  void initTestCase() { qputenv("XDG_CONFIG_HOME", home_.path().toUtf8()); }
  void init() { std::filesystem::remove(user_config_directory() / "presets.json"); }

  // --- editor ---
  void undo_names_the_edit() {
    ParameterEditor editor;
    editor.set("direction", 45.0);
    QTest::qWait(1050);
    editor.set("direction", 135.0);
    QCOMPARE(editor.undo_stack().undoText(), QString("Direction 45° → 135°"));
    editor.undo_stack().undo();
    QCOMPARE(editor.parameters().number("direction"), 45.0);
    QCOMPARE(editor.undo_stack().undoText(), QString("Direction 0° → 45°"));
  }

  void quick_edits_of_one_key_are_one_step() {
    ParameterEditor editor;
    for (const double angle : {10.0, 20.0, 30.0})
      editor.set("direction", angle);
    editor.set("contrast", 0.5);
    QCOMPARE(editor.undo_stack().count(), 2);
    QCOMPARE(editor.undo_stack().text(0), QString("Direction 0° → 30°"));
    for (const double contrast : {0.3, 0.8})
      editor.set("contrast", contrast);
    QCOMPARE(editor.undo_stack().count(), 1); // back where it began: nothing to undo
  }

  void load_replaces_everything() {
    ParameterEditor editor;
    editor.set("direction", 45.0);
    ParameterSet other;
    other.set("contrast", 0.1);
    QStringList told;
    connect(&editor, &ParameterEditor::changed, this, [&](const QStringList& keys) { told += keys; });
    editor.load(other);
    told.sort();
    QCOMPARE(told, (QStringList{"contrast", "direction"}));
    QVERIFY(!editor.undo_stack().canUndo());
    QVERIFY(editor.parameters() == other);
  }

  void bad_values_change_nothing() {
    ParameterEditor editor;
    QVERIFY_EXCEPTION_THROWN(editor.set("contrast", 1.5), Error);
    QVERIFY_EXCEPTION_THROWN(editor.set("contrast", std::nan("")), Error);
    QVERIFY_EXCEPTION_THROWN(editor.set("contrats", 0.5), Error);
    QVERIFY(editor.parameters() == ParameterSet());
    QVERIFY(!editor.undo_stack().canUndo());
  }

  // --- presets ---
  void presets_are_one_step() {
    Fixture f;
    f.type("entry-direction", "90");
    f.type("entry-contrast", "0.3");
    const ParameterSet before = f.editor.parameters();
    auto* preferred = f.find<QPushButton>("preset-preferred-0");
    QVERIFY(!preferred->isChecked());
    QTest::mouseClick(preferred, Qt::LeftButton);
    QCOMPARE(f.number("direction"), 0.0);
    QCOMPARE(f.number("contrast"), 0.8);
    QVERIFY(preferred->isChecked());
    QTest::mouseClick(preferred, Qt::LeftButton); // again: stays lit, no empty step
    QVERIFY(preferred->isChecked());
    QCOMPARE(f.editor.undo_stack().count(), 3);
    f.editor.undo_stack().undo();
    QVERIFY(f.editor.parameters() == before);
    QTest::mouseClick(f.find("preset-fast-8-hz"), Qt::LeftButton);
    QCOMPARE(f.number("temporal-frequency"), 8.0);
    QCOMPARE(f.number("direction"), 90.0); // what a preset does not name stays
    QTest::mouseClick(f.find("preset-gray"), Qt::LeftButton);
    QCOMPARE(f.editor.parameters().choice("stimulus"), std::string("gray"));
  }

  void users_presets_are_kept_and_removed() {
    {
      Fixture f;
      f.type("entry-direction", "60");
      QTest::mouseClick(f.find("preset-save"), Qt::LeftButton);
      f.type("preset-name", "Gray");
      QVERIFY(f.find<QLabel>("hint-presets")->text().contains("built in"));
      f.type("preset-name", "Sixty");
      QVERIFY(f.find<QPushButton>("preset-sixty")->isChecked());
      QVERIFY(!f.find("preset-name")->isVisible());
    }
    Fixture f; // a new window reads the file
    QTest::mouseClick(f.find("preset-sixty"), Qt::LeftButton);
    QCOMPARE(f.number("direction"), 60.0);
    open_menu(*f.find("preset-sixty"));
    QVERIFY(menu_action("Remove"));
    menu_action("Remove")->trigger();
    QTRY_VERIFY(!f.panel.findChild<QPushButton*>("preset-sixty"));
    PresetStore store(user_config_directory() / "presets.json");
    store.load();
    QVERIFY(store.presets().empty());
  }

  void broken_presets_file_is_set_aside() {
    const auto file = user_config_directory() / "presets.json";
    std::ofstream(file) << "{ \"version\": 1, \"presets\": [";
    Fixture f;
    QVERIFY(f.find<QLabel>("hint-presets")->text().contains("presets.json"));
    QTest::mouseClick(f.find("preset-save"), Qt::LeftButton);
    f.type("preset-name", "Mine");
    QVERIFY(f.panel.findChild<QPushButton*>("preset-mine"));
    QVERIFY(std::filesystem::remove(file.string() + ".broken")); // nothing the user had is lost
  }

  void presets_of_the_future_or_with_bad_values() {
    const auto file = user_config_directory() / "presets.json";
    PresetStore store(file);
    std::ofstream(file) << R"({"version": 2, "presets": []})";
    QVERIFY_EXCEPTION_THROWN(store.load(), Error);
    std::ofstream(file) << R"({"version": 1, "presets": [{"name": "x", "values": {"contrast": 7}}]})";
    try {
      store.load();
      QFAIL("no error");
    } catch (const Error& failure) {
      const QString sentence = failure.what();
      QVERIFY(sentence.contains("presets.json") && sentence.contains("\"x\"") && sentence.contains("contrast"));
    }
  }
};

QTEST_MAIN(StimulusPresetsTest)
#include "stimulus_presets_test.moc"
