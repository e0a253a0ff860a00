// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/tune/figure_maker.h"

#include "engine/analysis/figures/network_figures.h"
#include "engine/core/errors.h"
#include "engine/core/task.h"
#include "engine/session/session.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace striate {

namespace {

constexpr const char* changes_name = "weight_changes";

} // namespace

std::vector<FigureEntry> FigureSource::entries() const {
  std::vector<FigureEntry> all;
  if (findings)
    all = study_figure_entries(findings->study);
  if (network)
    all.insert(all.end(), network_figure_entries().begin(), network_figure_entries().end());
  if (network && trained)
    all.push_back({changes_name, "Network", "Weight changes by pair of classes"});
  return all;
}

/// The network with its own weights is built, or read from the cache, for it.
FigureModel FigureSource::weight_changes() const {
  ParameterSet own = *trained;
  own.set_text("weights", "");
  std::shared_ptr<const Network> before;
  Task task("Build");
  if (!task.run([&](Task& t) { before = build_network(own, t); }))
    throw Error(task.status().error);
  return weight_changes_figure(*before, *network);
}

FigureModel FigureSource::make(const std::string& name) const {
  if (name == changes_name && network && trained)
    return weight_changes();
  const auto& of_network = network_figure_entries();
  const bool network_figure =
      std::any_of(of_network.begin(), of_network.end(), [&](const FigureEntry& entry) { return entry.name == name; });
  FigureModel figure = network_figure && network
                           ? make_network_figure(*network, name)
                           : make_study_figure({findings->study, findings->comparison, neuropixels()}, name);
  if (findings)
    figure.settings = findings->settings;
  return figure;
}

FigureMaker::FigureMaker(QObject* parent) : QObject(parent) {}

void FigureMaker::make(const FigureSource& source, const std::string& name) {
  QThreadPool::globalInstance()->start([source, name, number = ++asked_, maker = QPointer<FigureMaker>(this)] {
    auto figure = std::make_shared<FigureModel>();
    QString problem;
    try {
      *figure = source.make(name);
    } catch (const std::exception& failure) {
      problem = QString::fromUtf8(failure.what());
    }
    // Through the application: the maker may be gone by then.
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [maker, number, figure, problem] {
          if (!maker || number != maker->asked_)
            return;
          maker->made_ = number;
          if (problem.isEmpty())
            emit maker->made(*figure);
          else
            emit maker->failed(problem);
        },
        Qt::QueuedConnection);
  });
}

} // namespace striate
