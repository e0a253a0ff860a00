// SPDX-License-Identifier: Apache-2.0
#include "ui/network/network_preview.h"

#include "engine/session/session.h"

#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace striate {

namespace {

constexpr int typing_ms = 250; ///< no look while a path is typed
constexpr std::size_t shown_problems = 3;

QString grouped(std::uint64_t count) {
  return QLocale(QLocale::English).toString(static_cast<qulonglong>(count));
}

/// One line per layer: "L2/3  Exc 1,200 · PV 90 · SST 70 · VIP 60".
QString by_layer(const std::vector<SonataPreview::Count>& cell_types) {
  std::vector<std::pair<QString, QStringList>> layers;
  for (const SonataPreview::Count& one : cell_types) {
    const QString name = QString::fromStdString(one.name);
    const QString layer = name.section('_', 0, 0);
    const QString entry = QStringLiteral("%1 %2").arg(name.section('_', 1), grouped(one.count));
    const auto found = std::ranges::find(layers, layer, &std::pair<QString, QStringList>::first);
    if (found == layers.end())
      layers.push_back({layer, {entry}});
    else
      found->second << entry;
  }
  QStringList lines;
  for (const auto& [layer, entries] : layers)
    lines << QStringLiteral("%1:  %2").arg(layer, entries.join(QStringLiteral(" · ")));
  return lines.join('\n');
}

QString edge_lines(const std::vector<SonataPreview::Count>& edges) {
  QStringList lines;
  for (const SonataPreview::Count& one : edges)
    lines << QStringLiteral("%1  %2").arg(QString::fromStdString(one.name), grouped(one.count));
  return lines.isEmpty() ? QStringLiteral("none") : lines.join('\n');
}

/// Errors when there are any, else warnings: the first few and how many more.
QString sentences(const std::vector<SonataProblem>& problems, SonataProblem::Severity severity) {
  QStringList lines;
  std::size_t more = 0;
  for (const SonataProblem& problem : problems)
    if (problem.severity == severity) {
      if (static_cast<std::size_t>(lines.size()) < shown_problems)
        lines << QString::fromStdString(problem.sentence);
      else
        ++more;
    }
  if (more > 0)
    lines << QObject::tr("… and %1 more: striate network validate lists all.").arg(more);
  return lines.join('\n');
}

} // namespace

NetworkPreview::NetworkPreview(QWidget* parent)
    : QWidget(parent), facts_(new QFormLayout), neurons_(new QLabel), cell_types_(new QLabel), edges_(new QLabel),
      inputs_(new QLabel), sentence_(new QLabel) {
  setObjectName("network-preview");
  neurons_->setObjectName("file-neurons");
  cell_types_->setObjectName("file-cell-types");
  edges_->setObjectName("file-edges");
  inputs_->setObjectName("file-inputs");
  facts_->setContentsMargins(0, 0, 0, 0);
  facts_->setHorizontalSpacing(20);
  facts_->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
  facts_->addRow(tr("Neurons"), neurons_);
  facts_->addRow(QString(), cell_types_);
  facts_->addRow(tr("Edges"), edges_);
  facts_->addRow(tr("Inputs"), inputs_);
  sentence_->setWordWrap(true);
  sentence_->setTextFormat(Qt::PlainText);
  sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(10);
  column->addLayout(facts_);
  column->addWidget(sentence_);
  wait_.setSingleShot(true);
  wait_.setInterval(typing_ms);
  connect(&wait_, &QTimer::timeout, this, &NetworkPreview::start);
}

NetworkPreview::~NetworkPreview() {
  if (task_)
    task_->cancel();
}

void NetworkPreview::look(const ParameterSet& parameters) {
  parameters_ = parameters;
  if (task_)
    task_->cancel();
  const bool named = !parameters.text("network-file").empty();
  show_sentence(named ? tr("Reading the files …") : tr("Enter a SONATA config (.json) or the folder of a network."),
                false);
  emit judged(false);
  if (named)
    wait_.start();
  else
    wait_.stop();
}

void NetworkPreview::start() {
  task_ = std::make_shared<Task>("Inspect network");
  worker_ = std::jthread(
      [this, task = task_, path = parameters_.text("network-file"), options = sonata_options_from(parameters_)] {
        auto preview = std::make_shared<SonataPreview>();
        const bool done = task->run([&](Task& work) {
          ThreadPool pool(1);
          *preview = preview_sonata(path, options, pool, work);
        });
        const TaskStatus status = task->status();
        if (status.state == TaskState::cancelled)
          return;
        QMetaObject::invokeMethod(
            this,
            [this, task, preview, done, error = QString::fromStdString(status.error)] {
              if (task != task_ || task->cancel_asked())
                return; // another path by now
              if (done)
                return show_preview(*preview);
              show_sentence(error, true);
              emit judged(false);
            },
            Qt::QueuedConnection);
      });
}

void NetworkPreview::show_preview(const SonataPreview& preview) {
  const QString errors = sentences(preview.problems, SonataProblem::Severity::error);
  const QString warnings = sentences(preview.problems, SonataProblem::Severity::warning);
  show_sentence(errors.isEmpty() ? warnings : errors, !errors.isEmpty());
  if (preview.neurons > 0) {
    neurons_->setText(preview.neurons == preview.neurons_in_file
                          ? grouped(preview.neurons)
                          : tr("%1 of %2").arg(grouped(preview.neurons), grouped(preview.neurons_in_file)));
    cell_types_->setText(by_layer(preview.cell_types));
    edges_->setText(edge_lines(preview.edges));
    inputs_->setText(
        tr("%1 LGN units, %2 background sources").arg(grouped(preview.lgn_units), grouped(preview.background_sources)));
    for (QLabel* label : {neurons_, cell_types_, edges_, inputs_})
      facts_->setRowVisible(label, true);
  }
  emit judged(errors.isEmpty());
}

void NetworkPreview::show_sentence(const QString& sentence, bool wrong) {
  for (QLabel* label : {neurons_, cell_types_, edges_, inputs_})
    facts_->setRowVisible(label, false);
  sentence_->setObjectName(wrong ? "form-problem" : "form-note"); // the names the window's style knows
  sentence_->style()->unpolish(sentence_);
  sentence_->style()->polish(sentence_);
  sentence_->setText(sentence);
  sentence_->setVisible(!sentence.isEmpty());
}

} // namespace striate
