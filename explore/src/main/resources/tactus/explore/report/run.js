function drawMachine() {
  const pairs = [["machine", machine.name], ["clock", scaled(machine.clockHz, "Hz")]];
  list(machine.matrixEngines).forEach((engine, i) => pairs.push(["matrix engine " + i,
    `${engine.rows}\u00d7${engine.columns}, ${dataflowText(engine)}, pipeline depth ${engine.pipelineDepth}, ${engine.doubleBuffer ? "double" : "single"} buffered`]));
  if (machine.streamFabric) pairs.push(["stream fabric", fabricText(machine.streamFabric)]);
  pairs.push(
    ["vector engine", machine.vectorLanes + " lanes"],
    ["scratchpad", bytes(machine.scratchpadBytes)],
    ["DRAM", `${scaled(machine.dramBytesPerSecond, "B/s")}, ${digits(machine.dramBytesPerCycle)} B a cycle`],
    ["peak", `${count(machine.peakMacsPerCycle)} MACs a cycle, ${scaled(machine.peakMacsPerCycle * machine.clockHz, "MAC/s")}`]);
  const compile = report.compile || {};
  if (compile.plan) {
    pairs.push(["plan", compile.plan], ["plans", `${count(compile.plansConsidered)} considered, ${count(compile.plansSimulated)} simulated`]);
  }
  pairs.push(["report", report.schema]);
  const node = facts(pairs);
  node.className = "facts";
  return [node];
}

drawHeader();
drawCards();
section("bottleneck", drawBottleneck);
section("streaming", drawStreaming);
section("cycles", drawCycles);
section("kinds", drawKinds);
section("dataflows", drawDataflows);
section("layers", drawLayers);
section("timeline", drawTimeline);
section("roofline", drawRoofline);
section("traffic", drawTraffic);
section("energy", drawEnergy);
section("residency", () => report.residency ? drawResidency(report.residency) : null);
section("operators", drawOperators);
section("numerics", drawNumerics);
section("peer", drawPeer);
section("machine", drawMachine);
