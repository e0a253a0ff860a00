// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_dialog.h"

#include "ui/export/export_form.h"
#include "ui/plot/figure_export.h"
#include "ui/shell/window_settings.h"

#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QStyle>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace striate {

using namespace std::chrono_literals;

namespace {

constexpr const char* folder_key = "export/folder";
constexpr QSize preview_size(460, 380);

QString remembered_folder() {
  return WindowSettings().value(folder_key, QDir::homePath()).toString();
}

} // namespace

ExportDialog::ExportDialog(std::vector<FigureModel> figures, int chosen, QWidget* window)
    : QDialog(window), figures_(std::move(figures)), which_(new QComboBox(this)), form_(new ExportForm(this)),
      file_(new QLineEdit(this)), note_(new QLabel(this)), preview_(new QLabel(this)),
      write_(new QPushButton(tr("Export"), this)) {
  setObjectName("export-dialog");
  setWindowTitle(tr("Export figure"));
  which_->setObjectName("export-figure");
  for (const FigureModel& one : figures_)
    which_->addItem(QString::fromStdString(one.title));
  which_->setCurrentIndex(chosen);
  file_->setObjectName("export-file");
  file_->setAccessibleName(tr("File"));
  note_->setObjectName("form-note");
  note_->setWordWrap(true);
  preview_->setObjectName("preview");
  preview_->setProperty("role", "picture");
  preview_->setFrameShape(QFrame::StyledPanel);
  preview_->setAccessibleName(tr("Preview"));
  preview_->setAlignment(Qt::AlignCenter);
  preview_->setFixedSize(preview_size + QSize(24, 24));
  write_->setObjectName("export-write");
  write_->setProperty("role", "primary");
  write_->setDefault(true);
  auto* choose = new QPushButton(tr("Choose…"), this);
  choose->setObjectName("export-browse");

  form_->put_first(tr("Figure"), which_);
  auto* left = new QVBoxLayout;
  left->addWidget(form_);
  left->addStretch(1);
  auto* body = new QHBoxLayout;
  body->setSpacing(22);
  body->addLayout(left);
  body->addWidget(preview_);
  auto* path = new QHBoxLayout;
  path->addWidget(new QLabel(tr("File"), this));
  path->addWidget(file_, 1);
  path->addWidget(choose);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  buttons->addButton(write_, QDialogButtonBox::ActionRole);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(22, 20, 22, 18);
  column->setSpacing(14);
  column->addLayout(body);
  column->addLayout(path);
  column->addWidget(note_);
  column->addWidget(buttons);

  preview_soon_.setSingleShot(true);
  preview_soon_.setInterval(120ms);
  connect(&preview_soon_, &QTimer::timeout, this, &ExportDialog::show_preview);
  connect(which_, &QComboBox::currentIndexChanged, this, &ExportDialog::take_figure);
  connect(form_, &ExportForm::changed, this, &ExportDialog::take_change);
  connect(file_, &QLineEdit::textChanged, this, &ExportDialog::show_state);
  connect(choose, &QPushButton::clicked, this, &ExportDialog::browse);
  connect(write_, &QPushButton::clicked, this, &ExportDialog::write);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  take_figure();
}

const FigureModel& ExportDialog::figure() const {
  return figures_[static_cast<std::size_t>(which_->currentIndex())];
}

void ExportDialog::take_figure() {
  form_->set_proportions(figure().width_mm, figure().height_mm);
  suggest_file();
  preview_soon_.start();
}

/// A free name in the folder used last.
void ExportDialog::suggest_file() {
  const QDir folder(remembered_folder());
  const QString name = QString::fromStdString(figure().name);
  QString file = QStringLiteral("%1.%2").arg(name, form_->ending());
  for (int n = 2; folder.exists(file); ++n)
    file = QStringLiteral("%1_%2.%3").arg(name).arg(n).arg(form_->ending());
  file_->setText(folder.filePath(file));
  show_state();
}

void ExportDialog::take_change() {
  const QFileInfo info(file_->text());
  if (info.suffix() != form_->ending())
    file_->setText(info.dir().filePath(info.completeBaseName() + '.' + form_->ending()));
  show_state();
  preview_soon_.start();
}

void ExportDialog::show_state() {
  const QFileInfo info(file_->text());
  const bool exists = info.isFile();
  const QString problem = file_->text().trimmed().isEmpty() ? tr("Enter a file name.")
                          : info.isDir()                    ? tr("This is a folder; enter the name of a file in it.")
                          : !info.dir().exists()            ? tr("The folder does not exist; choose another one.")
                                                            : QString();
  note_->setObjectName(problem.isEmpty() ? "form-note" : "form-problem");
  note_->style()->polish(note_);
  note_->setText(!problem.isEmpty() ? problem
                 : exists           ? tr("This file exists. \"Replace\" overwrites it.")
                                    : QStringLiteral(" "));
  write_->setText(exists ? tr("Replace") : tr("Export"));
  write_->setEnabled(problem.isEmpty());
}

void ExportDialog::show_preview() {
  if (form_->ending() == "csv") {
    preview_->setText(tr("Figure data as a table:\npanel, series, x, y, unit"));
    return;
  }
  const FigureExportOptions options = form_->options();
  const QSizeF size = QSizeF(options.width_mm, options.height_mm).scaled(preview_size, Qt::KeepAspectRatio);
  const qreal ratio = devicePixelRatioF();
  const double dpi = size.width() * ratio / (options.width_mm / 25.4);
  QImage image = render_figure(figure(), (size * ratio).toSize().expandedTo({1, 1}), dpi, options.theme);
  image.setDevicePixelRatio(ratio);
  preview_->setPixmap(QPixmap::fromImage(image));
}

void ExportDialog::browse() {
  auto* dialog = new QFileDialog(this, tr("Export to"), file_->text());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setOption(QFileDialog::DontConfirmOverwrite); // this dialog's own button says "Replace"
  dialog->setDefaultSuffix(form_->ending());
  dialog->setNameFilter(QStringLiteral("*.%1").arg(form_->ending()));
  dialog->selectFile(QFileInfo(file_->text()).fileName());
  connect(dialog, &QFileDialog::fileSelected, file_, &QLineEdit::setText);
  dialog->open();
}

// A dense figure takes a second: it is written on a thread of its own, so that the window goes on meanwhile.
void ExportDialog::write() {
  write_->setEnabled(false);
  write_->setText(tr("Writing…"));
  const QString file = QFileInfo(file_->text()).absoluteFilePath();
  QThreadPool::globalInstance()->start(
      [figure = figure(), options = form_->options(), file, dialog = QPointer<ExportDialog>(this)] {
        QString problem;
        try {
          export_figure(figure, file.toStdString(), options);
        } catch (const std::exception& failure) {
          problem = QString::fromUtf8(failure.what());
        }
        QMetaObject::invokeMethod(
            qApp,
            [dialog, file, problem] {
              if (dialog)
                dialog->written(file, problem);
            },
            Qt::QueuedConnection);
      });
}

void ExportDialog::written(const QString& file, const QString& problem) {
  if (!problem.isEmpty()) {
    show_state();
    note_->setObjectName("form-problem");
    note_->style()->polish(note_);
    note_->setText(problem);
    return;
  }
  form_->remember();
  WindowSettings().setValue(folder_key, QFileInfo(file).absolutePath());
  emit exported(file);
  accept();
}

} // namespace striate
