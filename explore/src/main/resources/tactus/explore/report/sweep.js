const data = JSON.parse(document.getElementById("report").textContent);
const byId = id => document.getElementById(id);
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return element;
}
const note = text => h("p", {class: "note"}, text);
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const figure = value => {
  if (value === null || value === undefined) return "";
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e7) ? value.toExponential(4) : String(+value.toPrecision(6));
};
const axes = data.axes.map(axis => axis.name);
// The data are in joules and square metres; people read others.
const units = data.objectives.map((goal, i) => (data.objectiveUnits || [])[i] || {text: "", size: 1});
const goals = data.objectives.map((goal, i) => units[i].text ? `${goal} (${units[i].text})` : goal);
const points = data.rows.map(row => ({
  number: row[0], inputs: row[1], goals: row[2].map((value, i) => value / units[i].size), feasible: row[3] === 1, front: row[4] === 1, message: row[5]
}));
const good = points.filter(point => point.feasible);
const pinned = new Set();
let redraws = [];
const redraw = () => redraws.forEach(draw => draw());

const tipBox = byId("tip");
function showTip(event, point) {
  const pairs = [["point", String(point.number)]]
    .concat(data.inputNames.map((name, i) => [name, point.inputs[i]]))
    .concat(goals.map((goal, i) => [goal, figure(point.goals[i])]));
  tipBox.replaceChildren(h("b", {}, point.front ? "on the front" : "point"),
    h("dl", {}, pairs.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])));
  tipBox.hidden = false;
  const box = tipBox.getBoundingClientRect();
  const x = event.clientX + 14 + box.width > innerWidth ? event.clientX - 14 - box.width : event.clientX + 14;
  const y = Math.min(event.clientY + 14, innerHeight - box.height - 4);
  tipBox.style.left = Math.max(4, x) + "px";
  tipBox.style.top = Math.max(4, y) + "px";
}
const hideTip = () => { tipBox.hidden = true; };
function pin(point) {
  if (pinned.has(point)) pinned.delete(point); else pinned.add(point);
  redraw();
}

function canvas(height, draw, hit) {
  const element = h("canvas", {class: "plot", style: `height:${height}px`});
  const paint = () => {
    const ratio = devicePixelRatio || 1;
    element.width = Math.max(300, element.clientWidth) * ratio;
    element.height = height * ratio;
    const pen = element.getContext("2d");
    pen.scale(ratio, ratio);
    pen.font = "12px system-ui, sans-serif";
    draw(pen, element.width / ratio, height);
  };
  redraws.push(paint);
  const at = event => {
    const box = element.getBoundingClientRect();
    return hit(event.clientX - box.left, event.clientY - box.top);
  };
  element.addEventListener("mousemove", event => {
    const point = at(event);
    element.style.cursor = point ? "pointer" : "default";
    if (point) showTip(event, point); else hideTip();
  });
  element.addEventListener("mouseleave", hideTip);
  element.addEventListener("click", event => { const point = at(event); if (point) pin(point); });
  return element;
}
const tick = value => value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(2)
  : Number(value.toPrecision(3)).toLocaleString("en-US", {notation: "compact", maximumSignificantDigits: 3});
const extent = values => {
  let least = Infinity, most = -Infinity;
  for (const value of values) { least = Math.min(least, value); most = Math.max(most, value); }
  return least < most ? [least, most] : [least - 0.5, most + 0.5];
};
function section(id, ...content) {
  const element = byId(id);
  element.append(h("h2", {}, element.dataset.title), ...content.flat(Infinity));
  byId("nav").append(h("a", {href: "#" + id}, element.dataset.title));
}

byId("header").append(h("h1", {}, data.name, h("small", {}, " sweep")),
  h("p", {}, `${data.method}, seed ${data.seed}; ${data.axes.map(a => `${a.name} (${a.values})`).join(" \u00d7 ")}`));
