const report = JSON.parse(document.getElementById("report").textContent);
const causes = JSON.parse(document.getElementById("causes").textContent);
const byId = id => document.getElementById(id);
const list = value => Array.isArray(value) ? value : [];
const operators = list(report.operators);
const kinds = list(report.kinds).map(kind => kind.kind);
const machine = report.machine || {};
const layerName = layer => layer || "outside of layers";

/* Elements. Text always becomes a text node, so no name can become markup. */
function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return element;
}
const h = (tag, attributes, ...children) =>
  build(document.createElement(tag), attributes, children);
const svgSpace = byId("svg").namespaceURI;
const s = (tag, attributes, ...children) =>
  build(document.createElementNS(svgSpace, tag), attributes, children);

/* Numbers with few digits and a unit. */
const count = number => Math.round(number).toLocaleString("en-US");
const digits = value =>
  value.toFixed(Math.abs(value) < 9.995 ? 2 : Math.abs(value) < 99.95 ? 1 : 0);
function scaled(number, unit = "") {
  const prefixes = ["", "k", "M", "G", "T", "P", "E"];
  let step = 0;
  while (Math.abs(number) >= 999.5 && step < prefixes.length - 1) { number /= 1000; step++; }
  const text = step === 0 && Number.isInteger(number) ? String(number) : digits(number);
  return prefixes[step] + unit ? text + " " + prefixes[step] + unit : text;
}
function bytes(number) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let step = 0;
  while (number >= 1000 && step < units.length - 1) { number /= 1024; step++; }
  return (step === 0 ? String(number) : digits(number)) + " " + units[step];
}
function seconds(number) {
  const units = ["s", "ms", "\u00b5s", "ns", "ps"];
  if (!(number > 0)) return "0 s";
  let step = 0;
  while (number < 0.9995 && step < units.length - 1) { number *= 1000; step++; }
  return (number >= 1000 ? count(number) : digits(number)) + " " + units[step];
}
function percent(share) {
  if (share > 0 && share < 0.0005) return "<0.1 %";
  return (100 * share).toFixed(1) + " %";
}
const cyclesToTime = cycles => seconds(cycles / report.clockHz);
const part = (a, b) => b > 0 ? a / b : 0;

/* Colours: those of the kinds follow their share; the last one is for all further kinds. */
const kindColour = new Map(kinds.map((kind, i) => [kind, "--k" + Math.min(i, 9)]));
const colourOf = kind => "var(" + (kindColour.get(kind) || "--k9") + ")";
const swatch = colour => h("span", {class: "key", style: "background:" + colour});
const cssColour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
/* The relative luminance of #rrggbb, from 0 to 1, as contrast is defined on. */
function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map(at => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
  });
  return .2126 * r + .7152 * g + .0722 * b;
}
const darkScheme = matchMedia("(prefers-color-scheme: dark)");

/* A name that may break after its separators. */
const breakable = name => name.split(/(?<=[._\/-])/).flatMap((part, i) => i ? [h("wbr"), part] : [part]);

/* Tooltips: an element with a tip shows it; a canvas calls showTip itself. */
const tips = new WeakMap();
const tipBox = byId("tip");
function tip(element, content) {
  tips.set(element, content);
  element.setAttribute("data-tip", "");
  return element;
}
function showTip(event, ...content) {
  tipBox.replaceChildren(...content.flat(Infinity));
  tipBox.hidden = false;
  const box = tipBox.getBoundingClientRect();
  const x = event.clientX + 14 + box.width > innerWidth ? event.clientX - 14 - box.width : event.clientX + 14;
  const y = event.clientY + 14 + box.height > innerHeight ? event.clientY - 14 - box.height : event.clientY + 14;
  tipBox.style.left = Math.max(4, x) + "px";
  tipBox.style.top = Math.max(4, y) + "px";
}
const hideTip = () => { tipBox.hidden = true; };
document.addEventListener("mousemove", event => {
  if (event.target.tagName === "CANVAS") return;
  const owner = event.target.closest ? event.target.closest("[data-tip]") : null;
  if (owner && tips.has(owner)) showTip(event, tips.get(owner)());
  else hideTip();
});
document.addEventListener("scroll", hideTip, {capture: true, passive: true});

const facts = pairs => h("dl", {}, pairs.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));

/* A bar of [share, colour] parts. */
function bar(shares, title, pairs) {
  return tip(h("div", {class: "bar", role: "img", "aria-label": title},
    shares.map(([share, colour]) => h("i", {style: `width:${(100 * share).toFixed(3)}%;background:var(${colour})`}))),
  () => [h("b", {}, title), facts(pairs)]);
}

/* The bar of a cycle stack; the parts' widths are shares of `whole`. */
function stackBar(stack, whole, title, big) {
  const total = causes.reduce((sum, cause) => sum + (stack[cause.key] || 0), 0);
  const shown = causes.filter(cause => stack[cause.key] > 0);
  const bar = h("div", {
    class: big ? "stack big" : "stack", role: "img",
    "aria-label": title + ": " + shown.map(cause =>
      cause.label + " " + percent(part(stack[cause.key], total))).join(", ")
  });
  for (const cause of shown) {
    const share = part(stack[cause.key], whole);
    bar.append(h("i", {style: `width:${(100 * share).toFixed(4)}%;background:var(--${cause.key})`},
      big && share > 0.08 ? h("span", {}, cause.label + " " + percent(share)) : null));
  }
  return tip(bar, () => [h("b", {}, title), facts(shown.map(cause =>
    [[swatch(`var(--${cause.key})`), cause.label],
      percent(part(stack[cause.key], total)) + ", " + count(stack[cause.key]) + " cycles"]))]);
}
const legend = entries => h("div", {class: "legend"},
  entries.map(([colour, label]) => h("span", {}, swatch(colour), label)));
const stackLegend = stack => legend(causes.filter(cause => stack[cause.key] > 0)
  .map(cause => [`var(--${cause.key})`, cause.label]));

function operatorTip(operator) {
  const dram = operator.traffic ? operator.traffic.dram : {readBytes: 0, writeBytes: 0};
  const biggest = causes.reduce((most, cause) =>
    operator.cycleStack[cause.key] > operator.cycleStack[most.key] ? cause : most);
  return [h("b", {}, operator.name), facts([
    ["kind", operator.kind + (operator.layer ? ", " + operator.layer : "")],
    ["cycles", count(operator.cycles) + " (" + percent(part(operator.cycles, report.cycles)) + " of the run)"],
    ["from, to", count(operator.startCycle) + ", " + count(operator.endCycle)],
    ["MACs", operator.macs > 0 ? scaled(operator.macs) + ", utilization " + percent(operator.utilization) : "none"],
    ["DRAM", bytes(dram.readBytes) + " read, " + bytes(dram.writeBytes) + " written"],
    ["most cycles", operator.cycles > 0 ? biggest.label + " " + percent(part(operator.cycleStack[biggest.key], operator.cycles)) : "hidden behind others"]
  ])];
}

/* Sections get a title and an entry in the navigation; those without data go away. */
function section(id, draw) {
  const element = byId(id);
  const content = draw(element);
  if (!content) { element.remove(); return; }
  const title = element.dataset.title;
  element.append(h("h2", {}, title), ...content.flat(Infinity).filter(child => child));
  byId("nav").append(h("a", {href: "#" + id}, title));
}
const note = text => h("p", {class: "note"}, text);
