# SPDX-License-Identifier: Apache-2.0
striate_engine_test(analysis LINK striate_analysis SOURCES analysis_test.cpp analysis_support.cpp analysis_figures_test.cpp
  analysis_raster_test.cpp analysis_column_test.cpp cell_group_test.cpp)
striate_engine_test(measures LINK striate_analysis SOURCES measures_test.cpp measures_spikes_test.cpp analysis_support.cpp)
striate_engine_test(study LINK striate_analysis SOURCES study_test.cpp analysis_support.cpp)
striate_engine_test(dataset LINK striate_dataset SOURCES dataset_test.cpp practice_spikes_test.cpp
  analysis_support.cpp)
striate_engine_test(practice_tables LINK striate_dataset)
