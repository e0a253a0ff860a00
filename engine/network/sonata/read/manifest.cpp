// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/manifest.h"

#include "engine/core/text_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace striate::sonata {

namespace {

constexpr std::size_t longest_path = 4096;
constexpr int most_steps = 1000;

std::string bare_name(std::string key) {
  if (key.starts_with("${") && key.ends_with("}"))
    return key.substr(2, key.size() - 3);
  return key.starts_with("$") ? key.substr(1) : key;
}

/// "C:\\networks" or "D:/networks".
bool has_drive(const std::string& path) {
  return path.size() > 2 && std::isalpha(static_cast<unsigned char>(path[0])) != 0 && path[1] == ':' &&
         (path[2] == '\\' || path[2] == '/');
}

bool is_name(char c) {
  return is_word_character(c) || c == '_';
}

} // namespace

Manifest::Manifest(const nlohmann::json& config, std::filesystem::path file, Problems& problems)
    : file_(std::move(file)), problems_(problems) {
  const auto manifest = config.find("manifest");
  if (manifest == config.end() || manifest->is_null())
    return;
  if (!manifest->is_object())
    problems_.fail({file_, "manifest"}, "not an object of names and paths");
  for (const auto& [key, value] : manifest->items()) {
    if (!value.is_string())
      problems_.fail({file_, "manifest." + key}, "not a path in quotes");
    values_.emplace(bare_name(key), value.get<std::string>());
  }
}

std::string Manifest::text(const std::string& text, const std::string& key) const {
  Walk walk;
  return expand(text, key, walk);
}

std::filesystem::path Manifest::path(const std::string& text, const std::string& key) const {
  std::string expanded = this->text(text, key);
  if (expanded.empty())
    problems_.fail({file_, key}, "the path is empty");
  if (expanded.find('\0') != std::string::npos)
    problems_.fail({file_, key}, "the path holds a zero byte");
  if (has_drive(expanded))
    problems_.fail(
        {file_, key},
        fmt::format("\"{}\" is a Windows path; write a path of this machine, preferably relative to the config",
                    expanded));
  const auto anchored = [&](const std::filesystem::path& path) {
    return (path.is_absolute() ? path : file_.parent_path() / path).lexically_normal();
  };
  std::error_code failure;
  if (expanded.find('\\') != std::string::npos && !std::filesystem::exists(anchored(expanded), failure))
    std::ranges::replace(expanded, '\\', '/');
  return anchored(expanded);
}

std::string Manifest::expand(const std::string& text, const std::string& key, Walk& walk) const {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '$') {
      result += text[at++];
      continue;
    }
    std::size_t begin = at + 1;
    std::size_t end = begin;
    const bool braces = begin < text.size() && text[begin] == '{';
    if (braces) {
      end = text.find('}', ++begin);
      if (end == std::string::npos)
        problems_.fail({file_, key}, fmt::format("\"{}\" lacks a closing brace", text));
    } else {
      while (end < text.size() && is_name(text[end]))
        ++end;
    }
    const std::string name = text.substr(begin, end - begin);
    at = end + (braces ? 1 : 0);
    const auto value = values_.find(name);
    if (value != values_.end()) {
      if (!walk.open.insert(name).second)
        problems_.fail({file_, key}, fmt::format("the manifest name ${} refers to itself", name));
      if (++walk.steps > most_steps)
        problems_.fail({file_, key}, fmt::format("the path expands more than {} manifest names", most_steps));
      result += expand(value->second, "manifest.$" + name, walk);
      walk.open.erase(name);
    } else if (name == "configdir") {
      const std::filesystem::path folder = file_.parent_path();
      result += folder.empty() ? "." : std::filesystem::absolute(folder).string();
    } else {
      problems_.fail({file_, key}, fmt::format("\"{}\" uses ${}, which the manifest does not define", text, name));
    }
    if (result.size() > longest_path)
      problems_.fail({file_, key}, fmt::format("the path is longer than {} characters", longest_path));
  }
  return result;
}

} // namespace striate::sonata
