// SPDX-License-Identifier: Apache-2.0
#include "engine/training/run/history.h"

#include <fmt/format.h>

#include <functional>
#include <span>

namespace striate {

namespace {

template <typename Record>
struct Column {
  std::string name;
  std::function<double(const Record&)> get;
  std::function<void(Record&, double)> set;
};

template <typename Record, typename Number>
Column<Record> column(std::string name, Number Record::*member) {
  return {std::move(name), [member](const Record& r) { return static_cast<double>(r.*member); },
          [member](Record& r, double value) { r.*member = static_cast<Number>(value); }};
}

struct Term {
  const char* name;
  double LossTerms::*member;
};
constexpr Term terms[] = {
    {"rate", &LossTerms::rate}, {"voltage", &LossTerms::voltage}, {"selectivity", &LossTerms::selectivity},
    {"sync", &LossTerms::sync}, {"weights", &LossTerms::weights}, {"mean_rate_hz", &LossTerms::mean_rate_Hz}};

template <typename Record>
void add_terms(std::vector<Column<Record>>& columns, const std::string& prefix, LossTerms Record::*of) {
  for (const Term& term : terms)
    columns.push_back({prefix + term.name, [of, &term](const Record& r) { return (r.*of).*term.member; },
                       [of, &term](Record& r, double value) { (r.*of).*term.member = value; }});
}

const std::vector<Column<UpdateRecord>>& update_columns() {
  static const auto columns = [] {
    std::vector<Column<UpdateRecord>> list = {
        column("update", &UpdateRecord::update), column("epoch", &UpdateRecord::epoch),
        column("step", &UpdateRecord::step), column("spontaneous", &UpdateRecord::branch)};
    add_terms(list, "", &UpdateRecord::terms);
    list.push_back(column("learning_rate", &UpdateRecord::learning_rate));
    list.push_back(column("gradient_length", &UpdateRecord::gradient_length));
    list.push_back(column("seconds", &UpdateRecord::seconds));
    return list;
  }();
  return columns;
}

const std::vector<Column<ValidationRecord>>& validation_columns() {
  static const auto columns = [] {
    std::vector<Column<ValidationRecord>> list = {column("epoch", &ValidationRecord::epoch),
                                                  column("loss", &ValidationRecord::loss)};
    add_terms(list, "evoked_", &ValidationRecord::evoked);
    add_terms(list, "spontaneous_", &ValidationRecord::spontaneous);
    return list;
  }();
  return columns;
}

template <typename Record>
std::string header(const std::vector<Column<Record>>& columns) {
  std::string text;
  for (const auto& one : columns)
    text += (text.empty() ? "" : ",") + one.name;
  return text + '\n';
}

template <typename Record>
std::string line(const std::vector<Column<Record>>& columns, const Record& record) {
  std::string text;
  for (const auto& one : columns)
    text += fmt::format("{}{}", text.empty() ? "" : ",", one.get(record));
  return text + '\n';
}

template <typename Record>
void put(ArrayFile& file, const std::string& group, const std::vector<Column<Record>>& columns,
         const std::vector<Record>& records) {
  for (const auto& one : columns) {
    std::vector<double> values;
    for (const Record& record : records)
      values.push_back(one.get(record));
    file.arrays[group + one.name] = std::move(values);
  }
}

template <typename Record>
std::vector<Record> take(ArrayReader& reader, const std::string& group, const std::vector<Column<Record>>& columns) {
  std::vector<Record> records;
  for (const auto& one : columns) {
    const auto values = &one == &columns.front() ? reader.take<double>(group + one.name)
                                                 : reader.take<double>(group + one.name, records.size());
    records.resize(values.size());
    for (std::size_t k = 0; k < values.size(); ++k)
      one.set(records[k], values[k]);
  }
  return records;
}

} // namespace

std::string update_header() {
  return header(update_columns());
}

std::string update_line(const UpdateRecord& record) {
  return line(update_columns(), record);
}

std::string validation_table(const TrainingHistory& history) {
  std::string text = header(validation_columns());
  for (const ValidationRecord& record : history.validations)
    text += line(validation_columns(), record);
  return text;
}

void put_history(ArrayFile& file, const TrainingHistory& history) {
  put(file, "updates/", update_columns(), history.updates);
  put(file, "validation/", validation_columns(), history.validations);
}

TrainingHistory take_history(ArrayReader& reader) {
  TrainingHistory history;
  history.updates = take(reader, "updates/", update_columns());
  history.validations = take(reader, "validation/", validation_columns());
  return history;
}

} // namespace striate
