/* A table that sorts by any column; of many rows only the first are made until asked for. */
function sortableTable(columns, rows, first, shown) {
  const least = 200;
  let {column, descending} = first, all = false;
  const body = h("tbody");
  const heads = columns.map((one, i) => h("th", {class: one.number ? "n" : ""}, h("button", {click: () => {
    descending = column === i ? !descending : columns[i].number;
    column = i;
    update();
  }}, one.title)));
  const more = h("button", {click: () => { all = true; update(); }});
  const tools = h("div", {class: "tools"}, more);
  let visible = rows;
  function update() {
    const value = columns[column].value, sign = descending ? -1 : 1;
    const sorted = visible.slice().sort((a, b) => {
      const x = value(a), y = value(b);
      return sign * (typeof x === "string" ? x.localeCompare(y, "en", {numeric: true}) : x - y);
    });
    const part = all ? sorted : sorted.slice(0, least);
    body.replaceChildren(...part.map(row => h("tr", {}, columns.map(one =>
      h("td", {class: (one.number ? "n" : "") + (one.wrap ? " wrap" : "")}, one.cell(row))))));
    heads.forEach((head, i) => i === column
      ? head.setAttribute("aria-sort", descending ? "descending" : "ascending")
      : head.removeAttribute("aria-sort"));
    tools.hidden = part.length === sorted.length;
    more.textContent = `show all ${count(sorted.length)} rows`;
    if (shown) shown(sorted.length);
  }
  update();
  return {
    elements: [h("div", {class: "scroll"}, h("table", {}, h("thead", {}, h("tr", {}, heads)), body)), tools],
    filter(rows) { visible = rows; update(); }
  };
}

function drawOperators() {
  if (!operators.length) return null;
  const dram = operator => operator.traffic.dram.readBytes + operator.traffic.dram.writeBytes;
  const intensity = operator => operator.macs === 0 ? -1 : dram(operator) > 0 ? operator.macs / dram(operator) : Infinity;
  const none = "\u2013";
  const rows = operators.map((operator, index) => ({operator, index, text: [operator.name, operator.kind, operator.layer, operator.engine, operator.dataflow || ""].join("\n").toLowerCase()}));
  const number = (title, value, text) => ({title, number: true, value: row => value(row.operator), cell: row => text(row.operator)});
  const mapping = operator => {
    const map = operator.mapping;
    return map && map.tile ? `${map.tile} \u00d7${count(map.tiles)}` : none;
  };
  const order = operator => operator.mapping && operator.mapping.tile ? h("small", {}, operator.mapping.order) : null;
  const columns = [
    {title: "#", number: true, value: row => row.index, cell: row => count(row.index)},
    {title: "operator", wrap: true, value: row => row.operator.name, cell: row => h("button", {class: "link", click: () => timeline.focus(row.index)}, breakable(row.operator.name))},
    {title: "kind", value: row => row.operator.kind, cell: row => [swatch(colourOf(row.operator.kind)), row.operator.kind]},
    {title: "engine", value: row => row.operator.engine, cell: row => row.operator.engine},
    number("cycles", o => o.cycles, o => count(o.cycles)),
    number("share", o => o.cycles, o => percent(part(o.cycles, report.cycles))),
    {title: "causes", value: row => part(row.operator.cycleStack.compute, row.operator.cycles), cell: row => stackBar(row.operator.cycleStack, row.operator.cycles, row.operator.name)},
    number("utilization", o => o.macs > 0 ? o.utilization : -1, o => o.macs > 0 ? percent(o.utilization) : none),
    number("MACs", o => o.macs, o => o.macs > 0 ? scaled(o.macs) : none),
    number("DRAM", dram, o => bytes(dram(o))),
    number("MAC/B", intensity, o => o.macs === 0 ? none : Number.isFinite(intensity(o)) ? digits(intensity(o)) : "\u221e"),
    {title: "tile, tiles, order", wrap: true, value: row => mapping(row.operator), cell: row => [mapping(row.operator), order(row.operator)]}
  ];
  if (report.dataflows) {
    columns.splice(4, 0, {title: "dataflow", value: row => row.operator.dataflow || none, cell: row => row.operator.dataflow || none});
  }
  const found = h("span", {class: "push"});
  const table = sortableTable(columns, rows, {column: columns.findIndex(one => one.title === "cycles"), descending: true}, n => { found.textContent = `${count(n)} of ${count(rows.length)} operators`; });
  const words = h("input", {type: "search", placeholder: "filter by name, kind, layer, engine", "aria-label": "filter operators"});
  const kind = h("select", {"aria-label": "kind"}, h("option", {value: ""}, "all kinds"), kinds.map(name => h("option", {value: name}, name)));
  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(word => word);
    table.filter(rows.filter(row => wanted.every(word => row.text.includes(word)) && (!kind.value || row.operator.kind === kind.value)));
  };
  words.addEventListener("input", apply);
  kind.addEventListener("change", apply);
  return [
    note("Click a head to sort, a name to see the operator in the timeline."),
    h("div", {class: "tools"}, words, kind, found), table.elements];
}

function drawPeer() {
  const layers = list(report.peer && report.peer.scaleSim3 && report.peer.scaleSim3.layers);
  if (!layers.length) return null;
  const titles = {name: "layer", totalCycles: "total cycles", stallCycles: "stall cycles", overallUtilPercent: "overall util %", mappingEfficiencyPercent: "mapping efficiency %", computeUtilPercent: "compute util %", sramIfmapReads: "ifmap reads", sramFilterReads: "filter reads", sramOfmapWrites: "ofmap writes"};
  const ours = new Map(layers.map((layer, i) => [layer, operators.length === layers.length ? operators[i].cycles : -1]));
  const columns = Object.keys(layers[0]).map(key => {
    const number = typeof layers[0][key] === "number";
    const show = value => !number ? value : key.endsWith("Percent") ? value.toFixed(2) : Number.isInteger(value) ? count(value) : String(value);
    return {title: titles[key] || key, number, value: row => row[key], cell: row => show(row[key])};
  });
  const our = {title: "our cycles", number: true, value: row => ours.get(row), cell: row => ours.get(row) < 0 ? "\u2013" : count(ours.get(row))};
  const inOrder = {title: "#", number: true, value: row => layers.indexOf(row), cell: row => count(layers.indexOf(row))};
  return [
    note("The same layers as SCALE-Sim v3 defines its figures, for comparison with it; they need not agree with those above."),
    sortableTable([inOrder, ...columns.slice(0, 2), our, ...columns.slice(2)], layers, {column: 0, descending: false}).elements];
}
