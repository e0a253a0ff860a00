// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/tune/analyze_dialog.h"

#include "ui/run/recording_controller.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace striate {

namespace {

constexpr int path_width_px = 380;

std::filesystem::path path_of(const QLineEdit* field) {
  return field->text().trimmed().toStdString();
}

} // namespace

AnalyzeDialog::AnalyzeDialog(QWidget* window)
    : QDialog(window), note_(new QLabel(this)), analyze_(new QPushButton(tr("Analyze"), this)) {
  setObjectName("analyze-dialog");
  setWindowTitle(tr("Analyze recording"));
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(10);
  grid->setVerticalSpacing(8);
  spikes_ = add_file(grid, tr("Spikes"), "analyze-spikes", tr("SONATA .h5, .csv, or .dat of NEST"));
  nodes_ = add_file(grid, tr("Neurons"), "analyze-nodes", tr("not needed for Striate recordings"));
  stimuli_ = add_file(grid, tr("Stimuli"), "analyze-stimuli", tr("not needed for Striate recordings"));
  population_ = new QLineEdit(this);
  population_->setObjectName("analyze-population");
  population_->setAccessibleName(tr("Population"));
  population_->setPlaceholderText(tr("only if files hold several; default: that of the neurons"));
  grid->addWidget(new QLabel(tr("Population"), this), grid->rowCount(), 0);
  grid->addWidget(population_, grid->rowCount() - 1, 1);
  note_->setObjectName("form-note");
  note_->setWordWrap(true);
  analyze_->setObjectName("analyze-start");
  analyze_->setProperty("role", "primary");
  analyze_->setDefault(true);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  buttons->button(QDialogButtonBox::Cancel)->setIcon({}); // some platforms give it one
  buttons->addButton(analyze_, QDialogButtonBox::AcceptRole);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(22, 20, 22, 18);
  column->setSpacing(14);
  column->addLayout(grid);
  column->addWidget(note_);
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  show_state();
}

QLineEdit* AnalyzeDialog::add_file(QGridLayout* grid, const QString& label, const char* name, const QString& hint) {
  auto* field = new QLineEdit(this);
  field->setObjectName(QString::fromLatin1(name));
  field->setAccessibleName(label);
  field->setPlaceholderText(hint);
  field->setMinimumWidth(path_width_px);
  auto* choose = new QPushButton(tr("Choose…"), this);
  const int row = grid->rowCount();
  grid->addWidget(new QLabel(label, this), row, 0);
  grid->addWidget(field, row, 1);
  grid->addWidget(choose, row, 2);
  connect(field, &QLineEdit::textChanged, this, &AnalyzeDialog::show_state);
  connect(choose, &QPushButton::clicked, this, [this, field, label] {
    const QString start =
        field->text().isEmpty() ? RecordingController::base_folder() : QFileInfo(field->text()).absolutePath();
    auto* dialog = new QFileDialog(this, label, start, tr("Data (*.h5 *.hdf5 *.csv *.txt *.dat *.gdf);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, field, &QLineEdit::setText);
    dialog->open();
  });
  return field;
}

void AnalyzeDialog::show_state() {
  if (!stimuli_)
    return; // still being made
  QString problem;
  for (const QLineEdit* field : {spikes_, nodes_, stimuli_})
    if (const QString name = field->text().trimmed(); !name.isEmpty() && !QFileInfo(name).isFile())
      problem = tr("There is no file %1").arg(name);
  analyze_->setEnabled(problem.isEmpty() && !spikes_->text().trimmed().isEmpty());
  note_->setText(!problem.isEmpty() ? problem
                                    : tr("Stimuli: a table with start and stop in ms and direction of every trial; the "
                                         "manual lists further columns."));
}

DatasetFiles AnalyzeDialog::files() const {
  DatasetFiles files;
  files.spikes = {path_of(spikes_)};
  files.nodes = path_of(nodes_);
  files.stimuli = path_of(stimuli_);
  files.population = population_->text().trimmed().toStdString();
  return files;
}

} // namespace striate
