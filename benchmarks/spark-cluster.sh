#!/usr/bin/env bash
# A sweep on a real cluster of Spark on this machine, a master and two workers on loopback, beside
# the same sweep without Spark: all points must be the same, byte for byte, also when one of the
# workers is killed (kill -9, with its executor) while the sweep runs. Needs the optional part:
#   mvn -B -ntp -q -Pspark -Dquick -DskipTests -pl spark -am package
# Usage: benchmarks/spark-cluster.sh [SWEEP]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

sweep="${1:-configs/sweeps/gemms.yaml}"
port="${PORT:-17077}"
output="$(mktemp -d)"
processes=()
trap 'kill -9 "${processes[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$output"' EXIT

export SPARK_HOME="$PWD/plugins/spark"
# Workers look for it in a build of Spark otherwise.
export SPARK_SCALA_VERSION=2.13
export SPARK_LOCAL_IP=127.0.0.1
[[ -d "$SPARK_HOME/jars" ]] || {
  echo "the optional part for Spark is not built" >&2
  exit 2
}

start() { # NAME CLASS ARGUMENTS...: in a session of its own, so that a kill takes its executors too
  local name="$1"
  shift
  setsid java -Xmx512m -cp "$SPARK_HOME/jars/*" "$@" >"$output/$name.log" 2>&1 &
  processes+=("-$!")
}

start master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0
for worker in 1 2; do
  start "worker$worker" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port 0 \
    --cores 1 --memory 2g --work-dir "$output/work$worker" "spark://127.0.0.1:$port"
done
for ((i = 0; i < 120; i++)); do
  [[ "$(cat "$output"/worker*.log | grep -c 'Successfully registered with master')" == 2 ]] && break
  sleep 1
done

./tactus sweep -q "$sweep" -o "$output/here"
differing=0
for kind in undisturbed with-a-lost-worker; do
  started="$(date +%s)"
  TACTUS_JAVA_FLAGS="-Dspark.executor.memory=1g" ./tactus sweep -q "$sweep" --backend spark \
    --master "spark://127.0.0.1:$port" -o "$output/$kind" &
  driver=$!
  if [[ "$kind" == with-a-lost-worker ]]; then
    # Once the first points are in the store.
    for ((i = 0; i < 600; i++)); do
      kept="$(./tactus query "$output/$kind" --csv "select count(*) from points" 2>/dev/null | tail -n 1)" || kept=0
      [[ "${kept:-0}" -gt 0 ]] && break
      sleep 0.2
    done
    kill -9 "${processes[2]}"
    echo "killed a worker with $kept points in the store"
  fi
  wait "$driver"
  for name in points.csv sweep.json; do
    cmp "$output/here/$name" "$output/$kind/$name" || differing=1
  done
  echo "$kind: $(($(wc -l <"$output/$kind/points.csv") - 1)) points in $(($(date +%s) - started)) s"
done
[[ "$differing" == 0 ]] && echo "all points are those of a sweep without Spark, byte for byte"
exit "$differing"
