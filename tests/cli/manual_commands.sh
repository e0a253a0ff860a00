#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# manual_commands.sh <program> <root> <scratch folder> <page> ...: runs the commands of the pages (paths below the root) in
# their order, all in one folder, and fails when one of them fails. manual_commands.awk says which lines are commands,
# tiny_striate.sh how they are made short. What is left out is printed with its reason.
set -eu
program=$1 root=$2 scratch=$3
shift 3
here=$root/tests/cli

rm -rf "$scratch"
mkdir -p "$scratch/bin" "$scratch/home" "$scratch/runtime" "$scratch/commands" "$scratch/work"
chmod 700 "$scratch/runtime"
cp "$here/tiny_striate.sh" "$scratch/bin/striate"
chmod +x "$scratch/bin/striate"
(cd "$root" && awk -f "$here/manual_commands.awk" -v out="$scratch/commands" "$@") >"$scratch/found"

unset DISPLAY WAYLAND_DISPLAY
export STRIATE_PROGRAM="$program" PATH="$scratch/bin:$PATH" QT_QPA_PLATFORM=offscreen
export HOME="$scratch/home" XDG_CACHE_HOME="$scratch/home/cache" XDG_CONFIG_HOME="$scratch/home/config"
export XDG_DATA_HOME="$scratch/home/data" XDG_RUNTIME_DIR="$scratch/runtime"
cd "$scratch/work"

ran=0 wrong=0 left_out=0
tab=$(printf '\t')
while IFS="$tab" read -r kind page line words; do
  case "$kind" in
  run)
    ran=$((ran + 1))
    if sh -e "$words" >"$scratch/output" 2>&1 </dev/null; then continue; fi
    wrong=$((wrong + 1))
    echo "$page:$line fails:"
    sed 's/^/    /' "$words"
    tail -n 20 "$scratch/output" | sed 's/^/  > /'
    ;;
  left-out)
    left_out=$((left_out + 1))
    echo "$page:$line not run: $words"
    ;;
  *)
    wrong=$((wrong + 1))
    echo "$page:$line: $words"
    ;;
  esac
done <"$scratch/found"

echo "$ran commands ran, $left_out left out, $wrong wrong"
if [ "$ran" -eq 0 ]; then
  echo "no command was found; the pages are to have blocks fenced as sh"
  exit 1
fi
[ "$wrong" -eq 0 ]
