# SPDX-License-Identifier: Apache-2.0
striate_test_program(session LINK striate_session striate_dataset striate_analysis striate_hdf5 PkgConfig::HDF5
  SOURCES sonata_sandbox.cpp)
striate_engine_test(session IN session
  SOURCES session_test.cpp session_currents_test.cpp perturbation_test.cpp replay_warnings_test.cpp)
striate_engine_test(tuning_protocol IN session)
striate_engine_test(run_recording IN session SOURCES run_recording_test.cpp rates_replay_test.cpp)
striate_engine_test(recording_estimate IN session)
striate_engine_test(service IN session)
striate_engine_test(session_state IN session)
striate_engine_test(file_network IN session SOURCES file_network_test.cpp nodes_file_test.cpp)
striate_engine_test(grammar IN session)
striate_engine_test(locale IN session)
