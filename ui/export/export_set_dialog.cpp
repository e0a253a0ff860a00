// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_set_dialog.h"

#include "engine/analysis/study/study_tables.h"
#include "ui/controls/number_box.h"
#include "ui/controls/refusal.h"
#include "ui/shell/task_bar.h"
#include "ui/shell/window_settings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace striate {

namespace {

constexpr const char* set_folder_key = "export/set-folder";
constexpr const char* format_endings[] = {".pdf", ".svg", ".png", ".csv"};

struct SetJob {
  FigureSource source;
  std::vector<FigureEntry> entries;
  std::vector<std::string> endings;
  FigureExportOptions options;
  std::filesystem::path folder;
  bool tables = false;
};

/// Figures lie apart, as `striate tune` leaves them: tables and figures may share a name.
void write_set(const SetJob& job, Task& task) {
  const std::filesystem::path figures = job.folder / "figures";
  std::filesystem::create_directories(figures);
  if (job.tables && job.source.findings)
    write_study(job.source.findings->study, job.source.findings->comparison, job.folder);
  double done = 0.0;
  for (const FigureEntry& entry : job.entries) {
    task.set_step(entry.title);
    const FigureModel figure = job.source.make(entry.name);
    for (const std::string& ending : job.endings) {
      task.check();
      export_figure(figure, figures / (entry.name + ending), at_width(job.options, figure, job.options.width_mm));
    }
    task.advance(++done / static_cast<double>(job.entries.size()));
  }
}

} // namespace

ExportSetDialog::ExportSetDialog(FigureSource source, QWidget* window)
    : QDialog(window), source_(std::move(source)), entries_(source_.entries()), width_(new QComboBox(this)),
      text_size_(new NumberBox(this)), letters_(new QComboBox(this)), dpi_(new WholeNumberBox(this)),
      theme_(new QComboBox(this)), tables_(new QCheckBox(tr("Tables of the study (CSV)"), this)),
      folder_(new QLineEdit(this)), note_(new QLabel(this)), write_(new QPushButton(tr("Export"), this)),
      progress_(new TaskBar("task-bar", this)) {
  setObjectName("export-set-dialog");
  setWindowTitle(tr("Export figure set"));
  auto* formats = new QHBoxLayout;
  formats->setSpacing(16);
  for (const char* ending : format_endings) {
    formats_.push_back(new QCheckBox(QString::fromLatin1(ending + 1).toUpper(), this));
    formats_.back()->setObjectName(QStringLiteral("set-") + QLatin1String(ending + 1));
    formats_.back()->setChecked(ending != format_endings[1]);
    connect(formats_.back(), &QCheckBox::toggled, this, &ExportSetDialog::show_state);
    formats->addWidget(formats_.back());
  }
  formats->addStretch(1);
  width_->setObjectName("set-width");
  width_->addItem(tr("Default of each figure (one or two columns)"), 0.0);
  width_->addItem(tr("All one column (%1 mm)").arg(one_column_mm), one_column_mm);
  width_->addItem(tr("All two columns (%1 mm)").arg(two_columns_mm), two_columns_mm);
  text_size_->setObjectName("set-text-size");
  text_size_->setAccessibleName(tr("Text size"));
  text_size_->setRange(FigureExportOptions::least_text_pt, FigureExportOptions::most_text_pt);
  text_size_->setSingleStep(0.5);
  text_size_->setDecimals(1);
  text_size_->setValue(FigureExportOptions::usual_text_pt);
  text_size_->setSuffix(tr(" pt"));
  text_size_->setToolTip(tr("Size of axis labels in the files; other text in proportion"));
  letters_->setObjectName("set-letters");
  letters_->addItem(tr("A, B, C"), static_cast<int>(PanelLetters::upper));
  letters_->addItem(tr("a, b, c"), static_cast<int>(PanelLetters::lower));
  letters_->addItem(tr("None"), static_cast<int>(PanelLetters::none));
  dpi_->setObjectName("set-dpi");
  dpi_->setAccessibleName(tr("Resolution"));
  dpi_->setRange(72, 1200);
  dpi_->setValue(300);
  dpi_->setSuffix(tr(" dpi"));
  theme_->addItem(tr("Print"), static_cast<int>(Theme::print));
  theme_->addItem(tr("Light"), static_cast<int>(Theme::light));
  theme_->addItem(tr("Dark"), static_cast<int>(Theme::dark));
  tables_->setChecked(source_.findings != nullptr);
  tables_->setEnabled(source_.findings != nullptr);
  folder_->setObjectName("set-folder");
  folder_->setMinimumWidth(360);
  note_->setObjectName("form-note");
  note_->setWordWrap(true);
  write_->setObjectName("set-write");
  write_->setProperty("role", "primary");
  write_->setDefault(true);
  auto* choose = new QPushButton(tr("Choose…"), this);
  auto* path = new QHBoxLayout;
  path->addWidget(folder_, 1);
  path->addWidget(choose);
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(14);
  form->setVerticalSpacing(10);
  form->addRow(tr("Figures"), new QLabel(QString::number(entries_.size()), this));
  form->addRow(tr("Width"), width_);
  form->addRow(tr("Text"), text_size_);
  form->addRow(tr("Panel letters"), letters_);
  form->addRow(tr("Formats"), formats);
  form->addRow(tr("Pictures"), dpi_);
  form->addRow(tr("Colours"), theme_);
  form->addRow(QString(), tables_);
  form->addRow(tr("Folder"), path);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  buttons->button(QDialogButtonBox::Cancel)->setIcon({}); // some platforms give it one
  buttons->addButton(write_, QDialogButtonBox::ActionRole);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(22, 20, 22, 18);
  column->setSpacing(14);
  column->addLayout(form);
  column->addWidget(note_);
  column->addWidget(progress_);
  column->addWidget(buttons);
  connect(folder_, &QLineEdit::textChanged, this, &ExportSetDialog::show_state);
  connect(choose, &QPushButton::clicked, this, &ExportSetDialog::browse);
  connect(write_, &QPushButton::clicked, this, &ExportSetDialog::write);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(progress_, &TaskBar::ended, this, &ExportSetDialog::written);
  folder_->setText(WindowSettings().value(set_folder_key, QDir::home().filePath("Striate/figures")).toString());
  show_state();
}

