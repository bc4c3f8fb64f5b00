/* A word, or of an engine that is switched all of them and who chooses. */
function dataflowText(engine) {
  return Array.isArray(engine.dataflow) ? `${engine.dataflow.join(" or ")} (${engine.dataflowChoice})` : engine.dataflow;
}

function drawHeader() {
  const engines = list(machine.matrixEngines);
  const first = engines[0];
  const workload = report.workload || {};
  byId("header").append(
    h("h1", {}, report.name, " ", h("small", {}, "on " + machine.name)),
    h("p", {}, [workload.description, workload.parameters > 0 ? scaled(workload.parameters) + " parameters" : "",
      count(workload.operators || operators.length) + " operators"].filter(text => text).join(" \u00b7 ")),
    h("p", {}, [
      first ? `${engines.length > 1 ? engines.length + " matrix engines, the first " : "matrix engine "}${first.rows}\u00d7${first.columns} ${dataflowText(first)}` : "",
      machine.streamFabric ? `stream fabric of ${machine.streamFabric.headLanes}\u00d7${machine.streamFabric.rowLanes} lanes` : "",
      machine.vectorLanes + " vector lanes",
      bytes(machine.scratchpadBytes) + " scratchpad",
      scaled(machine.dramBytesPerSecond, "B/s") + " DRAM",
      scaled(report.clockHz, "Hz"),
      report.fidelity + " fidelity"].filter(text => text).join(" \u00b7 ")));
}

function drawCards() {
  const card = (label, value, detail, share) => h("div", {class: "card"},
    h("span", {}, label), h("b", {}, value), h("span", {}, detail),
    share === undefined ? null : h("div", {class: "meter"},
      h("i", {style: `width:${Math.min(100, 100 * share).toFixed(2)}%`})));
  const dram = report.traffic.dram;
  const moved = dram.readBytes + dram.writeBytes;
  const bandwidth = part(moved, report.seconds);
  byId("cards").append(
    card("Time", seconds(report.seconds), "at " + scaled(report.clockHz, "Hz")),
    card("Cycles", count(report.cycles), report.fidelity + " fidelity"),
    card("Utilization", percent(report.utilization), "of " + count(machine.peakMacsPerCycle) + " MACs a cycle", report.utilization),
    card("MACs", scaled(report.macs), report.macs > 0 ? scaled(part(report.macs, report.seconds), "MAC/s") : "nothing is multiplied"),
    card("DRAM traffic", bytes(moved), percent(part(bandwidth, machine.dramBytesPerSecond)) + " of peak", part(bandwidth, machine.dramBytesPerSecond)),
    card("Scratchpad peak", bytes(report.peakScratchpadBytes), percent(part(report.peakScratchpadBytes, machine.scratchpadBytes)) + " of " + bytes(machine.scratchpadBytes), part(report.peakScratchpadBytes, machine.scratchpadBytes)));
}

function drawBottleneck() {
  const bottleneck = report.bottleneck || {};
  const cases = list(bottleneck.whatIf);
  if (!bottleneck.sentence && !cases.length) return null;
  const most = Math.max(report.cycles, ...cases.map(one => one.cycles));
  const row = (label, cycles, speedup, colour) => [
    h("div", {}, label),
    h("div", {class: "bar"}, h("i", {style: `width:${(100 * part(cycles, most)).toFixed(2)}%;background:${colour};border-radius:3px`})),
    h("div", {}, count(cycles)),
    h("div", {}, speedup)];
  return [
    h("p", {class: "sentence"}, bottleneck.sentence || ""),
    cases.length ? h("div", {class: "bars"},
      h("div", {class: "head"}, "what if"), h("div", {class: "head"}, ""), h("div", {class: "head"}, "cycles"), h("div", {class: "head"}, "speedup"),
      row("this run", report.cycles, "", "var(--dependence)"),
      cases.map(one => row(one.label, one.cycles, h("b", {}, one.speedup.toFixed(2) + "\u00d7"),
        one.resource === bottleneck.resource ? "var(--dramBandwidth)" : "var(--compute)"))) : null];
}

