// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <vector>

/// Cases from outside: a command of the program on a small input, and what must come out. In commands and names
/// {base} is the four neurons of 00_base_data with their spikes and stimuli, {out} the folder of the command,
/// {data}/ tests/data/practice, {network NAME} a folder with tests/data/sonata/bmtk and the files of that case over it,
/// {striate} the program, for a second command behind "&&".
namespace striate::practice {

/// What a command left behind.
struct Outcome {
  int exit_code = -1;
  std::string out, error, folder;
};

using Check = std::function<void(const Outcome&)>;

struct Case {
  const char* kind; ///< number and kind of fault
  std::string command;
  std::vector<Check> checks;
};

/// Runs the command and all checks; failures name the case.
void run(const Case& one);

/// A column of neurons.csv, neuron by neuron, to 1e-3.
Check study(const std::string& column, std::vector<double> values);
/// The exit code is 0 and standard output or standard error holds the words.
Check says(std::string words);
/// The work is refused with this exit code in one sentence that holds all the words.
Check refused(int exit_code, std::vector<std::string> words);
/// The run's spikes are those of another command, which is run too; there is at least one.
Check same_spikes_as(std::string command);
/// The run's LGN spikes are those of another command.
Check same_lgn_spikes_as(std::string command);
/// The first page of a PDF in the folder is this wide.
Check page_width_mm(std::string file, double width);

} // namespace striate::practice
