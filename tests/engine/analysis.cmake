# SPDX-License-Identifier: Apache-2.0
striate_test_program(analysis LINK striate_dataset striate_analysis SOURCES analysis_support.cpp)
striate_engine_test(analysis IN analysis SOURCES analysis_test.cpp analysis_figures_test.cpp analysis_raster_test.cpp
  analysis_column_test.cpp cell_group_test.cpp)
striate_engine_test(measures IN analysis SOURCES measures_test.cpp measures_spikes_test.cpp)
striate_engine_test(study IN analysis)
striate_engine_test(dataset IN analysis SOURCES dataset_test.cpp practice_spikes_test.cpp)
striate_engine_test(practice_tables IN analysis)
