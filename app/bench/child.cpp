// SPDX-License-Identifier: Apache-2.0
#include "app/bench/child.h"

#include "engine/core/errors.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace striate::app {

namespace {

std::string report_of(const std::function<std::vector<ChildResult::Value>()>& work) {
  nlohmann::json report;
  try {
    for (const ChildResult::Value& value : work())
      report["values"].push_back({value.name, value.value});
  } catch (const std::exception& failure) {
    report = {{"error", failure.what()}};
  }
  return report.dump();
}

} // namespace

double ChildResult::operator[](const std::string& name) const {
  for (const Value& value : values)
    if (value.name == name)
      return value.value;
  return 0.0;
}

ChildResult measure_in_child(const std::function<std::vector<ChildResult::Value>()>& work) {
  std::fflush(stdout);
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0)
    throw Error("The benchmark could not open a pipe.");
  const pid_t child = fork();
  if (child < 0)
    throw Error("The benchmark could not start a process.");
  if (child == 0) {
    close(ends[0]);
    const std::string text = report_of(work);
    const bool written = write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size());
    _exit(written ? 0 : 1);
  }
  close(ends[1]);
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = read(ends[0], buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(got));
  close(ends[0]);
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const auto report = nlohmann::json::parse(text, nullptr, false);
  if (!report.is_object())
    throw Error(fmt::format("The measured process ended early (status {}).", status));
  if (report.contains("error"))
    throw Error(report["error"].get<std::string>());
  ChildResult result;
  for (const auto& value : report.value("values", nlohmann::json::array()))
    result.values.push_back({value[0], value[1]});
  result.peak_mb = static_cast<double>(usage.ru_maxrss) * 1024e-6;
  return result;
}

} // namespace striate::app
