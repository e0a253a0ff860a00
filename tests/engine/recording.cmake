# SPDX-License-Identifier: Apache-2.0
striate_engine_test(recording LINK striate_recording PkgConfig::HDF5 SOURCES recording_test.cpp
  recording_crash_test.cpp recording_files_test.cpp spike_import_test.cpp spike_formats_test.cpp rate_import_test.cpp)
