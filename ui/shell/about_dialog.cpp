// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/about_dialog.h"

#include "engine/core/version.h"

#include <QDialogButtonBox>
#include <QIcon>
#include <QLabel>
#include <QVBoxLayout>

namespace striate {

namespace {

const char* const about_text = R"(<h2>Striate %1</h2>
<p>A desktop laboratory for mouse primary visual cortex.</p>
<p>The model: 22 populations of GLIF3 neurons in five layers (201 cell models), driven by 17,400 units of the lateral
geniculate nucleus, after Billeh et al. 2020 and its later revisions. Cell models, connection tables and the summaries of
Neuropixels recordings are derived from data of the Allen Institute for Brain Science.</p>
<p>Striate is free software under the Apache License 2.0. It uses Qt %2 (LGPL), VTK (BSD), HDF5 (BSD), fmt, CLI11
and nlohmann-json.</p>)";

} // namespace

AboutDialog::AboutDialog(QWidget* window) : QDialog(window) {
  setObjectName("about-dialog");
  setWindowTitle(tr("About Striate"));
  auto* icon = new QLabel(this);
  icon->setPixmap(QIcon(":/icons/striate.svg").pixmap(96, 96));
  auto* words = new QLabel(tr(about_text).arg(version, QLatin1String(qVersion())), this);
  words->setTextFormat(Qt::RichText);
  words->setWordWrap(true);
  words->setTextInteractionFlags(Qt::TextBrowserInteraction);
  words->setMinimumWidth(440);
  auto* row = new QHBoxLayout;
  row->setSpacing(22);
  row->addWidget(icon, 0, Qt::AlignTop);
  row->addWidget(words, 1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(24, 20, 24, 18);
  column->addLayout(row);
  column->addWidget(buttons);
}

} // namespace striate
