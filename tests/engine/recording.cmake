# SPDX-License-Identifier: Apache-2.0
striate_test_program(recording LINK striate_recording PkgConfig::HDF5)
striate_engine_test(recording IN recording SOURCES recording_test.cpp recording_crash_test.cpp recording_files_test.cpp
  spike_import_test.cpp spike_formats_test.cpp rate_import_test.cpp)
