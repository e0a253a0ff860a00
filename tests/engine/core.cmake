# SPDX-License-Identifier: Apache-2.0
striate_engine_test(parameters LINK striate_parameters SOURCES parameters_test.cpp meaning_test.cpp)
striate_engine_test(core LINK striate_core)
striate_engine_test(hdf5 LINK striate_hdf5)
striate_engine_test(csv LINK striate_core)
striate_engine_test(text_file LINK striate_core)