const card = (value, text) => h("div", {class: "card"}, h("b", {}, value), h("span", {}, text));
byId("cards").append(card(figure(data.points), "points run, of " + figure(data.spacePoints) + " in the space"),
  card(figure(data.feasiblePoints), "meet the constraints"), card(figure(data.failedPoints), "failed"),
  card(figure(data.front.length), "on the Pareto front"),
  ...goals.map((goal, i) => card(good.length ? figure(extent(good.map(p => p.goals[i]))[0]) : "none", "least " + goal)));

/* The front: two objectives against each other, or one against the number of the point. */
{
  const margin = {left: 84, right: 34, top: 14, bottom: 44};
  let xGoal = 0, yGoal = Math.min(1, goals.length - 1), log = false;
  const value = (point, goal) => goals.length === 1 && goal === 1 ? point.number : point.goals[goal];
  let placed = [];
  const single = goals.length === 1;
  const draw = (pen, width, height) => {
    const xs = good.map(p => single ? p.number : p.goals[xGoal]);
    const ys = good.map(p => p.goals[yGoal]);
    const scale = v => log ? Math.log10(Math.max(v, 1e-300)) : v;
    const [x0, x1] = extent(xs.map(v => single ? v : scale(v))), [y0, y1] = extent(ys.map(scale));
    const px = v => margin.left + ((single ? v : scale(v)) - x0) / (x1 - x0) * (width - margin.left - margin.right);
    const py = v => height - margin.bottom - (scale(v) - y0) / (y1 - y0) * (height - margin.top - margin.bottom);
    pen.clearRect(0, 0, width, height);
    pen.strokeStyle = css("--line"); pen.fillStyle = css("--soft");
    for (let i = 0; i <= 4; i++) {
      const sx = x0 + (x1 - x0) * i / 4, sy = y0 + (y1 - y0) * i / 4;
      const vx = log && !single ? 10 ** sx : sx, vy = log ? 10 ** sy : sy;
      pen.beginPath(); pen.moveTo(margin.left, py(vy)); pen.lineTo(width - margin.right, py(vy)); pen.stroke();
      pen.textAlign = "right"; pen.fillText(tick(vy), margin.left - 8, py(vy) + 4);
      pen.textAlign = "center"; pen.fillText(tick(vx), px(vx), height - margin.bottom + 17);
    }
    pen.fillText(single ? "point" : goals[xGoal], (margin.left + width) / 2, height - 8);
    pen.save(); pen.translate(14, height / 2); pen.rotate(-Math.PI / 2); pen.fillText(goals[yGoal], 0, 0); pen.restore();
    placed = good.map((point, i) => ({point, x: px(xs[i]), y: py(ys[i])}));
    const dot = (one, radius, colour) => { pen.fillStyle = colour; pen.beginPath(); pen.arc(one.x, one.y, radius, 0, 7); pen.fill(); };
    pen.globalAlpha = good.length > 2000 ? .35 : .7;
    placed.filter(one => !one.point.front).forEach(one => dot(one, 2.6, css("--dependence")));
    pen.globalAlpha = 1;
    placed.filter(one => one.point.front).forEach(one => dot(one, 4.5, css("--accent")));
    placed.filter(one => pinned.has(one.point)).forEach(one => {
      pen.strokeStyle = css("--dramBandwidth"); pen.lineWidth = 2; pen.beginPath(); pen.arc(one.x, one.y, 8, 0, 7); pen.stroke(); pen.lineWidth = 1;
    });
  };
  const hit = (x, y) => {
    let best = null, least = 100;
    for (const one of placed) {
      const distance = (one.x - x) ** 2 + (one.y - y) ** 2 - (one.point.front ? 20 : 0);
      if (distance < least) { least = distance; best = one.point; }
    }
    return best;
  };
  const choice = (label, at, set) => h("label", {}, label + " ", h("select", {change: event => { set(+event.target.value); redraw(); }},
    goals.map((goal, i) => h("option", {value: i, selected: i === at}, goal))));
  section("front", note("Every point that meets the constraints; those that no other beats in all objectives are blue. Hover for the design, click to pin it."),
    h("div", {class: "tools"}, single ? null : choice("across", xGoal, i => { xGoal = i; }), choice("up", yGoal, i => { yGoal = i; }),
      h("label", {}, h("input", {type: "checkbox", style: "width:auto", change: event => { log = event.target.checked; redraw(); }}), " logarithmic")),
    canvas(420, draw, hit));
}

