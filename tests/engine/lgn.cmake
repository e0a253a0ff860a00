striate_engine_test(stimulus LINK striate_stimulus)
striate_engine_test(lgn LINK striate_lgn SOURCES lgn_filters_test.cpp lgn_live_test.cpp lgn_rates_test.cpp
  lgn_spikes_test.cpp lgn_support.cpp)
