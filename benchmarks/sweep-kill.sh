#!/usr/bin/env bash
# Kills a sweep (kill -9) at random moments, resumes it, and compares the store with that of a sweep
# that was left alone, row for row. Usage: benchmarks/sweep-kill.sh [SWEEP] [TIMES]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

sweep="${1:-configs/sweeps/gemms.yaml}"
times="${2:-20}"
output="$(mktemp -d)"
trap 'rm -rf "$output"' EXIT
all='select * from points order by point'

./tactus check "$sweep" >/dev/null # builds what is stale
started="$(date +%s%N)"
./tactus sweep -q "$sweep" -o "$output/alone"
took=$((($(date +%s%N) - started) / 1000000))
./tactus query "$output/alone" --csv "$all" >"$output/alone.csv"
echo "left alone: $(($(wc -l <"$output/alone.csv") - 1)) points in $took ms"

differing=0
for ((i = 1; i <= times; i++)); do
  directory="$output/killed-$i"
  moment=$((SRANDOM % took))
  ./tactus sweep -q "$sweep" -o "$directory" 2>/dev/null &
  process=$!
  sleep "$((moment / 1000)).$(printf '%03d' $((moment % 1000)))"
  kill -9 "$process" 2>/dev/null || true
  wait "$process" 2>/dev/null || true
  kept=0
  if [[ -f "$directory/sweep.db" ]]; then
    kept="$(./tactus query "$directory" --csv "select count(*) from points" 2>/dev/null | tail -n 1)" || kept="no table yet"
  fi
  resume=()
  if [[ -f "$directory/sweep.db" ]]; then resume=(--resume); fi
  ./tactus sweep -q ${resume[@]+"${resume[@]}"} "$sweep" -o "$directory"
  ./tactus query "$directory" --csv "$all" >"$directory.csv"
  verdict=equal
  cmp -s "$output/alone.csv" "$directory.csv" || {
    verdict=DIFFERENT
    differing=$((differing + 1))
  }
  echo "$i: killed after $moment ms with $kept points kept; resumed: $verdict"
  rm -rf "$directory"
done
echo "$times kills, $differing stores that differ"
[[ "$differing" == 0 ]]
