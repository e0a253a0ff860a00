// SPDX-License-Identifier: Apache-2.0
#include "tests/practice/practice.h"

#include <doctest/doctest.h>

using namespace striate::practice;

namespace {

const std::vector<double> base_rates{7.0, 10.0, 7.5, 0.0};
const std::vector<double> base_spontaneous{2.0, 4.0, 0.0, 0.0};

/// analyze without what the case does not need.
std::string analyze(const std::string& files) {
  return "analyze --no-figures --no-fits --fano-samples 1 --out {out} " + files;
}

const std::string base_nodes = " --nodes {base}/nodes.csv", base_stimuli = " --stimuli {base}/stimuli.csv";
const std::string movie = "simulate --network tiny --duration 300 --gray-before 0 --stimulus movie --frame-rate 40 "
                          "--record lgn-spikes --no-figures --out {out} --movie {data}/28_frame_order/";
const std::string bmtk = "simulate --duration 300 --gray-before 0 --dynamics nest --dt 0.1 --no-figures --out {out} "
                         "--perturb current:all:400:0:300 --network-file ";

// clang-format off
const Case cases[] = {
  {"K1 spikes of the population of the node file",
   analyze("--spikes {data}/02_spike_populations/bkg_and_cortex.h5 --nodes {data}/02_spike_populations/cortex_nodes.h5" + base_stimuli),
   {study("average_rate_Hz", base_rates)}},
  {"K1 two populations and nothing that says which",
   analyze("--spikes {data}/02_spike_populations/bkg_and_cortex.h5" + base_nodes + base_stimuli),
   {refused(2, {"bkg", "cortex", "--population"})}},
  {"K1 the population by name",
   analyze("--spikes {data}/02_spike_populations/bkg_and_cortex.h5 --population cortex" + base_nodes + base_stimuli),
   {study("average_rate_Hz", base_rates)}},
  {"K2 times in seconds", analyze("--spikes {data}/04_spike_seconds/spikes_units_s.h5" + base_nodes + base_stimuli),
   {study("average_rate_Hz", base_rates)}},
  {"K2 times in msec", analyze("--spikes {data}/04_spike_seconds/spikes_units_msec.h5" + base_nodes + base_stimuli),
   {study("average_rate_Hz", base_rates)}},
  {"K3 NEST's spike file", analyze("--spikes {data}/05_nest_dat/spike_recorder-51-0.dat" + base_nodes + base_stimuli),
   {study("average_rate_Hz", base_rates)}},
  {"K4 a time that is not a number", analyze("--spikes {data}/06_bad_spike_values/nan.h5" + base_nodes + base_stimuli),
   {refused(1, {"nan.h5", "row", "nan"})}},
  {"K5 nodes with a byte order mark", analyze("--spikes {base}/spikes.csv --nodes {data}/07_csv_dialects/nodes_bom.csv" + base_stimuli),
   {study("average_rate_Hz", base_rates)}},
  {"K5 spikes with tabs", analyze("--spikes {data}/07_csv_dialects/spikes_tab.csv" + base_nodes + base_stimuli),
   {study("average_rate_Hz", base_rates)}},
  {"K5 stimuli with semicolons", analyze("--spikes {base}/spikes.csv --stimuli {data}/07_csv_dialects/stimuli_semicolon.csv" + base_nodes),
   {study("average_rate_Hz", base_rates), study("spontaneous_rate_Hz", base_spontaneous)}},
  {"K5 types with a byte order mark", "network validate {network 07_csv_dialects/types/bom}", {says("0 warnings")}},
  {"K6 null directions are blank sweeps",
   analyze("--spikes {data}/08_allen_null_rows/spikes.csv --nodes {data}/08_allen_null_rows/nodes.csv --time-unit s "
           "--stimuli {data}/08_allen_null_rows/drifting_gratings_only.csv --json"),
   {study("max_mean_rate_Hz", {20.0, 10.0, 30.0, 0.0}), says("\"trials_per_direction\":3")}},
  {"K7 the gray before a trial begins at the last stop in time",
   analyze("--spikes {base}/spikes.csv --stimuli {data}/09_rows_not_in_time/by_direction.csv" + base_nodes),
   {study("spontaneous_rate_Hz", base_spontaneous), study("average_rate_Hz", base_rates)}},
  {"K8 negative directions",
   analyze("--spikes {base}/spikes.csv --stimuli {data}/11_osi_definition/direction_negative.csv --json" + base_nodes),
   {study("average_rate_Hz", base_rates), says("\"directions\":[0.0,45.0,90.0,135.0,180.0,225.0,270.0,315.0]")}},
  {"K9 edges that are switched off", "network info {network 25_enabled_false/recurrent_off} --json", {says("\"recurrent_edges\":0")}},
  {"K10 one types table for all populations", "network validate {network 15_population_column/one_csv}", {says("0 warnings")}},
  {"K10 types in the node file alone", "network validate {network 14_no_types_file/all_in_h5}", {says("0 warnings")}},
  {"K11 a text attribute with several values", "network validate {network 18_hdf5_kinds/attr_array64_fixed}", {refused(1, {"source_node_id/node_population", "64 values"})}},
  {"K12 delays of single edges", bmtk + "{network 22_delays/edge_1.6}", {same_spikes_as(bmtk + "{network 22_delays/delay_1.6}")}},
  {"K14 frames by number", movie + "leading", {same_lgn_spikes_as(movie + "padded")}},
#if STRIATE_GUI // figures are drawn by the window's parts
  {"K16 width of a page",
   analyze("--spikes {base}/spikes.csv" + base_nodes + base_stimuli) +
     " && {striate} figure {out} --figure rate_boxes --width 85 --format pdf --out {out}/figures",
   {page_width_mm("figures/rate_boxes.pdf", 85.0)}},
#endif
  {"K18 brightness of 16 bits", movie + "png_gamma/mid16.png", {same_lgn_spikes_as(movie + "png_gamma/mid8.png")}},
};
// clang-format on

} // namespace

TEST_CASE("cases from outside have their right values") {
  for (const Case& one : cases)
    run(one);
}
