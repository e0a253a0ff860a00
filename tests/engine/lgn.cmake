# SPDX-License-Identifier: Apache-2.0
striate_test_program(lgn LINK striate_lgn striate_stimulus PkgConfig::HDF5 PkgConfig::PNG SOURCES lgn_support.cpp)
striate_engine_test(stimulus IN lgn
  SOURCES stimulus_test.cpp stimulus_frame_order_test.cpp stimulus_movie_test.cpp stimulus_picture_kinds_test.cpp
          stimulus_protocol_test.cpp stimulus_scene_test.cpp)
striate_engine_test(lgn IN lgn SOURCES lgn_filters_test.cpp lgn_frames_test.cpp lgn_live_test.cpp lgn_rates_test.cpp
  lgn_spikes_test.cpp)
