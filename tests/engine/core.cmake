# SPDX-License-Identifier: Apache-2.0
striate_test_program(core LINK striate_parameters striate_hdf5 striate_core)
striate_engine_test(parameters IN core SOURCES parameters_test.cpp meaning_test.cpp)
striate_engine_test(core IN core)
striate_engine_test(hdf5 IN core)
striate_engine_test(csv IN core)
striate_engine_test(text_file IN core)