ExportSetDialog::~ExportSetDialog() {
  if (task_)
    task_->cancel();
  if (thread_.joinable())
    thread_.join();
}

std::vector<std::string> ExportSetDialog::endings() const {
  std::vector<std::string> chosen;
  for (std::size_t i = 0; i < formats_.size(); ++i)
    if (formats_[i]->isChecked())
      chosen.emplace_back(format_endings[i]);
  return chosen;
}

FigureExportOptions ExportSetDialog::options() const {
  FigureExportOptions options;
  options.width_mm = width_->currentData().toDouble();
  options.text_pt = text_size_->value();
  options.letters = static_cast<PanelLetters>(letters_->currentData().toInt());
  options.dpi = dpi_->value();
  options.theme = static_cast<Theme>(theme_->currentData().toInt());
  return options;
}

void ExportSetDialog::browse() {
  auto* dialog = new QFileDialog(this, tr("Folder for the figure set"), folder_->text());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  connect(dialog, &QFileDialog::fileSelected, folder_, &QLineEdit::setText);
  dialog->open();
}

void ExportSetDialog::show_state() {
  const QString name = folder_->text().trimmed();
  const QDir folder(name);
  const bool used = !name.isEmpty() && folder.exists() && !folder.isEmpty();
  const QString problem = name.isEmpty()             ? tr("Enter a folder.")
                          : QFileInfo(name).isFile() ? tr("This is a file; enter a folder.")
                          : entries_.empty()         ? tr("No figures yet.")
                          : endings().empty()        ? tr("Choose a format.")
                                                     : QString();
  note_->setObjectName(problem.isEmpty() ? "form-note" : "form-problem");
  note_->style()->polish(note_);
  note_->setText(!problem.isEmpty() ? problem
                 : used             ? tr("Files of the same name in this folder are replaced.")
                                    : tr("Figures are written to \"figures\" in this folder."));
  write_->setText(used ? tr("Replace") : tr("Export"));
  write_->setEnabled(problem.isEmpty() && !task_);
}

void ExportSetDialog::write() {
  if (stops_for_refusal(*this))
    return;
  const QString folder = QFileInfo(folder_->text().trimmed()).absoluteFilePath();
  task_ = std::make_shared<Task>(tr("Export").toStdString());
  const SetJob job{source_, entries_, endings(), options(), folder.toStdString(), tables_->isChecked()};
  thread_ = std::thread([job, task = task_] { task->run([&](Task& t) { write_set(job, t); }); });
  progress_->watch(task_);
  show_state();
}

void ExportSetDialog::written(const TaskStatus& status) {
  thread_.join();
  task_.reset();
  show_state();
  if (status.state == TaskState::failed) {
    note_->setObjectName("form-problem");
    note_->style()->polish(note_);
    note_->setText(QString::fromStdString(status.error));
  }
  if (status.state != TaskState::done)
    return;
  WindowSettings().setValue(set_folder_key, folder_->text().trimmed());
  emit exported(QFileInfo(folder_->text().trimmed()).absoluteFilePath(), static_cast<int>(entries_.size()));
  accept();
}

} // namespace striate
