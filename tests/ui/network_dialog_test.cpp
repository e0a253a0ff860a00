// SPDX-License-Identifier: Apache-2.0
// The network dialog on networks from files: what they hold is told before they are opened, problems are sentences.
#include "ui/network/network_dialog.h"

#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <memory>

using namespace striate;

namespace {

const QString bmtk = QStringLiteral(STRIATE_TEST_DATA "/sonata/bmtk");

template <typename Widget>
Widget* find(const QWidget& dialog, const char* name) {
  auto* found = dialog.findChild<Widget*>(QString::fromLatin1(name));
  if (!found)
    qFatal("the dialog has no control named %s", name);
  return found;
}

QString sentence_of(const QWidget& dialog, const char* kind) {
  const auto* label = dialog.findChild<QLabel*>(QString::fromLatin1(kind));
  return label ? label->text() : QString();
}

} // namespace

class NetworkDialogTest : public QObject {
  Q_OBJECT

private slots:
  void a_file_is_previewed_off_this_thread() {
    NetworkDialog dialog(ParameterSet{}, nullptr);
    dialog.show();
    QVERIFY(find<QLabel>(dialog, "estimate-neurons")->isVisible());
    QCOMPARE(find<QPushButton>(dialog, "build")->text(), QString("Build and run"));
    find<QComboBox>(dialog, "network")->setCurrentText("File");
    QVERIFY(!find<QLabel>(dialog, "estimate-neurons")->isVisible());
    auto* build = find<QPushButton>(dialog, "build");
    QCOMPARE(build->text(), QString("Open and run"));
    QVERIFY(!build->isEnabled());
    QTest::keyClicks(find<QLineEdit>(dialog, "network-file"), bmtk);
    QVERIFY(!build->isEnabled()); // not looked at yet: the dialog did not wait for it
    QTRY_VERIFY_WITH_TIMEOUT(build->isEnabled(), 20'000);
    QVERIFY(find<QLabel>(dialog, "file-neurons")->isVisible());
    QVERIFY(find<QLabel>(dialog, "file-neurons")->text().toInt() > 10);
    const QString types = find<QLabel>(dialog, "file-cell-types")->text();
    QVERIFY2(types.contains("L4:  Exc "), qPrintable(types));
    QVERIFY(find<QLabel>(dialog, "file-edges")->text().contains("v1_to_v1"));
    QVERIFY(find<QLabel>(dialog, "file-inputs")->text().contains("LGN units"));

    find<QComboBox>(dialog, "network")->setCurrentIndex(0);
    QVERIFY(build->isEnabled());
    QVERIFY(find<QLabel>(dialog, "estimate-neurons")->isVisible());
  }

  void what_is_wrong_is_a_sentence_and_cannot_be_opened() {
    ParameterSet parameters;
    parameters.set_text("network", "file");
    parameters.set_text("network-file", "/no/such/network");
    NetworkDialog dialog(parameters, nullptr);
    dialog.show();
    QTRY_VERIFY(sentence_of(dialog, "form-problem").contains("/no/such/network"));
    auto* build = find<QPushButton>(dialog, "build");
    QVERIFY(!build->isEnabled());
    QVERIFY(!find<QLabel>(dialog, "file-neurons")->isVisible());

    // A network of which one file is cut off: what can be read is told beside the sentence.
    const QTemporaryDir folder;
    const std::filesystem::path copy = folder.filePath("cut").toStdString();
    std::filesystem::copy(bmtk.toStdString(), copy, std::filesystem::copy_options::recursive);
    QFile edges(QString::fromStdString((copy / "network/lgn_v1_edges.h5").string()));
    QVERIFY(edges.resize(edges.size() / 2));
    auto* path = find<QLineEdit>(dialog, "network-file");
    path->selectAll();
    QTest::keyClicks(path, QString::fromStdString(copy.string()));
    QTRY_VERIFY_WITH_TIMEOUT(sentence_of(dialog, "form-problem").contains("lgn_v1_edges.h5"), 20'000);
    QVERIFY(find<QLabel>(dialog, "file-neurons")->isVisible());
    QVERIFY(!build->isEnabled());

    path->clear();
    QVERIFY(sentence_of(dialog, "form-note").contains("SONATA"));
    QVERIFY(!build->isEnabled());
  }

  void closing_while_it_looks_does_not_wait() {
    ParameterSet parameters;
    parameters.set_text("network", "file");
    parameters.set_text("network-file", bmtk.toStdString());
    auto dialog = std::make_unique<NetworkDialog>(parameters, nullptr);
    dialog->show();
    QTest::qWait(260);
    QElapsedTimer closing;
    closing.start();
    dialog.reset();
    QVERIFY(closing.elapsed() < 1000);
  }
};

QTEST_MAIN(NetworkDialogTest)
#include "network_dialog_test.moc"
