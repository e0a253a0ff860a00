// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <string_view>

/// The parameters whose value is one of a few, as enumerations: enumerators are the choices of the table, in its order.
/// A test compares both. ParameterSet::is and ParameterSet::chosen read them.
namespace striate::choices {

/// Of<E>::key: the parameter that E lists the choices of; Of<E>::names: the choices as people type them.
template <typename E>
struct Of;

enum class StimulusKind {
  drifting_grating,
  static_grating,
  gray,
  counterphase,
  plaid,
  flash,
  moving_bar,
  looming_disc,
  bmtk_looming,
  movie
};
template <>
struct Of<StimulusKind> {
  static constexpr std::string_view key = "stimulus";
  static constexpr std::array names{
      "drifting-grating", "static-grating", "gray",         "counterphase", "plaid", "flash",
      "moving-bar",       "looming-disc",   "bmtk-looming", "movie"};
};

enum class Waveform { sine, square };
template <>
struct Of<Waveform> {
  static constexpr std::string_view key = "waveform";
  static constexpr std::array names{"sine", "square"};
};

enum class ApertureKind { none, disc, square, gaussian };
template <>
struct Of<ApertureKind> {
  static constexpr std::string_view key = "aperture";
  static constexpr std::array names{"none", "disc", "square", "gaussian"};
};

enum class Polarity { dark, light };
template <>
struct Of<Polarity> {
  static constexpr std::string_view key = "polarity";
  static constexpr std::array names{"dark", "light"};
};

enum class NetworkKind { tiny, small, medium, core, full, custom, file };
template <>
struct Of<NetworkKind> {
  static constexpr std::string_view key = "network";
  static constexpr std::array names{"tiny", "small", "medium", "core", "full", "custom", "file"};
};

enum class WeightRule { nll, l2l };
template <>
struct Of<WeightRule> {
  static constexpr std::string_view key = "weight-rule";
  static constexpr std::array names{"nll", "l2l"};
};

enum class Backend { cpu, cuda };
template <>
struct Of<Backend> {
  static constexpr std::string_view key = "backend";
  static constexpr std::array names{"cpu", "cuda"};
};

enum class Dynamics { basis4, nest };
template <>
struct Of<Dynamics> {
  static constexpr std::string_view key = "dynamics";
  static constexpr std::array names{"basis4", "nest"};
};

enum class Reset { soft, hard };
template <>
struct Of<Reset> {
  static constexpr std::string_view key = "reset";
  static constexpr std::array names{"soft", "hard"};
};

enum class Geometry { tf, bmtk };
template <>
struct Of<Geometry> {
  static constexpr std::string_view key = "lgn-geometry";
  static constexpr std::array names{"tf", "bmtk"};
};

enum class LgnInput { spikes, currents };
template <>
struct Of<LgnInput> {
  static constexpr std::string_view key = "lgn-input";
  static constexpr std::array names{"spikes", "currents"};
};

enum class BackgroundInput { spikes, currents };
template <>
struct Of<BackgroundInput> {
  static constexpr std::string_view key = "background-input";
  static constexpr std::array names{"spikes", "currents"};
};

enum class TrainOrder { sequential, combined };
template <>
struct Of<TrainOrder> {
  static constexpr std::string_view key = "train-order";
  static constexpr std::array names{"sequential", "combined"};
};

enum class GrayState { epoch, step };
template <>
struct Of<GrayState> {
  static constexpr std::string_view key = "gray-state";
  static constexpr std::array names{"epoch", "step"};
};

enum class Tape { single, half };
template <>
struct Of<Tape> {
  static constexpr std::string_view key = "train-tape";
  static constexpr std::array names{"single", "half"};
};

enum class TrainRecurrent { synapses, edge_types, off };
template <>
struct Of<TrainRecurrent> {
  static constexpr std::string_view key = "train-recurrent";
  static constexpr std::array names{"synapses", "edge-types", "off"};
};

enum class OptimizerKind { exp_adam, adam, sgd };
template <>
struct Of<OptimizerKind> {
  static constexpr std::string_view key = "optimizer";
  static constexpr std::array names{"exp-adam", "adam", "sgd"};
};

enum class Schedule { constant, warmup_cosine };
template <>
struct Of<Schedule> {
  static constexpr std::string_view key = "lr-schedule";
  static constexpr std::array names{"constant", "warmup-cosine"};
};

enum class RateWeights { reference, standard };
template <>
struct Of<RateWeights> {
  static constexpr std::string_view key = "rate-weights";
  static constexpr std::array names{"reference", "standard"};
};

enum class VoltagePenalty { threshold, range };
template <>
struct Of<VoltagePenalty> {
  static constexpr std::string_view key = "voltage-mode";
  static constexpr std::array names{"threshold", "range"};
};

enum class SelectivityMethod { crowd_osi, crowd_spikes, crowd_tuning };
template <>
struct Of<SelectivityMethod> {
  static constexpr std::string_view key = "selectivity-method";
  static constexpr std::array names{"crowd-osi", "crowd-spikes", "crowd-tuning"};
};

enum class Surrogate { triangular, gaussian };
template <>
struct Of<Surrogate> {
  static constexpr std::string_view key = "surrogate";
  static constexpr std::array names{"triangular", "gaussian"};
};

} // namespace striate::choices
