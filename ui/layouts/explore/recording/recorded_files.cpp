// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/recording/recorded_files.h"

#include "ui/layouts/explore/recording/recording_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>

namespace striate {

RecordedFiles::RecordedFiles(QWidget* parent) : QWidget(parent), grid_(new QGridLayout(this)) {
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setHorizontalSpacing(4);
  grid_->setVerticalSpacing(3);
  grid_->setColumnStretch(1, 1);
  grid_->setColumnMinimumWidth(2, 58); // figures change, lines stay
  add(&RecordingPlan::spikes, &RecordingEstimate::spikes, "spikes", tr("V1 spikes"),
      tr("spikes.h5 (SONATA): times in ms and ids of all neurons"));
  add(&RecordingPlan::lgn_spikes, &RecordingEstimate::lgn_spikes, "lgn-spikes", tr("LGN spikes"),
      tr("lgn_spikes.h5 (SONATA): times in ms and ids of the LGN units; can be replayed"));
  add(&RecordingPlan::lgn_rates, &RecordingEstimate::lgn_rates, "lgn-rates", tr("LGN rates"),
      tr("lgn_rates.h5: rate of every LGN unit in Hz, every ms"));
  add(&RecordingPlan::background_spikes, &RecordingEstimate::background_spikes, "background-spikes",
      tr("Background spikes"),
      tr("background_spikes.h5 (SONATA): times in ms and ids of the background sources; can be replayed"));
  add(&RecordingPlan::simulation_data, &RecordingEstimate::simulation_data, "simulation-data", tr("Simulation data"),
      tr("<p>simulation_data.hdf5 in the reference's layout: spikes of all neurons; potential (rest 0, threshold 1) "
         "and currents in pA of the core neurons, every ms.</p>"));
  const int last = static_cast<int>(rows_.size()) - 1;
  for (int i = 0; i < last; ++i) // lines of one height, whatever stands in them
    grid_->setRowMinimumHeight(i, 20);
  precision_ = new QComboBox(this); // the last one by the keyboard
  precision_->setObjectName("record-precision");
  precision_->setAccessibleName(tr("Precision of the simulation data"));
  precision_->setToolTip(tr("2 or 4 bytes per number"));
  precision_->addItems({QStringLiteral("float16"), QStringLiteral("float32")});
  grid_->addWidget(rows_.back().check, last, 0); // beside the precision
  grid_->addWidget(precision_, last, 1, Qt::AlignLeft);
  connect(precision_, &QComboBox::activated, this, [this](int index) { emit float32_wanted(index == 1); });
}

void RecordedFiles::add(RecordedFile file, double RecordingEstimate::*bytes_per_s, const char* name,
                        const QString& title, const QString& tooltip) {
  auto* check = new QCheckBox(title, this);
  check->setObjectName(QStringLiteral("record-") + QLatin1String(name));
  check->setToolTip(tooltip);
  auto* size = new QLabel(this);
  size->setObjectName(QStringLiteral("record-size-") + QLatin1String(name));
  size->setToolTip(tr("Estimate: bytes per second of model time"));
  size->setProperty("quiet", true);
  size->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  const int row = static_cast<int>(rows_.size());
  grid_->addWidget(check, row, 0, 1, 2);
  grid_->addWidget(size, row, 2);
  connect(check, &QCheckBox::clicked, this, [this, file, title](bool on) { emit switched(file, title, on); });
  rows_.push_back({file, bytes_per_s, check, size});
}

void RecordedFiles::show_plan(const RecordingPlan& plan) {
  for (const Row& row : rows_)
    row.check->setChecked(plan.*row.file);
  precision_->setCurrentIndex(plan.float32 ? 1 : 0);
  precision_->setEnabled(plan.simulation_data);
}

void RecordedFiles::show_estimate(const RecordingEstimate& estimate) {
  for (const Row& row : rows_)
    row.size->setText(byte_rate_text(estimate.*row.bytes_per_s));
}

} // namespace striate
