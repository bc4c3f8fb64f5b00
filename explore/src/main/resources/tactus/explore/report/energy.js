/* A quantity of physics, with prefixes below 1 too. */
function small(number, unit) {
  const prefixes = ["", "m", "\u00b5", "n", "p"];
  let step = 0;
  while (number > 0 && number < 0.9995 && step < prefixes.length - 1) { number *= 1000; step++; }
  return step === 0 ? scaled(number, unit) : digits(number) + " " + prefixes[step] + unit;
}

const tensorClasses = {weights: "weights", inputs: "inputs", outputs: "outputs, partial sums", kvCache: "key-value cache",
  metadata: "sparsity metadata", streamed: "values inside the stream fabric", compute: "arithmetic", overhead: "leakage, idle, control"};

/* Energy by what it was spent on and where: classes of tensors, then the tensors themselves. */
function drawTensorEnergy(energy, total, joules, number) {
  const classes = Object.entries(energy.byTensorClass || {}).map(([name, row]) => ({class: name, ...row}));
  if (!classes.length) return [];
  const levels = Object.keys(energy.byLevelPicojoules).filter(level => energy.byLevelPicojoules[level] > 0)
    .sort((a, b) => energy.byLevelPicojoules[b] - energy.byLevelPicojoules[a]);
  const at = (row, level) => row.byLevelPicojoules[level] || 0;
  const atLevels = levels.map(level => ({title: level, number: true, value: row => at(row, level), cell: row => at(row, level) ? joules(at(row, level)) : "\u2013"}));
  const what = row => tensorClasses[row.class] || row.class;
  const sums = [number("energy", row => row.picojoules, joules), number("share", row => row.picojoules / total, percent)];
  const all = {class: "all", byLevelPicojoules: energy.byLevelPicojoules, picojoules: total};
  const cells = row => [what(row), joules(row.picojoules), percent(row.picojoules / total)]
    .concat(levels.map(level => at(row, level) ? joules(at(row, level)) : "\u2013"))
    .map((text, i) => {
      const cell = h("td", i ? {class: "n"} : {}, text);
      if (i > 2 && row !== all) cell.style.background = `rgba(70, 120, 200, ${(0.55 * at(row, levels[i - 3]) / total).toFixed(3)})`;
      return cell;
    });
  const rows = classes.slice().sort((a, b) => b.picojoules - a.picojoules).concat([all]);
  const elements = [note("What the energy was spent on, by level:"), h("div", {class: "scroll"}, h("table", {},
    h("thead", {}, h("tr", {}, ["spent on", "energy", "share"].concat(levels).map((title, i) => h("th", i ? {class: "n"} : {}, title)))),
    h("tbody", {}, rows.map(row => h("tr", {}, cells(row))))))];
  const tensors = list(energy.tensors);
  if (tensors.length) {
    const named = [
      {title: "tensor", value: row => row.name, cell: row => breakable(row.name)},
      {title: "as", value: what, cell: what}];
    elements.push(h("details", {}, h("summary", {}, `${count(tensors.length)} tensors by name`),
      sortableTable(named.concat(sums, atLevels), tensors, {column: 2, descending: true}).elements));
  }
  return elements;
}

/* Where the joules went, by level and component, and what could be saved. */
function drawEnergy() {
  const energy = report.energy;
  if (!energy) return null;
  const total = report.energyPicojoules.total;
  const joules = picojoules => small(picojoules * 1e-12, "J");
  const watts = value => small(value, "W");
  const parts = list(energy.components).filter(part => part.picojoules > 0);
  const number = (title, value, text) => ({title, number: true, value, cell: row => text(value(row))});
  const columns = [
    {title: "component", value: row => row.name, cell: row => breakable(row.name)},
    {title: "level", value: row => row.level, cell: row => row.level},
    number("energy", row => row.picojoules, joules),
    number("share", row => row.picojoules / total, percent),
    number("actions", row => row.dynamicPicojoules, joules),
    number("idle clocks", row => row.idlePicojoules, joules),
    number("leakage, background", row => row.leakagePicojoules, joules),
    number("area, mm\u00b2", row => (report.areaSquareMicrometers[row.name] || 0) / 1e6, value => value.toPrecision(3))
  ];
  const pairs = [
    ["energy", joules(total)],
    ["average power", watts(energy.averagePowerWatts)],
    ["peak power", `${watts(energy.peakPowerWatts)} over ${seconds(energy.windowSeconds)}`],
    ["a MAC with everything", `${energy.picojoulesPerMac.toPrecision(3)} pJ`],
    ["efficiency", `${energy.teraOperationsPerJoule.toPrecision(3)} TOPS/W`],
    ["energy \u00d7 delay", `${energy.energyDelayJouleSeconds.toPrecision(3)} J s`],
    ["area", `${(report.areaSquareMicrometers.total / 1e6).toPrecision(3)} mm\u00b2`],
    ["process", `${energy.process.nodeNanometers} nm, ${energy.process.supplyVolts} V, ${energy.process.temperatureKelvin} K, ${energy.process.transistors}; ${energy.process.dram}`],
    ["activity of operands", `${energy.activity.toPrecision(3)}, ${energy.activityCounted ? "counted" : "assumed"}`]];
  const node = facts(pairs);
  node.className = "facts";
  const savings = list(energy.savings);
  const elements = [note(energy.sentence), node, sortableTable(columns, parts, {column: 2, descending: true}).elements].concat(drawTensorEnergy(energy, total, joules, number));
  if (savings.length) {
    elements.push(h("div", {class: "scroll"}, h("table", {},
      h("thead", {}, h("tr", {}, [h("th", {}, "what would save"), h("th", {class: "n"}, "energy"), h("th", {class: "n"}, "share")])),
      h("tbody", {}, savings.map(saving => h("tr", {}, [h("td", {}, saving.label), h("td", {class: "n"}, joules(saving.picojoules)), h("td", {class: "n"}, percent(saving.share))]))))));
  }
  return elements;
}

