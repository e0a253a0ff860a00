# SPDX-License-Identifier: Apache-2.0
# cmake -DPROGRAM=<striate> -DPAGE=<parameters.md> -P check_parameter_page.cmake: fails when the page is not what the program
# prints.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND "${PROGRAM}" list-parameters --markdown OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
set(page "")
if(EXISTS "${PAGE}")
  file(READ "${PAGE}" page)
endif()
if(NOT page STREQUAL printed)
  message(FATAL_ERROR "The page of parameters is not what the program prints; remake it with "
    "\"${PROGRAM} list-parameters --markdown > ${PAGE}\".")
endif()
string(LENGTH "${page}" length)
message(STATUS "${PAGE} is what the program prints, ${length} characters")
