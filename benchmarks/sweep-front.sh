#!/usr/bin/env bash
# How much of the whole grid's hypervolume an evolutionary search with a tenth of the points finds,
# over several seeds. Takes some minutes; with a third argument, the grid's store is kept there and
# used again. Usage: benchmarks/sweep-front.sh [SWEEP] [SEEDS] [GRID_DIRECTORY]
# Exit code 1 if a search finds less than 95 %.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

sweep="${1:-configs/sweeps/large/layer-20736-points.yaml}"
seeds="${2:-5}"
output="$(mktemp -d)"
trap 'rm -rf "$output"' EXIT
grid="${3:-$output/grid}"

resume=()
if [[ -f "$grid/sweep.db" ]]; then resume=(--resume); fi
./tactus sweep -q "$sweep" ${resume[@]+"${resume[@]}"} -o "$grid"
points="$(./tactus query "$grid" --csv "select count(*) from points" | tail -n 1)"
budget="$((points / 10))"
echo "$sweep: $points points, searched with $budget"

missed=0
for ((seed = 1; seed <= seeds; seed++)); do
  ./tactus sweep -q "$sweep" --set method=evolutionary --set "budget=$budget" --set "seed=$seed" \
    -o "$output/$seed"
  # Both fronts on the grid's scale: its least is 0, its greatest 1, the reference point 1.1.
  ./tactus compare "$grid" "$output/$seed" --json >"$output/$seed.json"
  share="$(tr -d '\n' <"$output/$seed.json" |
    sed -n 's/.*"figure" *: *"hypervolume" *, *"before" *: *\([0-9.E-]*\) *, *"after" *: *\([0-9.E-]*\).*/\1 \2/p' |
    awk '{printf "%.2f", 100 * $2 / $1}')"
  verdict=""
  awk -v share="$share" 'BEGIN {exit !(share < 95)}' && {
    verdict=", MISSED (95 %)"
    missed=1
  }
  echo "seed $seed: $share % of the hypervolume$verdict"
  rm -rf "${output:?}/$seed"
done
exit "$missed"
