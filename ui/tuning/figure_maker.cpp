#include "ui/tuning/figure_maker.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace striate {

std::vector<FigureEntry> FigureSource::entries() const {
  std::vector<FigureEntry> all;
  if (findings)
    all = study_figure_entries(findings->study);
  if (network)
    all.insert(all.end(), network_figure_entries().begin(), network_figure_entries().end());
  return all;
}

FigureModel FigureSource::make(const std::string& name) const {
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
