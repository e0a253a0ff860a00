# SPDX-License-Identifier: Apache-2.0
striate_test_program(simulation LINK striate_simulation)
foreach(name equations reference errors generated perturbation observation currents batch numbers)
  striate_engine_test(simulation_${name} IN simulation)
endforeach()
striate_engine_test(simulation_nest IN simulation SOURCES simulation_nest_test.cpp simulation_nest_golden_test.cpp)
# The neuron loop a second time, for plain x86-64, to compare the instruction sets.
striate_engine_test(simulation_simd IN simulation ALSO ${PROJECT_SOURCE_DIR}/engine/simulation/basis4/neurons.cpp)
set_source_files_properties(${PROJECT_SOURCE_DIR}/engine/simulation/basis4/neurons.cpp PROPERTIES COMPILE_OPTIONS
  "-DSTRIATE_PLAIN;-Dupdate_piece=update_piece_plain;-Dfirst_not_finite=first_not_finite_plain")
