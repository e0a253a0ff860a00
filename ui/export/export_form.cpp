// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_form.h"

#include "ui/controls/number_box.h"
#include "ui/shell/window_settings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>

namespace striate {

namespace {

constexpr int custom_preset = 2;
constexpr Theme themes[] = {Theme::print, Theme::dark, Theme::light};

NumberBox* millimetres(const char* name, const QString& accessible, QWidget* parent) {
  auto* spin = new NumberBox(parent);
  spin->setObjectName(QString::fromLatin1(name));
  spin->setAccessibleName(accessible);
  spin->setRange(20.0, 1000.0);
  spin->setDecimals(0);
  spin->setSingleStep(5.0);
  spin->setSuffix(QStringLiteral(" mm"));
  return spin;
}

} // namespace

ExportForm::ExportForm(QWidget* parent)
    : QWidget(parent), form_(new QFormLayout(this)), format_(new QComboBox(this)), width_preset_(new QComboBox(this)),
      width_(millimetres("export-width", tr("Width"), this)), height_(millimetres("export-height", tr("Height"), this)),
      dpi_(new WholeNumberBox(this)), theme_(new QComboBox(this)),
      transparent_(new QCheckBox(tr("Transparent background"), this)) {
  format_->setObjectName("export-format");
  for (const char* ending : {"pdf", "svg", "png", "csv"})
    format_->addItem(QString::fromLatin1(ending).toUpper(), QString::fromLatin1(ending));
  width_preset_->setObjectName("export-size");
  width_preset_->addItems({tr("One column, 85 mm"), tr("Two columns, 180 mm"), tr("Custom")});
  dpi_->setObjectName("export-dpi");
  dpi_->setAccessibleName(tr("Resolution"));
  dpi_->setRange(72, 1200);
  dpi_->setSingleStep(50);
  dpi_->setSuffix(tr(" dpi"));
  theme_->setObjectName("export-theme");
  theme_->addItems({tr("Print (white)"), tr("Dark"), tr("Light")});
  transparent_->setObjectName("export-transparent");

  auto* size = new QHBoxLayout;
  size->addWidget(width_);
  size->addWidget(new QLabel(QStringLiteral("×"), this));
  size->addWidget(height_);
  size->addStretch(1);
  form_->setContentsMargins(0, 0, 0, 0);
  form_->setHorizontalSpacing(16);
  form_->setVerticalSpacing(8);
  form_->addRow(tr("Format"), format_);
  form_->addRow(tr("Width"), width_preset_);
  form_->addRow(tr("Size"), size);
  form_->addRow(tr("Resolution"), dpi_);
  form_->addRow(tr("Colours"), theme_);
  form_->addRow(QString(), transparent_);

  recall();
  fit_controls();
  connect(format_, &QComboBox::currentIndexChanged, this, [this] {
    fit_controls();
    emit changed();
  });
  connect(width_preset_, &QComboBox::activated, this, &ExportForm::take_width);
  connect(width_, &QDoubleSpinBox::valueChanged, this, [this](double width) {
    width_preset_->setCurrentIndex(width == one_column_mm ? 0 : width == two_columns_mm ? 1 : custom_preset);
    emit changed();
  });
  connect(height_, &QDoubleSpinBox::valueChanged, this, &ExportForm::changed);
  connect(dpi_, &QSpinBox::valueChanged, this, &ExportForm::changed);
  connect(theme_, &QComboBox::currentIndexChanged, this, &ExportForm::changed);
  connect(transparent_, &QCheckBox::toggled, this, &ExportForm::changed);
}

void ExportForm::put_first(const QString& label, QWidget* control) {
  form_->insertRow(0, label, control);
}

QString ExportForm::ending() const {
  return format_->currentData().toString();
}

FigureExportOptions ExportForm::options() const {
  return {.width_mm = width_->value(),
          .height_mm = height_->value(),
          .dpi = dpi_->value(),
          .theme = themes[theme_->currentIndex()],
          .transparent = transparent_->isEnabled() && transparent_->isChecked()};
}

void ExportForm::set_proportions(double width_mm, double height_mm) {
  if (width_mm <= 0.0 || height_mm <= 0.0)
    return;
  height_per_width_ = height_mm / width_mm;
  height_->setValue(width_->value() * height_per_width_);
}

void ExportForm::take_width(int preset) {
  if (preset == custom_preset) {
    width_->setFocus();
    width_->selectAll();
    return;
  }
  width_->setValue(preset == 0 ? one_column_mm : two_columns_mm);
  height_->setValue(width_->value() * height_per_width_);
}

void ExportForm::fit_controls() {
  const bool picture = ending() != "csv";
  for (QWidget* control : std::initializer_list<QWidget*>{width_preset_, width_, height_, dpi_, theme_})
    control->setEnabled(picture);
  transparent_->setEnabled(ending() == "png");
  dpi_->setToolTip(ending() == "png"
                       ? tr("Pixels per inch of the file")
                       : tr("Pixels per inch of image layers (dense rasters); the rest is vector graphics"));
}

void ExportForm::recall() {
  WindowSettings settings;
  settings.beginGroup("export");
  format_->setCurrentIndex(std::max(0, format_->findData(settings.value("format", "pdf"))));
  width_->setValue(settings.value("width", two_columns_mm).toDouble());
  width_preset_->setCurrentIndex(width_->value() == one_column_mm    ? 0
                                 : width_->value() == two_columns_mm ? 1
                                                                     : custom_preset);
  dpi_->setValue(settings.value("dpi", 300).toInt());
  theme_->setCurrentIndex(std::clamp(settings.value("theme", 0).toInt(), 0, 2));
  transparent_->setChecked(settings.value("transparent", false).toBool());
}

void ExportForm::remember() const {
  WindowSettings settings;
  settings.beginGroup("export");
  settings.setValue("format", ending());
  settings.setValue("width", width_->value());
  settings.setValue("dpi", dpi_->value());
  settings.setValue("theme", theme_->currentIndex());
  settings.setValue("transparent", transparent_->isChecked());
}

} // namespace striate
