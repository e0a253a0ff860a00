#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# german_locale.sh make FOLDER: makes the locale de_DE.UTF-8, whose decimal mark is the comma, in this folder.
# german_locale.sh run FOLDER PROGRAM ...: runs a program under it.
# Where it cannot be made both end with 77, which ctest counts as skipped.
set -eu
what="$1"
LOCPATH="$2"
export LOCPATH
shift 2
skip() {
  echo "skipped, no locale with a decimal comma: $1"
  exit 77
}
if [ "$what" = make ]; then
  command -v localedef >/dev/null || skip "localedef is missing"
  mkdir -p "$LOCPATH"
  localedef -i de_DE -f UTF-8 "$LOCPATH/de_DE.UTF-8" || skip "localedef finds no source of de_DE (package locales)"
  exit 0
fi
[ "$(LC_ALL=de_DE.UTF-8 locale decimal_point 2>/dev/null)" = "," ] || skip "$LOCPATH holds no de_DE.UTF-8"
LC_ALL=de_DE.UTF-8
export LC_ALL
exec "$@"
