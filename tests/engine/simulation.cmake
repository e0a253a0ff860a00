# SPDX-License-Identifier: Apache-2.0
striate_engine_test(simulation_equations LINK striate_simulation)
striate_engine_test(simulation_reference LINK striate_simulation)
striate_engine_test(simulation_errors LINK striate_simulation)
striate_engine_test(simulation_generated LINK striate_simulation)
striate_engine_test(simulation_nest LINK striate_simulation
  SOURCES simulation_nest_test.cpp simulation_nest_golden_test.cpp)
striate_engine_test(simulation_perturbation LINK striate_simulation)
striate_engine_test(simulation_observation LINK striate_simulation)
striate_engine_test(simulation_currents LINK striate_simulation)
striate_engine_test(simulation_batch LINK striate_simulation)
striate_engine_test(simulation_numbers LINK striate_simulation)
# The neuron loop a second time, for plain x86-64, to compare the instruction sets.
striate_engine_test(simulation_simd LINK striate_simulation
  SOURCES simulation_simd_test.cpp ${PROJECT_SOURCE_DIR}/engine/simulation/basis4/neurons.cpp)
set_source_files_properties(${PROJECT_SOURCE_DIR}/engine/simulation/basis4/neurons.cpp PROPERTIES COMPILE_OPTIONS
  "-DSTRIATE_PLAIN;-Dupdate_piece=update_piece_plain;-Dfirst_not_finite=first_not_finite_plain")
