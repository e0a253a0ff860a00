#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Kills the program (kill -9) at random moments and takes the room for its files away, and looks at what is left.
#   torture.sh STRIATE LOOK_INTO ROUNDS [recording cache export training tuning disk]
# Every round says on a line what was wrong; the last line counts. Exit code 1 when anything was wrong.
# RANDOM=seed in the environment repeats the moments.
set -u
striate=$(realpath "$1") look_into=$(realpath "$2") rounds=$3
shift 3
work=$(mktemp -d "${TMPDIR:-/tmp}/striate-torture-XXXXXX")
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache XDG_CONFIG_HOME=$work/config QT_QPA_PLATFORM=offscreen LC_ALL=C
cd "$work" || exit 2
RANDOM=${TORTURE_SEED:-$$}
done_rounds=0 kills=0 wrong=0

bad() {
  echo "WRONG: $*"
  wrong=$((wrong + 1))
}

now_ms() { echo $(($(date +%s%N) / 1000000)); }

# measure COMMAND...: runs it undisturbed; $whole_ms is how long it took.
measure() {
  local start
  start=$(now_ms)
  "$@" >out 2>err || { bad "undisturbed: $* -> $(tail -1 err)"; return 1; }
  whole_ms=$(($(now_ms) - start))
}

# kill_at_random COMMAND...: kill -9 somewhere within the time that it took undisturbed.
kill_at_random() {
  local moment=$((RANDOM * 32768 + RANDOM))
  moment=$((moment % (whole_ms + whole_ms / 10 + 1)))
  "$@" >out 2>err &
  local pid=$!
  sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
  kill -9 $pid 2>/dev/null && kills=$((kills + 1))
  wait $pid 2>/dev/null
  done_rounds=$((done_rounds + 1))
}

# What is in A must be how B begins.
begins_with() {
  local lines
  lines=$(wc -l <"$1")
  head -n "$lines" "$2" | cmp -s - "$1"
}

