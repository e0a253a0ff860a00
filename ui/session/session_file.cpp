// SPDX-License-Identifier: Apache-2.0
#include "ui/session/session_file.h"

#include "engine/core/errors.h"
#include "engine/core/json_text.h"
#include "engine/core/version.h"
#include "engine/session/run_settings.h"

#include <QSaveFile>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace striate {

namespace {

constexpr int session_version = 1;

std::string text_of(const nlohmann::json& json, const char* key, const std::filesystem::path& file) {
  const auto found = json.find(key);
  if (found == json.end())
    return {};
  if (!found->is_string())
    throw Error(
        fmt::format("{}: \"{}\" must be a text; remove it or restore the file from a copy.", file.string(), key));
  return found->get<std::string>();
}

} // namespace

void save_session(const std::filesystem::path& file, const SessionDocument& document) {
  nlohmann::json json = {{"format", "striate-session"},
                         {"version", session_version},
                         {"program", fmt::format("Striate {}", version)},
                         {"parameters", to_json(document.parameters)},
                         {"layout", document.layout.toBase64().toStdString()},
                         {"theme", document.theme}};
  if (!document.copy_of.empty())
    json["copy-of"] = document.copy_of;
  const std::string text = json.dump(2) + "\n";
  QSaveFile out(QString::fromStdString(file.string()));
  const bool written = out.open(QIODevice::WriteOnly) &&
                       out.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size()) &&
                       out.commit();
  if (!written)
    throw Error(fmt::format("The session {} cannot be written ({}); choose a writable folder with free space.",
                            file.string(), out.errorString().toStdString()));
}

SessionDocument load_session(const std::filesystem::path& file) {
  SessionDocument document;
  document.parameters = read_run_settings(file).parameters;
  const nlohmann::json json = json_from_file(file, "a session");
  document.layout = QByteArray::fromBase64(QByteArray::fromStdString(text_of(json, "layout", file)));
  document.theme = text_of(json, "theme", file);
  document.copy_of = text_of(json, "copy-of", file);
  if (!document.theme.empty() && document.theme != "dark" && document.theme != "light")
    throw Error(
        fmt::format("{}: \"theme\" is \"{}\"; it may be \"dark\" or \"light\".", file.string(), document.theme));
  return document;
}

} // namespace striate
