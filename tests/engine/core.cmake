striate_engine_test(parameters LINK striate_parameters)
striate_engine_test(core LINK striate_core)
striate_engine_test(csv LINK striate_core)
striate_engine_test(text_file LINK striate_core)