function fabricText(fabric) {
  return `${fabric.variant} attention, ${fabric.headLanes}\u00d7${fabric.rowLanes} lanes (heads \u00d7 rows) of ${fabric.vectorWidth} values: `
    + `${count(fabric.multipliers)} multipliers, ${count(fabric.exponentials)} exponentials, ${count(fabric.dividers)} dividers, `
    + `${count(fabric.storedValues)} values in channels and buffers`;
}

function squareMillimeters(area) {
  return (area / 1e6).toFixed(2) + " mm\u00b2";
}

/* The stream fabric beside machines that compute attention as products and a softmax. */
function drawStreaming() {
  const streaming = report.streaming;
  if (!streaming || !list(streaming.alternatives).length) return null;
  const most = Math.max(streaming.cycles, ...streaming.alternatives.map(one => one.cycles));
  const row = (label, one, detail, speedup) => [
    tip(h("div", {}, label), () => [h("b", {}, label), facts(detail)]),
    h("div", {class: "bar"},
      h("i", {style: `width:${(100 * part(one.attentionCycles, most)).toFixed(2)}%;background:var(--stream)`}),
      h("i", {style: `width:${(100 * part(one.cycles - one.attentionCycles, most)).toFixed(2)}%;background:var(--compute)`})),
    h("div", {}, count(one.cycles)),
    h("div", {}, count(one.attentionCycles)),
    h("div", {}, bytes(one.dramBytes)),
    h("div", {}, speedup)];
  const detail = one => [["PEs", count(one.processingElements)], ["vector lanes", count(one.vectorLanes)], ["scratchpad", bytes(one.scratchpadBytes)], ["area", squareMillimeters(one.areaSquareMicrometers)]];
  return [
    h("p", {class: "sentence"}, streaming.sentence),
    note(fabricText(machine.streamFabric) + `, ${squareMillimeters(streaming.fabricSquareMicrometers)} of ${squareMillimeters(streaming.areaSquareMicrometers)}. The other machines compute attention as products and a softmax.`),
    legend([["var(--stream)", "attention"], ["var(--compute)", "everything else"]]),
    h("div", {class: "bars six"},
      ["attention on", "", "cycles", "of attention", "DRAM", "speedup"].map(name => h("div", {class: "head"}, name)),
      row("the stream fabric", streaming, [["fabric", fabricText(machine.streamFabric)]], ""),
      streaming.alternatives.map(one => row(one.label, one, detail(one), h("b", {}, one.speedup.toFixed(2) + "\u00d7"))))];
}

function drawCycles() {
  const stack = report.cycleStack;
  const dram = report.traffic.dram;
  const busy = part(dram.readBytes + dram.writeBytes, report.cycles * machine.dramBytesPerCycle);
  return [
    stackBar(stack, report.cycles, "The run", true),
    note("DRAM busy " + percent(busy) + " of the cycles at its peak"),
    h("div", {class: "wide"}, h("table", {},
      h("thead", {}, h("tr", {}, h("th", {}, "cause"), h("th", {class: "n"}, "share"), h("th", {class: "n"}, "cycles"), h("th", {class: "n"}, "time"), h("th", {}, "what happened in these cycles"))),
      h("tbody", {}, causes.filter(cause => stack[cause.key] > 0).map(cause => h("tr", {},
        h("td", {}, swatch(`var(--${cause.key})`), cause.label),
        h("td", {class: "n"}, percent(part(stack[cause.key], report.cycles))),
        h("td", {class: "n"}, count(stack[cause.key])),
        h("td", {class: "n"}, cyclesToTime(stack[cause.key])),
        h("td", {}, cause.meaning))))))];
}

