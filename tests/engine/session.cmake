# SPDX-License-Identifier: Apache-2.0
striate_engine_test(session LINK striate_session
  SOURCES session_test.cpp session_currents_test.cpp perturbation_test.cpp replay_warnings_test.cpp)
striate_engine_test(tuning_protocol LINK striate_session)
striate_engine_test(run_recording LINK striate_session PkgConfig::HDF5 SOURCES run_recording_test.cpp rates_replay_test.cpp)
striate_engine_test(recording_estimate LINK striate_session)
striate_engine_test(service LINK striate_session)
striate_engine_test(session_state LINK striate_session)
striate_engine_test(file_network LINK striate_dataset striate_hdf5 PkgConfig::HDF5
  SOURCES file_network_test.cpp nodes_file_test.cpp sonata_sandbox.cpp)
striate_engine_test(grammar LINK striate_session)
striate_engine_test(locale LINK striate_session striate_analysis)