# Every HDF5 file of a folder can be read to its end.
readable() {
  local file
  for file in "$1"/*.h5 "$1"/*.hdf5; do
    [ -e "$file" ] || continue
    "$look_into" all "$file" >/dev/null 2>&1 || bad "$2: $(basename "$file") cannot be read"
  done
}

recording() {
  # shellcheck disable=SC2054  # the commas belong to the list of --record
  local command=("$striate" simulate --network tiny --duration 1500 --gray-before 100 --network-cache off --threads 1
    --record spikes,lgn-spikes,background-spikes,lgn-rates --probe "v:L4:5" --no-figures --overwrite)
  measure "${command[@]}" --out whole || return
  "$look_into" spikes whole/spikes.h5 >whole.txt
  local i
  for ((i = 0; i < rounds; i++)); do
    rm -rf broken
    kill_at_random "${command[@]}" --out broken
    [ -d broken ] || continue
    readable broken "recording, round $i"
    if [ -e broken/spikes.h5 ]; then
      "$look_into" spikes broken/spikes.h5 >broken.txt 2>/dev/null || bad "recording, round $i: no spikes"
      begins_with broken.txt whole.txt || bad "recording, round $i: other spikes"
    fi
    if [ $((i % 10)) = 0 ]; then # over what was left
      "${command[@]}" --out broken >out 2>err || bad "recording, round $i: cannot be made again: $(tail -1 err)"
      "$look_into" spikes broken/spikes.h5 | cmp -s - whole.txt || bad "recording, round $i: made again, other spikes"
    fi
  done
}

cache() {
  local command=("$striate" network info --network custom --radius 160 --network-cache on --json)
  local plain=("$striate" network info --network custom --radius 160 --network-cache off --json)
  measure "${plain[@]}" || return
  counts out >whole.txt
  local i
  for ((i = 0; i < rounds; i++)); do
    [ $((i % 3)) = 0 ] && rm -rf cache
    kill_at_random "${command[@]}"
    if [ $((i % 2)) = 0 ]; then
      "${command[@]}" >out 2>err || bad "cache, round $i: $(tail -1 err)"
      counts out | cmp -s - whole.txt || bad "cache, round $i: another network"
    fi
  done
  "${command[@]}" >out 2>err
  local left
  left=$(find cache -type f ! -name '*.lock' 2>/dev/null | wc -l)
  [ "$left" -le 2 ] || bad "cache: $left files are left of one network"
}

# A summary without what differs from run to run.
counts() { sed -E 's/"[a-z_]*(_s|_mb|path|folder|memory)[a-z_]*": *[^,}]*[,}]//g' "$1"; }

export_sonata() {
  local command=("$striate" network build --network tiny --network-cache off)
  rm -rf whole
  measure "${command[@]}" --out whole || return
  local i
  for ((i = 0; i < rounds; i++)); do
    rm -rf broken broken.*
    kill_at_random "${command[@]}" --out broken
    if [ -e broken ]; then # complete or not at all
      "$striate" network validate broken >out 2>err || bad "export, round $i: $(grep -m1 . out err)"
    else
      "${command[@]}" --out broken >out 2>err || bad "export, round $i: cannot be made again: $(tail -1 err)"
    fi
    if [ $((i % 10)) = 0 ]; then
      "$striate" network info whole --json >one 2>err
      "$striate" network info broken --json >other 2>err
      sed 's/whole/X/g' one | counts /dev/stdin >one.txt
      sed 's/broken/X/g' other | counts /dev/stdin >other.txt
      cmp -s one.txt other.txt || bad "export, round $i: another network"
    fi
  done
}

# Losses without the seconds they took.
losses() { cut -d, -f1-12 "$1"/losses.csv | grep -v '^#'; }

training() {
  local command=("$striate" train --network tiny --network-cache off --threads 1 --epochs 3 --steps-per-epoch 2
    --train-batch 1 --validation-batch 1 --train-duration 260)
  rm -rf whole
  measure "${command[@]}" --out whole || return
  losses whole >whole.txt
  local i turn
  for ((i = 0; i < rounds; i++)); do
    rm -rf broken
    kill_at_random "${command[@]}" --out broken
    readable broken "training, round $i"
    if [ -e broken/latest.h5 ]; then
      for turn in 1 2; do # killed once more on the way
        [ $turn = 1 ] && kill_at_random "$striate" train --resume broken/latest.h5
        readable broken "training, round $i, turn $turn"
      done
      "$striate" train --resume broken/latest.h5 >out 2>err || bad "training, round $i: does not resume: $(tail -1 err)"
      losses broken >broken.txt
      cmp -s broken.txt whole.txt || bad "training, round $i: other losses than the unbroken run"
    fi
  done
}

tuning() {
  local command=("$striate" tune --network tiny --network-cache off --threads 1 --tune-directions 4 --tune-trials 2
    --tune-gray 100 --tune-grating 300 --no-figures --no-fits)
  rm -rf whole
  measure "${command[@]}" --out whole || return
  local i
  for ((i = 0; i < rounds; i++)); do
    rm -rf broken
    kill_at_random "${command[@]}" --out broken
    [ $((i % 3)) = 0 ] && kill_at_random "${command[@]}" --out broken
    "${command[@]}" --out broken >out 2>err || bad "tuning, round $i: does not go on: $(tail -1 err)"
    cmp -s whole/neurons.csv broken/neurons.csv || bad "tuning, round $i: another neurons.csv"
  done
}

# limited KB COMMAND...: no file may grow beyond so many KiB, as on a full disk; what a signal ends is wrong.
limited() {
  local kb=$1 code
  shift
  (
    trap '' XFSZ
    ulimit -f "$kb"
    exec "$@"
  ) >/dev/null 2>limited.err
  code=$?
  done_rounds=$((done_rounds + 1))
  [ $code -lt 128 ] || bad "full disk at $kb KiB: ended by signal $((code - 128)): $*"
  return $code
}

# full_disk NAME LARGEST COMMAND...: at `rounds` sizes up to LARGEST KiB; the command makes the folder "broken".
full_disk() {
  local name=$1 largest=$2 i kb
  shift 2
  for ((i = 0; i < rounds; i++)); do
    kb=$((1 + (RANDOM * 32768 + RANDOM) % largest))
    rm -rf broken broken.*
    if ! limited $kb "$@"; then
      [ -s limited.err ] || bad "$name, $kb KiB: failed without a word"
    fi
    [ -d broken ] && readable broken "$name, $kb KiB"
    if [ "$name" = recording ] && [ -e broken/spikes.h5 ]; then
      "$look_into" spikes broken/spikes.h5 >broken.txt 2>/dev/null || bad "$name, $kb KiB: no spikes"
      begins_with broken.txt whole.txt || bad "$name, $kb KiB: other spikes"
    fi
    if [ "$name" = export ] && [ -e broken/config.json ]; then
      "$striate" network validate broken >out 2>err || bad "$name, $kb KiB: an incomplete network"
    fi
  done
}

disk() {
  rm -rf whole
  measure "$striate" simulate --network tiny --duration 400 --gray-before 50 --network-cache off --threads 1 --no-figures \
    --record spikes,lgn-spikes,lgn-rates --out whole || return
  "$look_into" spikes whole/spikes.h5 >whole.txt
  full_disk recording 1200 "$striate" simulate --network tiny --duration 400 --gray-before 50 --network-cache off \
    --threads 1 --no-figures --record spikes,lgn-spikes,lgn-rates --out broken
  full_disk figures 200 "$striate" simulate --network tiny --duration 200 --network-cache off --threads 1 --out broken
  full_disk export 3000 "$striate" network build --network tiny --network-cache off --out broken
  full_disk training 3000 "$striate" train --network tiny --network-cache off --threads 1 --epochs 1 \
    --steps-per-epoch 1 --train-batch 1 --validation-batch 1 --train-duration 260 --out broken
  full_disk tuning 150 "$striate" tune --network tiny --network-cache off --threads 1 --tune-directions 2 \
    --tune-trials 1 --tune-gray 100 --tune-grating 200 --no-figures --no-fits --out broken
  full_disk state 3000 "$striate" simulate --network tiny --duration 100 --network-cache off --threads 1 --no-figures \
    --record none --save-state state.h5 --overwrite --out broken
  local i kb
  for ((i = 0; i < rounds; i++)); do # the cache is a help, never a hindrance
    kb=$((1 + RANDOM % 20000))
    rm -rf cache
    limited $kb "$striate" network info --network custom --radius 160 --network-cache on --json
    "$striate" network info --network custom --radius 160 --network-cache on >out 2>err ||
      bad "cache, $kb KiB: $(tail -1 err)"
  done
}

for what in "${@:-recording}"; do
  before=$done_rounds before_wrong=$wrong
  case $what in
  recording | cache | training | tuning | disk) $what ;;
  export) export_sonata ;;
  *)
    echo "torture.sh knows no \"$what\"; choose from recording, cache, export, training, tuning and disk."
    exit 2
    ;;
  esac
  echo "$what: $((done_rounds - before)) rounds, $((wrong - before_wrong)) wrong"
done
echo "$done_rounds rounds, $kills kills, $wrong wrong"
[ $wrong = 0 ]
