// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/stimulus/stimulus_rows.h"

#include "ui/controls/choice_row.h"
#include "ui/controls/flag_row.h"
#include "ui/controls/parameter_row.h"
#include "ui/controls/protocol_chooser.h"
#include "ui/controls/text_row.h"

#include <algorithm>

namespace striate {

namespace {

PanelRow* make_row(const Parameter& parameter, ParameterEditor& editor, QWidget* parent) {
  switch (parameter.type) {
  case ParameterType::choice:
    return new ChoiceRow(parameter, editor, parent);
  case ParameterType::flag:
    return new FlagRow(parameter, editor, parent);
  case ParameterType::text:
    return new TextRow(parameter, editor, parent);
  case ParameterType::real:
  case ParameterType::integer:
    break;
  }
  return new ParameterRow(parameter, editor, parent);
}

} // namespace

std::vector<PanelRow*> make_stimulus_rows(ParameterEditor& editor, QWidget* parent) {
  std::vector<PanelRow*> rows;
  for (const Parameter& one : parameter_table())
    if (one.of_stimulus() && one.live && one.key != "stimulus" && one.key != "direction")
      rows.push_back(make_row(one, editor, parent));
  // What matters for every kind stands below what only some have.
  std::ranges::stable_partition(rows, [](const PanelRow* row) { return !parameter(row->key()).kinds.empty(); });
  rows.push_back(new ProtocolChooser(parameter("protocol"), editor, parent));
  return rows;
}

bool has_effect(const std::string& key, const ParameterSet& parameters) {
  const std::string& kind = parameters.choice("stimulus");
  const auto& kinds = parameter(key).kinds;
  if (!kinds.empty() && std::ranges::find(kinds, kind) == kinds.end())
    return false;
  // A bar or a disc has a centre; a grating has none but that of its aperture.
  const auto& gratings = parameter("aperture").kinds;
  const bool of_aperture = key == "aperture-size" || key == "centre-x" || key == "centre-y";
  const bool grating = std::ranges::find(gratings, kind) != gratings.end();
  return !(of_aperture && grating && parameters.is(choices::ApertureKind::none));
}

} // namespace striate
