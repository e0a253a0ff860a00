// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/stimulus/preset_store.h"

#include "engine/core/errors.h"
#include "engine/core/json_text.h"

#include <QFile>
#include <QSaveFile>
#include <QString>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace striate {

namespace {

constexpr int file_version = 1;

Preset preset_from(const nlohmann::json& json, const std::string& place) {
  Preset preset;
  preset.name = json.at("name").get<std::string>();
  const nlohmann::json& values = json.at("values");
  preset.values = parameters_from_json(values, place + ", preset \"" + preset.name + "\"");
  for (const auto& [key, value] : values.items())
    preset.keys.push_back(key);
  return preset;
}

nlohmann::json to_json(const Preset& preset) {
  const nlohmann::json all = to_json(preset.values);
  nlohmann::json values = nlohmann::json::object();
  for (const std::string& key : preset.keys)
    values[key] = all.at(key);
  return {{"name", preset.name}, {"values", values}};
}

} // namespace

PresetStore::PresetStore(std::filesystem::path file) : file_(std::move(file)) {}

void PresetStore::load() {
  presets_.clear();
  broken_ = false;
  QFile file(file_);
  if (!file.exists())
    return;
  broken_ = true; // until it has been read to its end
  const std::string place = file_.string();
  if (!file.open(QIODevice::ReadOnly))
    throw Error("The presets in " + place + " cannot be read (" + file.errorString().toStdString() +
                "); check the permissions of the file.");
  std::vector<Preset> presets;
  try {
    std::string why;
    const auto parsed = parse_json_text(file.readAll().toStdString(), why);
    if (!parsed)
      throw Error("The presets in " + place + " are invalid (" + why +
                  "); repair or remove the file. Saving a preset renames it to " + place + ".broken.");
    const nlohmann::json& json = *parsed;
    if (json.at("version").get<int>() > file_version)
      throw Error("The presets in " + place + " were written by a newer Striate; update this one to use them.");
    for (const nlohmann::json& preset : json.at("presets"))
      presets.push_back(preset_from(preset, place));
  } catch (const nlohmann::json::exception& failure) {
    throw Error("The presets in " + place + " are invalid (" + failure.what() +
                "); repair or remove the file. Saving a preset renames it to " + place + ".broken.");
  }
  presets_ = std::move(presets);
  broken_ = false;
}

void PresetStore::put(const Preset& preset) {
  std::vector<Preset> presets = presets_;
  const auto same =
      std::find_if(presets.begin(), presets.end(), [&](const Preset& p) { return p.name == preset.name; });
  if (same != presets.end())
    *same = preset;
  else
    presets.push_back(preset);
  set_broken_file_aside();
  write(presets);
  presets_ = std::move(presets);
}

void PresetStore::remove(const std::string& name) {
  std::vector<Preset> presets = presets_;
  std::erase_if(presets, [&](const Preset& p) { return p.name == name; });
  write(presets);
  presets_ = std::move(presets);
}

void PresetStore::set_broken_file_aside() {
  if (!broken_)
    return;
  std::error_code failure;
  std::filesystem::rename(file_, file_.string() + ".broken", failure);
  if (failure)
    throw Error("The unreadable presets file " + file_.string() + " cannot be renamed (" + failure.message() +
                "); move it to save presets.");
  broken_ = false;
}

void PresetStore::write(const std::vector<Preset>& presets) const {
  nlohmann::json json = {{"version", file_version}, {"presets", nlohmann::json::array()}};
  for (const Preset& preset : presets)
    json["presets"].push_back(to_json(preset));
  const std::string text = json.dump(2) + "\n";
  QSaveFile file(QString::fromStdString(file_.string()));
  if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) < 0 ||
      !file.commit())
    throw Error("The presets cannot be saved to " + file_.string() + "); free disk space or make the folder writable." +
                file.errorString().toStdString() + "); make room or allow writing there.");
}

} // namespace striate
