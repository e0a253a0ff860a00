#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Stands in for `striate` when the commands of the manual are run: $STRIATE_PROGRAM with the same arguments but for these
# rules, which keep a command short and give it an empty place:
# 1. The networks small, medium, core, full and custom become tiny; where a command names no network, tiny is named.
#    The protocol filternet_8dir_10trials (80 trials of 3 s) becomes filternet_default (one).
# 2. These numbers are at most: duration 2500; tune-trials 2, tune-passes 1, tune-gray 200, tune-grating 500; epochs 1 (2
#    with --resume), steps-per-epoch 1, train-batch 2, train-duration 300, validation-batch 2. Those of tune and train are
#    given where the command leaves them out, but a run that goes on keeps its own.
# 3. What an earlier command left in the folder for the results goes first, unless the command has --resume.
# A command that would open the window fails: its block is to be marked.
set -eu

least() { # <flag> <value>: the value, or what rule 2 allows
  case "$1" in
  --duration) most=2500 ;;
  --tune-trials | --train-batch | --validation-batch) most=2 ;;
  --tune-passes | --steps-per-epoch) most=1 ;;
  --epochs) most=$epochs ;;
  --tune-gray) most=200 ;;
  --tune-grating) most=500 ;;
  --train-duration) most=300 ;;
  esac
  if [ "$2" -gt "$most" ]; then echo "$most"; else echo "$2"; fi
}

command=${1:-}
case "$command" in
simulate | tune | train | analyze | figure | bench | list-parameters) ;;
network) command="network ${2:-}" ;;
--help | --version) exec "$STRIATE_PROGRAM" "$@" ;;
*)
  echo "this command opens the window; put <!-- not run: opens the window --> before its block" >&2
  exit 1
  ;;
esac

# What is given. Each argument leaves at the front and comes back, changed or not, at the end.
given=" $* "
epochs=1
case "$given" in *" --resume"*) epochs=2 ;; esac
out=
flag=
count=$#
while [ "$count" -gt 0 ]; do
  word=$1
  shift
  count=$((count - 1))
  case "$flag" in
  --network) case "$word" in small | medium | core | full | custom) word=tiny ;; esac ;;
  --protocol) [ "$word" != filternet_8dir_10trials ] || word=filternet_default ;;
  --out | --output) out=$word ;;
  --duration | --tune-trials | --tune-passes | --tune-gray | --tune-grating | --epochs | --steps-per-epoch | \
    --train-batch | --train-duration | --validation-batch) word=$(least "$flag" "$word") ;;
  esac
  flag=$word
  set -- "$@" "$word"
done

lacks() { # <flag>
  case "$given" in *" $1 "* | *" $1="*) return 1 ;; esac
}
resumed() { ! lacks --resume; }

case "$command ${3:-}" in
"network info "[!-]*) ;;
"simulate "* | "tune "* | "train "* | "network build"* | "network info"*)
  if lacks --network && lacks --network-file && lacks --session && lacks --state && ! resumed; then
    set -- "$@" --network tiny
  fi
  ;;
esac
if [ "$command" = tune ]; then
  if lacks --tune-trials && lacks --protocol; then set -- "$@" --tune-trials 2; fi
  if lacks --tune-gray && lacks --protocol; then set -- "$@" --tune-gray 200; fi
  if lacks --tune-grating && lacks --protocol; then set -- "$@" --tune-grating 500; fi
fi
if [ "$command" = train ]; then
  if lacks --epochs; then set -- "$@" --epochs "$epochs"; fi
  if ! resumed; then
    if lacks --steps-per-epoch; then set -- "$@" --steps-per-epoch 1; fi
    if lacks --train-batch; then set -- "$@" --train-batch 2; fi
    if lacks --train-duration; then set -- "$@" --train-duration 300; fi
    if lacks --validation-batch; then set -- "$@" --validation-batch 2; fi
  fi
fi

if [ -z "$out" ]; then
  case "$command" in
  simulate) out=results ;;
  tune) out=tuning ;;
  train) out=training ;;
  analyze) out=analysis ;;
  figure) out=figures ;;
  "network convert") out=${4:-} ;;
  esac
fi
case "$out" in
"" | -* | /* | *..*) ;;
*) resumed || rm -rf "./$out" ;;
esac
exec "$STRIATE_PROGRAM" "$@"
