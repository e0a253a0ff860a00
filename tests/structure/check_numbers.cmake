# SPDX-License-Identifier: Apache-2.0
# cmake -DROOT=<tree> -P check_numbers.cmake: fails and names every use of a function whose result depends on the
# locale of the system: text becomes a number by engine/core/number_text.h alone. Two places are allowed: the
# program fixes the locale of numbers there, once before and once after Qt has set it.
set(functions "sto[dfil]|stold|stoll|stoull?|strto(d|f|ld|l|ll|ul|ull|imax|umax)|ato[fil]|atoll|v?s(n?printf|scanf)|fscanf|setlocale|uselocale|imbue")
set(allowed "^(app/number_locale|ui/controls/plain_numbers)\\.cpp$")
set(wrong "")
file(GLOB_RECURSE sources RELATIVE "${ROOT}" "${ROOT}/engine/*.h" "${ROOT}/engine/*.cpp" "${ROOT}/ui/*.h" "${ROOT}/ui/*.cpp"
  "${ROOT}/app/*.h" "${ROOT}/app/*.cpp" "${ROOT}/gpu/*.h" "${ROOT}/gpu/*.cpp" "${ROOT}/gpu/*.cu")
foreach(source IN LISTS sources)
  if(source MATCHES "${allowed}")
    continue()
  endif()
  set(forbidden "(^|[^A-Za-z0-9_.>])(${functions}) *\\(|locale::global|std::locale *[({]")
  if(source MATCHES "^engine/")
    string(APPEND forbidden "|std::[io]?stringstream") # streams write and read numbers by the locale
  endif()
  file(STRINGS "${ROOT}/${source}" lines REGEX "${forbidden}")
  foreach(line IN LISTS lines)
    string(STRIP "${line}" line)
    if(NOT line MATCHES "^//")
      list(APPEND wrong "${source}: ${line}")
    endif()
  endforeach()
endforeach()
list(LENGTH sources count)
if(wrong)
  list(JOIN wrong "\n  " text)
  message(FATAL_ERROR "numbers that depend on the locale (use engine/core/number_text.h and fmt):\n  ${text}")
endif()
message(STATUS "${count} files, none reads or writes numbers by the locale")
