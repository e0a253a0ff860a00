# SPDX-License-Identifier: Apache-2.0
striate_test_program(network LINK striate_simulation striate_network striate_hdf5 nlohmann_json::nlohmann_json
  SOURCES sonata_sandbox.cpp)
striate_engine_test(network IN network
  SOURCES network_rules_test.cpp network_lgn_keys_test.cpp network_statistics_test.cpp network_lgn_test.cpp
          network_lgn_law_test.cpp network_invariants_test.cpp selection_test.cpp)
striate_engine_test(weight_factors IN network)
striate_engine_test(network_cache IN network)
striate_engine_test(sonata_writer IN network SOURCES sonata_writer_test.cpp sonata_round_trip_test.cpp)
striate_engine_test(sonata_reader IN network
  SOURCES sonata_reread_test.cpp sonata_accept_test.cpp sonata_config_test.cpp sonata_preview_test.cpp sonata_golden_test.cpp
          sonata_reject_test.cpp sonata_types_test.cpp)
striate_engine_test(sonata_delays IN network)
striate_engine_test(cell_model IN network)
striate_engine_test(network_core IN network SLOW)
