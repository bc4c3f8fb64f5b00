/* One run of a stream fabric: what its units did and how full its channels were. */
const total = report.cycles || 0;
const parts = [
  ["busy", "--compute", "at work: intervals, resets and the start"],
  ["no token", "--dramLatency", "waited for a token"],
  ["no room", "--dramBandwidth", "waited for room"],
  ["done", "--dependence", "had nothing left to do"]];

/* A unit's time is what it was busy and what it waited. */
function unitParts(unit) {
  const channels = list(report.channels);
  const sum = (end, field) => channels.filter(channel => channel[end] === unit.name)
    .reduce((all, channel) => all + channel[field], 0);
  return [unit.busyCycles, sum("to", "consumerWaitCycles"), sum("from", "producerWaitCycles"), total - unit.endCycle];
}

function drawHeader() {
  const attention = report.attention;
  byId("header").append(
    h("h1", {}, report.name),
    attention ? h("p", {}, [attention.variant + " attention",
      `${count(attention.queries)} queries, ${count(attention.keys)} keys, dimension ${attention.dimension}`,
      attention.heads + (attention.heads === 1 ? " head" : " heads")
        + (attention.keyHeads !== attention.heads ? `, ${attention.keyHeads} of keys` : ""),
      attention.causal ? "causal" : ""].filter(text => text).join(" \u00b7 ")) : null);
}

function drawCards() {
  const card = (label, value, detail) =>
    h("div", {class: "card"}, h("span", {}, label), h("b", {}, value), h("span", {}, detail));
  if (!total) return;
  const bound = report.cyclesOfRoundBound;
  const unbounded = list(report.channels).filter(channel => channel.depth === null).length;
  byId("cards").append(
    card("Cycles", count(total), "until the last unit ends"),
    card("Rounds", count(report.rounds), report.jumpedSteps > 0 ? scaled(report.steps - report.jumpedSteps) + " of " + scaled(report.steps) + " steps run" : "all steps run"),
    card("Cycles a round", digits(report.cyclesOfRound), typeof bound === "number" ? "at least " + digits(bound) + " in the long run" : "bound not computed"),
    report.attention ? card("MACs", scaled(report.attention.macs), digits(part(report.attention.macs, total)) + " a cycle") : "",
    card("Channels hold", count(report.channelValues), "values" + (unbounded ? `; ${unbounded} unbounded` : "")),
    report.values ? card("Greatest error", report.values.greatestError.toExponential(1), report.values.arithmetic || "against plain attention") : "");
}

function drawDeadlock() {
  const deadlock = report.deadlock;
  if (!deadlock) return null;
  const channels = list(deadlock.tooShort);
  return [
    h("pre", {class: "sentence"}, deadlock.message),
    channels.length ? h("table", {},
      h("thead", {}, h("tr", {}, h("th", {}, "channel"), h("th", {class: "n"}, "holds"), h("th", {class: "n"}, "must hold at least"))),
      h("tbody", {}, channels.map(channel => h("tr", {}, h("td", {}, channel.channel),
        h("td", {class: "n"}, count(channel.depth)), h("td", {class: "n"}, count(channel.sufficient)))))) : null];
}

function drawUnits() {
  const units = list(report.units);
  if (!units.length) return null;
  return [
    note("What each unit did in the run's cycles; the four parts are all there is."),
    legend(parts.map(([name, colour]) => [`var(${colour})`, name])),
    h("div", {class: "scroll"}, h("div", {class: "bars"},
      ["unit", "", "busy", "steps"].map(name => h("div", {class: "head"}, name)),
      units.map(unit => {
        const cycles = unitParts(unit);
        return [
          h("div", {}, unit.name),
          bar(cycles.map((part_, i) => [part(part_, total), parts[i][1]]), unit.name,
            cycles.map((part_, i) => [parts[i][0], count(part_) + " cycles, " + percent(part(part_, total))])),
          h("div", {}, percent(part(unit.busyCycles, total))),
          h("div", {}, count(unit.steps))];
      })))];
}

function drawChannels() {
  const channels = list(report.channels);
  if (!channels.length) return null;
  return [
    note("How full each channel was at most, of its depth, and the share of the run in which its producer found it full or its consumer found it empty."),
    legend([["var(--stream)", "most slots taken"], ["var(--dramBandwidth)", "producer waited"], ["var(--dramLatency)", "consumer waited"]]),
    h("div", {class: "scroll"}, h("table", {},
      h("thead", {}, h("tr", {}, ["channel", "from", "to", "occupancy"].map(name => h("th", {}, name)),
        h("th", {class: "n"}, "most"), h("th", {class: "n"}, "depth"), h("th", {class: "n"}, "tokens"), h("th", {}, "waits"),
        h("th", {class: "n"}, "full"), h("th", {class: "n"}, "empty"))),
      h("tbody", {}, channels.map(channel => {
        const unbounded = channel.depth === null;
        const known = channel.peakOccupancy !== null;
        const full = part(channel.producerWaitCycles, total);
        const empty = part(channel.consumerWaitCycles, total);
        const pairs = [
          ["most taken", known ? count(channel.peakOccupancy) : "not measured"],
          ["depth", unbounded ? "unbounded" : count(channel.depth) + " tokens of " + count(channel.width) + " values"],
          ["producer waited", count(channel.producerWaitCycles) + " cycles, " + percent(full)],
          ["consumer waited", count(channel.consumerWaitCycles) + " cycles, " + percent(empty)]];
        const wide = inner => h("td", {style: "min-width:8rem"}, inner);
        return h("tr", {},
          h("td", {}, channel.name), h("td", {}, channel.from), h("td", {}, channel.to),
          wide(known && !unbounded ? bar([[part(channel.peakOccupancy, channel.depth), "--stream"]], channel.name, pairs) : null),
          h("td", {class: "n"}, known ? count(channel.peakOccupancy) : "\u2013"),
          h("td", {class: "n"}, unbounded ? "\u221e" : count(channel.depth)),
          h("td", {class: "n"}, count(channel.tokens)),
          wide(bar([[full, "--dramBandwidth"], [empty, "--dramLatency"]], channel.name, pairs)),
          h("td", {class: "n"}, percent(full)), h("td", {class: "n"}, percent(empty)));
      }))))];
}

function drawDepths() {
  const points = list((report.fifoDepths || {}).points);
  if (!points.length) return null;
  const names = Object.keys(points[0].depths);
  return [
    note(`Least depths that keep to an allowance over the ${count(report.fifoDepths.unboundedCycles)} cycles with unbounded channels.`),
    h("div", {class: "wide"}, h("table", {},
      h("thead", {}, h("tr", {}, ["allowed", "cycles", "values", ...names].map(name => h("th", {class: "n"}, name)))),
      h("tbody", {}, points.map(point => h("tr", {},
        [point.allowedPercent + " %", count(point.cycles), count(point.values), ...names.map(name => count(point.depths[name]))]
          .map(text => h("td", {class: "n"}, text)))))))];
}

function drawFabric() {
  const pairs = [["method", report.method]];
  for (const [name, value] of Object.entries(report.fabric || {})) pairs.push([name, String(value)]);
  if (report.values) pairs.push(["values", "seed " + report.values.seed]);
  pairs.push(["report", report.schema]);
  const node = facts(pairs);
  node.className = "facts";
  return [node];
}

drawHeader();
drawCards();
section("deadlock", drawDeadlock);
section("units", drawUnits);
section("channels", drawChannels);
section("depths", drawDepths);
section("fabric", drawFabric);
