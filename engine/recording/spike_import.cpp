#include "engine/recording/spike_import.h"

#include "engine/core/errors.h"
#include "engine/recording/spike_columns.h"
#include "engine/recording/spike_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace striate {
namespace {

constexpr std::size_t piece = std::size_t{1} << 20; ///< spikes in memory at a time
constexpr double longest_run_ms = 1.0e7;
constexpr std::uint64_t most_spikes = 500'000'000;

/// One pass over a spike file of either kind.
class Pieces {
public:
  std::vector<double> time_ms;
  std::vector<std::int64_t> id;

  Pieces() = default;
  virtual ~Pieces() = default;
  Pieces(const Pieces&) = delete;
  Pieces& operator=(const Pieces&) = delete;
  virtual bool next() = 0; ///< false at the end
  virtual void rewind() = 0;
  /// Where spike i of the piece is: "/spikes/lgn/timestamps, row 17, of spikes.h5".
  virtual std::string place(std::size_t i, bool of_id) const = 0;
  virtual double fraction() const = 0; ///< of the file that was read
  virtual std::string population() const { return {}; }
};

class SonataPieces : public Pieces {
public:
  explicit SonataPieces(const SpikeImport& request)
      : file_(request.file.string()), columns_(request.file, request.population, false) {}
  bool next() override {
    first_ += id.size();
    columns_.read(first_, std::min<std::uint64_t>(piece, columns_.size() - first_), time_ms, id);
    return !id.empty();
  }
  void rewind() override {
    first_ = 0;
    id.clear();
  }
  std::string place(std::size_t i, bool of_id) const override {
    return fmt::format("{}, row {}, of {}", of_id ? columns_.ids_name() : columns_.times_name(), first_ + i, file_);
  }
  double fraction() const override {
    return static_cast<double>(first_ + id.size()) / static_cast<double>(std::max<std::uint64_t>(1, columns_.size()));
  }
  std::string population() const override { return columns_.population(); }

private:
  std::string file_;
  SpikeColumns columns_;
  std::uint64_t first_ = 0;
};

class TablePieces : public Pieces {
public:
  explicit TablePieces(const SpikeImport& request)
      : file_(request.file.string()), table_(request.file, request.population) {}
  bool next() override { return table_.read(piece, time_ms, id, lines_); }
  void rewind() override { table_.rewind(); }
  std::string place(std::size_t i, bool /*of_id*/) const override {
    return fmt::format("Line {} of {}", lines_[i], file_);
  }
  double fraction() const override { return 0.5; } // the number of lines is not known before the end

private:
  std::string file_;
  SpikeTable table_;
  std::vector<std::uint64_t> lines_;
};

std::unique_ptr<Pieces> open(const SpikeImport& request) {
  const std::string ending = request.file.extension().string();
  if (ending == ".csv" || ending == ".txt" || ending == ".dat")
    return std::make_unique<TablePieces>(request);
  return std::make_unique<SonataPieces>(request);
}

/// Times are multiples of the step up to rounding.
std::size_t step_of(double time_ms, double step_ms) {
  const double steps = std::ceil(time_ms / step_ms - 1e-6);
  return steps < 1.0 ? 0 : static_cast<std::size_t>(steps) - 1;
}

void check(const Pieces& pieces, std::size_t i, const SpikeImport& request) {
  const double time = pieces.time_ms[i];
  if (std::isnan(time))
    throw Error(fmt::format("{}: the time is not a number (NaN); remove the row.", pieces.place(i, false)));
  if (time < 0.0)
    throw Error(fmt::format("{}: the time {:g} ms is negative; times count from the start of the run.",
                            pieces.place(i, false), time));
  if (time > longest_run_ms)
    throw Error(fmt::format("{}: the time {:g} ms is later than the longest run ({:g} ms); are the times in ms?",
                            pieces.place(i, false), time, longest_run_ms));
  const std::int64_t id = pieces.id[i];
  if (id < 0 || static_cast<std::uint64_t>(id) >= request.id_count)
    throw Error(fmt::format("{}: there is no {} {}; this network has the {}s 0 to {}.", pieces.place(i, true),
                            request.id_name, id, request.id_name, static_cast<std::int64_t>(request.id_count) - 1));
}

struct Counted {
  std::vector<std::uint32_t> first; ///< [steps + 1]
  std::string unsorted;             ///< place of the first spike that is earlier than the one before it
};

Counted count_steps(Pieces& pieces, const SpikeImport& request, Task& task) {
  Counted result;
  std::vector<std::uint32_t>& count = result.first;
  double latest = 0.0;
  std::uint64_t spikes = 0;
  while (pieces.next()) {
    task.advance(0.5 * pieces.fraction());
    for (std::size_t i = 0; i < pieces.id.size(); ++i) {
      check(pieces, i, request);
      const double time = pieces.time_ms[i];
      if (time < latest && result.unsorted.empty())
        result.unsorted = pieces.place(i, false);
      latest = std::max(latest, time);
      const std::size_t step = step_of(time, request.step_ms);
      if (step >= count.size())
        count.resize(step + 1, 0);
      ++count[step];
    }
    spikes += pieces.id.size();
    if (spikes > most_spikes)
      throw Error(fmt::format("{} holds more than {} million spikes; cut it into shorter runs.", request.file.string(),
                              most_spikes / 1'000'000));
  }
  std::uint32_t sum = 0;
  for (std::uint32_t& entry : count) {
    const std::uint32_t here = entry;
    entry = sum;
    sum += here;
  }
  count.push_back(sum);
  return result;
}

} // namespace

ImportedSpikes import_spikes(const SpikeImport& request, Task& task) {
  const auto pieces = open(request);
  Counted counted = count_steps(*pieces, request, task);
  std::vector<std::uint32_t> ids(counted.first.back());
  std::vector<std::uint32_t> next(counted.first.begin(), counted.first.end() - 1);
  pieces->rewind();
  while (pieces->next()) {
    task.advance(0.5 + 0.5 * pieces->fraction());
    for (std::size_t i = 0; i < pieces->id.size(); ++i)
      ids[next[step_of(pieces->time_ms[i], request.step_ms)]++] = static_cast<std::uint32_t>(pieces->id[i]);
  }
  for (std::size_t step = 0; step + 1 < counted.first.size(); ++step)
    std::sort(ids.begin() + counted.first[step], ids.begin() + counted.first[step + 1]);

  ImportedSpikes result;
  if (!counted.unsorted.empty())
    result.notes.push_back(
        fmt::format("The spikes of {} were not in order of time and were sorted. The first that came too early: {}.",
                    request.file.filename().string(), counted.unsorted));
  if (const std::string found = pieces->population(); !found.empty() && found != request.population)
    result.notes.push_back(fmt::format("{} holds the population \"{}\", taken as \"{}\".",
                                       request.file.filename().string(), found, request.population));
  if (ids.empty())
    result.notes.push_back(fmt::format("{} holds no spike: nothing will come from \"{}\".",
                                       request.file.filename().string(), request.population));
  result.schedule = SpikeSchedule(std::move(counted.first), std::move(ids));
  return result;
}

} // namespace striate
