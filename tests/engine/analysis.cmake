striate_engine_test(analysis LINK striate_analysis SOURCES analysis_test.cpp analysis_support.cpp analysis_figures_test.cpp
  analysis_raster_test.cpp analysis_column_test.cpp)