/* Parallel coordinates: a line for each point of the front, grey ones for a sample of the others. */
{
  const margin = {left: 70, right: 70, top: 34, bottom: 20};
  const columns = data.inputNames.slice(0, axes.length).map((name, i) => {
    const values = data.axes[i].labels;
    return {name, labels: values, place: point => values.length < 2 ? .5 : values.indexOf(point.inputs[i]) / (values.length - 1)};
  }).concat(goals.map((goal, i) => {
    const [least, most] = extent(good.map(p => p.goals[i]));
    return {name: goal, labels: null, ends: [least, most], place: point => (point.goals[i] - least) / (most - least)};
  }));
  let lines = [];
  const draw = (pen, width, height) => {
    pen.clearRect(0, 0, width, height);
    const x = i => margin.left + i * (width - margin.left - margin.right) / Math.max(1, columns.length - 1);
    const y = share => height - margin.bottom - share * (height - margin.top - margin.bottom);
    const step = Math.max(1, Math.ceil(good.length / 400));
    const shown = good.filter((p, i) => p.front || pinned.has(p) || i % step === 0);
    lines = [];
    const line = (point, colour, width_) => {
      const path = columns.map((column, i) => [x(i), y(column.place(point))]);
      pen.strokeStyle = colour; pen.lineWidth = width_; pen.beginPath();
      path.forEach(([a, b], i) => i ? pen.lineTo(a, b) : pen.moveTo(a, b));
      pen.stroke(); lines.push({point, path});
    };
    pen.globalAlpha = .18; shown.filter(p => !p.front).forEach(p => line(p, css("--dependence"), 1));
    pen.globalAlpha = .75; shown.filter(p => p.front).forEach(p => line(p, css("--accent"), 1.4));
    pen.globalAlpha = 1; shown.filter(p => pinned.has(p)).forEach(p => line(p, css("--dramBandwidth"), 2.4));
    pen.lineWidth = 1; pen.textAlign = "center";
    columns.forEach((column, i) => {
      pen.strokeStyle = css("--soft"); pen.beginPath(); pen.moveTo(x(i), y(0)); pen.lineTo(x(i), y(1)); pen.stroke();
      pen.fillStyle = css("--ink"); pen.fillText(column.name, x(i), 14);
      pen.fillStyle = css("--soft");
      if (column.ends) {
        pen.fillText(figure(+column.ends[1].toPrecision(3)), x(i), y(1) - 6); pen.fillText(figure(+column.ends[0].toPrecision(3)), x(i), y(0) + 14);
      } else {
        pen.textAlign = "left";
        const every = Math.ceil(column.labels.length / 12);
        column.labels.forEach((label, at) => { if (at % every === 0) pen.fillText(label.length > 22 ? label.slice(0, 21) + "\u2026" : label, x(i) + 5, y(column.labels.length < 2 ? .5 : at / (column.labels.length - 1)) + 4); });
        pen.textAlign = "center";
      }
    });
  };
  const hit = (px, py) => {
    let best = null, least = 36;
    for (const {point, path} of lines) for (let i = 1; i < path.length; i++) {
      const [ax, ay] = path[i - 1], [bx, by] = path[i];
      if (px < ax || px > bx) continue;
      const at = ay + (by - ay) * (px - ax) / (bx - ax);
      const distance = (at - py) ** 2;
      if (distance < least) { least = distance; best = point; }
    }
    return best;
  };
  section("parallel", note("A line is a design: its value on each axis, then its objectives, of which low is good. The front is blue; of the others, a sample of at most 400."),
    canvas(380, draw, hit));
}

