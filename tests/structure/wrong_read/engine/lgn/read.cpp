// clang-format off
// Reads HDF5 past engine/hdf5.
int rows(long dataset) { return H5Dread(dataset, 0, 0, 0, 0, nullptr); }
