// SPDX-License-Identifier: Apache-2.0
// What the torture script asks about files: look_into spikes FILE prints times and ids, look_into all FILE reads every
// data set of an HDF5 file to its end and prints name and size. Exit code 1 and a sentence when something is
// unreadable.
#include "engine/core/errors.h"
#include "engine/recording/recorder.h"

#include <fmt/format.h>
#include <hdf5.h>

#include <cstring>
#include <string>
#include <vector>

namespace {

struct Visit {
  bool failed = false;
  std::string lines;
};

herr_t read_object(hid_t file, const char* name, const H5O_info_t* info, void* into) {
  auto& visit = *static_cast<Visit*>(into);
  if (info->type != H5O_TYPE_DATASET)
    return 0;
  const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT), space = H5Dget_space(dataset), type = H5Dget_type(dataset);
  const hssize_t count = H5Sget_simple_extent_npoints(space);
  std::vector<char> values(static_cast<std::size_t>(count) * H5Tget_size(type));
  if (count > 0 && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    visit.failed = true;
  visit.lines += fmt::format("{} {}\n", name, count);
  H5Tclose(type);
  H5Sclose(space);
  H5Dclose(dataset);
  return 0;
}

int read_all(const char* path) {
  const hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
  if (file < 0)
    return 1;
  Visit visit;
  if (H5Ovisit(file, H5_INDEX_NAME, H5_ITER_NATIVE, read_object, &visit) < 0)
    visit.failed = true;
  H5Fclose(file);
  fmt::print("{}", visit.lines);
  return visit.failed ? 1 : 0;
}

int print_spikes(const char* path) {
  const striate::SpikeFile spikes = striate::read_spikes(path);
  for (std::size_t i = 0; i < spikes.node_id.size(); ++i)
    fmt::print("{} {}\n", spikes.time_ms[i], spikes.node_id[i]);
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3)
    return 2;
  try {
    return std::strcmp(argv[1], "spikes") == 0 ? print_spikes(argv[2]) : read_all(argv[2]);
  } catch (const striate::Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