function drawKinds() {
  if (!kinds.length) return null;
  const stacks = new Map(kinds.map(kind => [kind, {}]));
  for (const operator of operators) {
    const stack = stacks.get(operator.kind);
    if (stack) for (const cause of causes) stack[cause.key] = (stack[cause.key] || 0) + operator.cycleStack[cause.key];
  }
  return [h("div", {class: "wide"}, h("table", {},
    h("thead", {}, h("tr", {}, h("th", {}, "kind"), ["operators", "cycles", "share", "utilization", "MACs", "DRAM"].map(name => h("th", {class: "n"}, name)), h("th", {}, "causes"))),
    h("tbody", {}, report.kinds.map(kind => h("tr", {},
      h("td", {}, swatch(colourOf(kind.kind)), kind.kind),
      h("td", {class: "n"}, count(kind.operators)),
      h("td", {class: "n"}, count(kind.cycles)),
      h("td", {class: "n"}, percent(kind.share)),
      h("td", {class: "n"}, kind.macs > 0 ? percent(kind.utilization) : "\u2013"),
      h("td", {class: "n"}, kind.macs > 0 ? scaled(kind.macs) : "\u2013"),
      h("td", {class: "n"}, bytes(kind.dramBytes)),
      h("td", {}, stackBar(stacks.get(kind.kind), kind.cycles, kind.kind)))))))];
}

function drawDataflows() {
  if (!report.dataflows) return null;
  return [h("div", {class: "wide"}, h("table", {},
    h("thead", {}, h("tr", {}, h("th", {}, "dataflow"), ["operators", "cycles", "share", "utilization", "MACs"].map(name => h("th", {class: "n"}, name)))),
    h("tbody", {}, report.dataflows.map(one => h("tr", {},
      h("td", {}, one.dataflow),
      h("td", {class: "n"}, count(one.operators)),
      h("td", {class: "n"}, count(one.cycles)),
      h("td", {class: "n"}, percent(one.share)),
      h("td", {class: "n"}, one.macs > 0 ? percent(one.utilization) : "\u2013"),
      h("td", {class: "n"}, one.macs > 0 ? scaled(one.macs) : "\u2013"))))))];
}

function drawLayers() {
  const layers = list(report.layers);
  if (layers.length < 2) return null;
  const most = Math.max(1, ...layers.map(layer => layer.cycles));
  const body = h("div", {class: "scroll"});
  const fill = relative => body.replaceChildren(h("div", {class: "bars"}, layers.map(layer => [
    h("div", {}, layerName(layer.layer)),
    stackBar(layer.cycleStack, relative ? layer.cycles : most, layerName(layer.layer)),
    h("div", {}, count(layer.cycles)),
    h("div", {}, percent(part(layer.cycles, report.cycles)))])));
  const choose = relative => {
    fill(relative);
    absolute.setAttribute("aria-pressed", !relative);
    shares.setAttribute("aria-pressed", relative);
  };
  const absolute = h("button", {click: () => choose(false)}, "cycles");
  const shares = h("button", {click: () => choose(true)}, "shares");
  choose(false);
  return [h("div", {class: "tools"}, absolute, shares), stackLegend(report.cycleStack), body];
}

function drawTraffic() {
  const traffic = report.traffic;
  const rows = entries => {
    const most = Math.max(1, ...entries.map(([, moved]) => moved.readBytes + moved.writeBytes));
    return h("div", {class: "bars"},
      ["", "", "read", "written"].map(name => h("div", {class: "head"}, name)),
      entries.map(([label, moved]) => [
        h("div", {}, label),
        tip(h("div", {class: "bar"},
          h("i", {style: `width:${(100 * moved.readBytes / most).toFixed(3)}%;background:var(--compute)`}),
          h("i", {style: `width:${(100 * moved.writeBytes / most).toFixed(3)}%;background:var(--dramBandwidth)`})),
        () => [h("b", {}, label), facts([["read", count(moved.readBytes) + " bytes"], ["written", count(moved.writeBytes) + " bytes"]])]),
        h("div", {}, bytes(moved.readBytes)),
        h("div", {}, bytes(moved.writeBytes))]));
  };
  const names = {weight: "weights", activation: "activations", kvCache: "KV cache"};
  return [
    legend([["var(--compute)", "read"], ["var(--dramBandwidth)", "written"]]),
    h("div", {class: "columns"},
      h("div", {}, h("h3", {}, "DRAM, by what the bytes are"),
        rows(Object.entries(traffic.dram.byClass || {}).map(([name, moved]) => [names[name] || name, moved]))),
      h("div", {}, h("h3", {}, "By level of memory"),
        rows([["DRAM", traffic.dram], ["scratchpad", traffic.scratchpad]])))];
}
