// SPDX-License-Identifier: Apache-2.0
#include "ui/live/neuron_text.h"

#include "engine/network/neuron_id.h"

#include <QLocale>
#include <QStringList>

#include <cmath>

namespace striate {

namespace {

const Population& population_of(const Network& network, std::uint32_t neuron) {
  return network.tables->populations[network.neurons.population[neuron]];
}

} // namespace

QString grouped_number(std::uint64_t number) {
  return QLocale(QLocale::English, QLocale::UnitedStates).toString(static_cast<qulonglong>(number));
}

QString layer_label(int layer) {
  return layer == 2 ? QStringLiteral("L2/3") : QStringLiteral("L%1").arg(layer);
}

QString type_label(const Population& population) {
  return layer_label(population.layer) + QLatin1Char(' ') + QString::fromUtf8(class_name(population.cell_class));
}

QString neuron_title(const Network& network, std::uint32_t neuron) {
  const Population& population = population_of(network, neuron);
  return QStringLiteral("#%1 · %2 (%3)")
      .arg(grouped_number(neuron_id(network.neurons, neuron)), type_label(population),
           QString::fromStdString(population.name));
}

QString neuron_details(const Network& network, std::uint32_t neuron, double rate_Hz) {
  QStringList facts;
  facts << QStringLiteral("tuning %1°").arg(static_cast<double>(network.neurons.tuning_deg[neuron]), 0, 'f', 0);
  if (!std::isnan(rate_Hz))
    facts << QStringLiteral("%1 Hz").arg(rate_Hz, 0, 'f', 1);
  facts << QStringLiteral("depth %1 µm").arg(static_cast<double>(-network.neurons.y_um[neuron]), 0, 'f', 0);
  return facts.join(QStringLiteral(" · "));
}

} // namespace striate
