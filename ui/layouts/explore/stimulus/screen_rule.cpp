// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/stimulus/screen_rule.h"

#include "engine/stimulus/protocol_progress.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace striate {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("ScreenRule", text);
}

QString seconds(std::int64_t ms) {
  const std::int64_t s = (ms + 999) / 1000;
  return s < 100 ? tr("%1 s").arg(s) : tr("%1 min %2 s").arg(s / 60).arg(s % 60);
}

QString progress_text(const Protocol& protocol, const ProtocolProgress& at) {
  const QString name = QFileInfo(QString::fromStdString(protocol.name)).fileName();
  const QString rows = QString::number(protocol.rows.size()), left = tr("%1 left").arg(seconds(at.left_ms));
  if (!at.row && at.next)
    return tr("%1: gray before row %2 of %3, %4").arg(name).arg(*at.next + 1).arg(rows, left);
  return tr("%1: row %2 of %3, trial %4 of %5, %6")
      .arg(name)
      .arg(at.latest + 1)
      .arg(rows)
      .arg(at.trial)
      .arg(at.trials)
      .arg(left);
}

std::set<std::string> all_of_stimulus() {
  std::set<std::string> keys;
  for (const Parameter& one : parameter_table())
    if (one.of_stimulus() && one.live)
      keys.insert(one.key);
  return keys;
}

} // namespace

ScreenRule screen_rule(const Protocol& protocol, std::int64_t now_ms, const ParameterSet& run,
                       const ParameterSet& panel) {
  ScreenRule rule{.acting = panel};
  const bool own = protocol.name.empty(); // the panel's stimulus, for a time or without end
  if (protocol.rows.empty() || (own && now_ms < protocol.duration_ms()))
    return rule;
  const ProtocolProgress at = protocol_progress(protocol, now_ms);
  if (at.finished) {
    rule.kind = own ? ScreenRule::Kind::stimulus_ended : ScreenRule::Kind::protocol_ended;
    rule.keys = all_of_stimulus();
    rule.text =
        own ? tr("The stimulus has ended: gray.")
            : tr("%1: protocol finished: gray.").arg(QFileInfo(QString::fromStdString(protocol.name)).fileName());
    return rule;
  }
  rule.kind = ScreenRule::Kind::protocol;
  rule.text = progress_text(protocol, at) + QLatin1Char('\n') + tr("The protocol controls the grayed-out values.");
  const ParameterSet row = parameters_of(protocol, at.latest, run, static_cast<std::uint64_t>(run.number("seed")),
                                         static_cast<std::uint32_t>(run.number("trial")));
  for (std::string& key : keys_of(protocol)) {
    rule.acting.copy(key, row);
    rule.keys.insert(std::move(key));
  }
  return rule;
}

} // namespace striate
