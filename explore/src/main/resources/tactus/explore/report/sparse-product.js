/* A product of sparse matrices: how long its versions took and what their threads did. */
const versions = list(report.versions);
const threadParts = [
  ["issue", "--compute", "an instruction was issued"],
  ["core", "--fillDrain", "another thread of the core was issued"],
  ["memory", "--dramLatency", "a word from or to memory was waited for"],
  ["scratchpad", "--bankConflict", "the scratchpad was waited for"],
  ["barrier", "--storeDrain", "other threads were waited for"],
  ["window", "--dramBandwidth", "results of an earlier window were still moved"],
  ["idle", "--dependence", "there was nothing left to do"]];
const traffic = [
  ["leftBytes", "--k0", "left matrix"],
  ["rightBytes", "--k1", "right matrix"],
  ["pointerBytes", "--k2", "pointers and counts of rows"],
  ["resultBytes", "--k3", "result"]];
const hashes = [["highBits", "high-bits"], ["lowBits", "low-bits"], ["multiplicative", "multiplicative"]];
const number = text => h("td", {class: "n"}, text);
const numberHead = text => h("th", {class: "n"}, text);

function drawHeader() {
  const {left, right} = report;
  byId("header").append(h("h1", {}, report.name), h("p", {}, [
    `${count(left.rows)} \u00d7 ${count(left.columns)} matrix of ${count(left.nonzeros)} nonzeros`,
    `times ${count(right.rows)} \u00d7 ${count(right.columns)} of ${count(right.nonzeros)}`].join(" ")));
}

function drawCards() {
  const card = (label, value, detail) =>
    h("div", {class: "card"}, h("span", {}, label), h("b", {}, value), h("span", {}, detail));
  const best = versions.reduce((least, one) => one.cycles < least.cycles ? one : least);
  byId("cards").append(
    card("Fewest cycles", count(best.cycles), best.name + ", " + seconds(best.seconds)),
    card("Multiply-adds", scaled(report.multiplyAdds), "at most " + count(report.mostMultiplyAddsOfARow) + " in a row"),
    card("Nonzeros of the result", scaled(report.result.nonzeros), digits(report.multiplyAddsPerResult) + " multiply-adds each"),
    card("Threads", count(report.block.threads), count(report.block.cores) + " cores"));
}

function drawVersions() {
  return [
    note("Speedup is over the first one; memory and DMA are the shares of the cycles in which they were busy."),
    h("div", {class: "scroll"}, h("table", {},
      h("thead", {}, h("tr", {}, ["version", "rows", "hash", "write-back"].map(name => h("th", {}, name)),
        ["windows", "cycles", "time", "speedup", "IPC a core", "slots a product", "memory", "DMA"].map(numberHead))),
      h("tbody", {}, versions.map(one => h("tr", {},
        [one.name, one.distribution, one.hash, one.writeBack].map(text => h("td", {}, text)),
        [count(one.windows), count(one.cycles), seconds(one.seconds), one.speedup.toFixed(2) + "\u00d7",
          digits(one.instructionsPerCoreCycle), digits(one.probesPerMultiplyAdd),
          percent(one.memory.utilization), percent(one.dmaUtilization)].map(number))))))];
}

/* Bars as long as their version took, in parts that sum to it. */
function bars(parts, of, whole, unit) {
  const most = Math.max(...versions.map(whole));
  return [
    legend(parts.map(([, colour, label]) => [`var(${colour})`, label])),
    h("div", {class: "scroll"}, h("div", {class: "bars"},
      ["version", "", "", ""].map(name => h("div", {class: "head"}, name)),
      versions.map(one => {
        const values = parts.map(([key]) => of(one)[key]);
        const sum = values.reduce((all, value) => all + value, 0);
        return [
          h("div", {}, one.name),
          bar(values.map((value, i) => [part(value, sum) * part(whole(one), most), parts[i][1]]), one.name,
            values.map((value, i) => [parts[i][2], unit(value) + ", " + percent(part(value, sum))])),
          h("div", {}, unit(whole(one))),
          h("div", {}, "")];
      })))];
}

function drawCycles() {
  return [
    note("What the threads did in the run's cycles, all of them together; a bar is as long as its version's cycles."),
    ...bars(threadParts, one => one.threadCycleStack, one => one.cycles, value => count(value) + " cycles")];
}

function drawMemory() {
  return [note("Bytes to and from memory."), ...bars(traffic, one => one.memory, one => one.memory.totalBytes, bytes)];
}

function drawProbes() {
  const most = Math.max(...hashes.map(([key]) => report.probes[key]));
  return [
    note("Slots looked at in all rows' tables, by where a column is looked for first; one for each multiply-add is the least."),
    h("div", {class: "scroll"}, h("div", {class: "bars"},
      ["hash", "", "a multiply-add", "in all"].map(name => h("div", {class: "head"}, name)),
      hashes.map(([key, label]) => [
        h("div", {}, label),
        bar([[part(report.probes[key], most), "--stream"]], label, [["slots", count(report.probes[key])]]),
        h("div", {}, digits(part(report.probes[key], report.multiplyAdds))),
        h("div", {}, count(report.probes[key]))])))];
}

function drawProduct() {
  const {block} = report;
  const node = facts([
    ["fidelity", report.fidelity],
    ["clock", scaled(block.clockHz, "Hz")],
    ["scratchpad", bytes(block.scratchpadBytes)],
    ["memory", scaled(block.memoryBytesPerSecond, "B/s")],
    ["longest left row", count(report.left.longestRow) + " nonzeros"],
    ["report", report.schema]]);
  node.className = "facts";
  return [node];
}

drawHeader();
drawCards();
section("versions", drawVersions);
section("cycles", drawCycles);
section("memory", drawMemory);
section("probes", drawProbes);
section("product", drawProduct);