section("sensitivity", note("How much of an objective's variance over the points is between the values of one axis (\u03b7\u00b2, the main effect). The rest lies in how axes act together."),
  h("div", {class: "wide"}, h("table", {}, h("thead", {}, h("tr", {}, h("th", {}, "axis"), goals.map(goal => h("th", {colspan: 2}, goal)))),
    h("tbody", {}, data.sensitivity.map(row => h("tr", {}, h("td", {}, row.axis), row.shares.map(share => [
      h("td", {class: "n"}, (100 * share).toFixed(1) + " %"), h("td", {class: "share"}, h("i", {style: `width:${(100 * share).toFixed(2)}%`}))])))))));

/* All points, sorted and filtered; the page shows the first of them. */
{
  const most = 300;
  let sort = {column: 0, down: false}, words = "", only = false;
  const columns = [["point", p => p.number, true], ...data.inputNames.map((name, i) => [name, p => p.inputs[i], false]),
    ...goals.map((goal, i) => [goal, p => p.goals[i], true]), ["state", p => p.message || (p.front ? "front" : p.feasible ? "" : "infeasible"), false]];
  const number = text => { const match = /^[-+]?[0-9.]+(e[-+]?[0-9]+)?/i.exec(text); return match ? +match[0] : NaN; };
  const units = {KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40, "GB/s": 1e9, "TB/s": 1e12, "MB/s": 1e6, GHz: 1e9, MHz: 1e6, kHz: 1e3, ps: 1e-12, ns: 1e-9, us: 1e-6, ms: 1e-3};
  const key = value => {
    if (typeof value !== "string") return value;
    const unit = /[A-Za-z/]+$/.exec(value);
    const plain = number(value);
    return Number.isNaN(plain) ? value : plain * (unit && units[unit[0]] || 1);
  };
  const body = h("tbody"), head = h("tr"), shown = h("span", {class: "push"});
  const draw = () => {
    const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
    let rows = points.filter(p => (!only || p.front) && parts.every(part =>
      [String(p.number), ...p.inputs, p.message || ""].some(text => String(text).toLowerCase().includes(part))));
    const get = columns[sort.column][1];
    rows.sort((a, b) => {
      const x = key(get(a)), y = key(get(b));
      const order = x === undefined || x === null ? 1 : y === undefined || y === null ? -1 : x < y ? -1 : x > y ? 1 : a.number - b.number;
      return sort.down ? -order : order;
    });
    shown.textContent = `${Math.min(rows.length, most)} of ${rows.length} shown`;
    head.replaceChildren(...columns.map(([name, , isNumber], i) => h("th", {class: isNumber ? "n" : "", "aria-sort": sort.column === i ? (sort.down ? "descending" : "ascending") : "none"},
      h("button", {click: () => { sort = {column: i, down: sort.column === i && !sort.down}; draw(); }}, name))));
    body.replaceChildren(...rows.slice(0, most).map(p => h("tr", {class: pinned.has(p) ? "pinned" : ""}, columns.map(([name, value, isNumber]) => {
      if (name === "point") return h("td", {class: "n"}, h("a", {href: `points/${p.number}/report.html`, title: `tactus sweep ${data.file} -o DIR --point ${p.number} makes this report`}, String(p.number)));
      return h("td", {class: isNumber ? "n" : "", click: () => pin(p)}, isNumber ? figure(value(p)) : value(p));
    }))));
  };
  redraws.push(draw);
  section("points", note(`Click a head to sort, a row to pin. A number leads to the point's own report, which 'tactus sweep ${data.file} -o DIR --point N' makes.`),
    h("div", {class: "tools"}, h("input", {placeholder: "words to look for", "aria-label": "Filter", input: event => { words = event.target.value; draw(); }}),
      h("label", {}, h("input", {type: "checkbox", style: "width:auto", change: event => { only = event.target.checked; draw(); }}), " only the front"), shown),
    h("div", {class: "scroll"}, h("table", {}, h("thead", {}, head), body)));
}
redraw();
addEventListener("resize", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
