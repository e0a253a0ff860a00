# SPDX-License-Identifier: Apache-2.0
striate_test_program(training LINK striate_training_figures striate_training striate_session)
striate_engine_test(training_gradient IN training)
striate_engine_test(training_forward IN training
  SOURCES training_forward_test.cpp training_layout_test.cpp training_losses_test.cpp training_optimizer_test.cpp)
striate_engine_test(training_trainer IN training
  SOURCES training_trainer_test.cpp training_protocol_test.cpp training_refusals_test.cpp)
striate_engine_test(training_run IN training)
