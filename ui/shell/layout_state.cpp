// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/layout_state.h"

#include <QDataStream>
#include <QIODevice>

namespace striate {

namespace {

constexpr quint32 magic = 0x5354524c; // "STRL"
constexpr quint16 state_version = 1;
constexpr auto stream_version = QDataStream::Qt_6_4;

} // namespace

QByteArray LayoutState::packed() const {
  QByteArray bytes;
  QDataStream out(&bytes, QIODevice::WriteOnly);
  out.setVersion(stream_version);
  out << magic << state_version << preset << panels << docks << qChecksum(docks);
  return bytes;
}

std::optional<LayoutState> LayoutState::unpacked(const QByteArray& bytes) {
  QDataStream in(bytes);
  in.setVersion(stream_version);
  quint32 found_magic = 0;
  quint16 found_version = 0, sum = 0;
  in >> found_magic >> found_version;
  if (in.status() != QDataStream::Ok || found_magic != magic || found_version != state_version)
    return std::nullopt;
  LayoutState state;
  in >> state.preset >> state.panels >> state.docks >> sum;
  if (in.status() != QDataStream::Ok || sum != qChecksum(state.docks))
    return std::nullopt;
  return state;
}

} // namespace striate
