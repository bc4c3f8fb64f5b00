function drawRoofline() {
  const peak = machine.peakMacsPerCycle, bandwidth = machine.dramBytesPerCycle;
  const points = [];
  operators.forEach((operator, index) => {
    if (!(operator.utilization > 0)) return;
    const dram = operator.traffic.dram.readBytes + operator.traffic.dram.writeBytes;
    points.push({operator, index, rate: operator.utilization * peak, intensity: dram > 0 ? operator.macs / dram : Infinity});
  });
  if (!points.length || !(peak > 0 && bandwidth > 0)) return null;
  const ridge = peak / bandwidth;
  const finite = points.map(point => point.intensity).filter(Number.isFinite);
  const offChip = finite.length < points.length;
  const log = Math.log10;
  const x0 = Math.floor(log(Math.min(ridge / 6, ...finite.length ? [least(finite)] : []) / 1.5));
  const x1 = Math.ceil(log(Math.max(ridge * 4, ...finite.length ? [greatest(finite)] : []) * 1.5));
  const rates = points.map(point => point.rate);
  const y0 = Math.floor(log(Math.min(least(rates), peak / 10) / 1.2));
  const y1 = log(Math.max(peak, greatest(rates)) * 2.2);
  const width = 1180, height = 430, left = 66, right = offChip ? 112 : 24, top = 12, bottom = 46;
  const plotRight = width - right;
  const x = value => left + (log(value) - x0) / (x1 - x0) * (plotRight - left);
  const y = value => height - bottom - (log(value) - y0) / (y1 - y0) * (height - top - bottom);
  const plot = s("svg", {class: "plot", viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": "Roofline: MACs a cycle over MACs a byte of DRAM traffic"});
  const power = d => d < 0 ? (10 ** d).toFixed(-d) : scaled(10 ** d).replace(/\.0+/, "");
  const text = (px, py, anchor, words, more) => s("text", {x: px, y: py, "text-anchor": anchor, ...more}, words);

  for (let d = x0; d <= x1; d++) {
    plot.append(s("line", {class: "grid", x1: x(10 ** d), x2: x(10 ** d), y1: top, y2: height - bottom}),
      text(x(10 ** d), height - bottom + 17, "middle", power(d)));
  }
  for (let d = y0; d <= y1; d++) {
    plot.append(s("line", {class: "grid", x1: left, x2: width - 24, y1: y(10 ** d), y2: y(10 ** d)}),
      text(left - 8, y(10 ** d) + 4, "end", power(d)));
  }
  plot.append(
    text((left + plotRight) / 2, height - 8, "middle", "operational intensity: MACs a byte of DRAM traffic"),
    text(0, 0, "middle", "MACs a cycle", {transform: `translate(14 ${(top + height - bottom) / 2}) rotate(-90)`}),
    s("line", {class: "ridge", x1: x(ridge), x2: x(ridge), y1: y(peak), y2: height - bottom}),
    text(x(ridge) + 6, height - bottom - 8, "start", "ridge " + digits(ridge) + " MAC/B"));
  const entry = Math.max(10 ** x0, 10 ** y0 / bandwidth);
  plot.append(
    s("path", {class: "roof", d: `M${x(entry)} ${y(entry * bandwidth)}L${x(ridge)} ${y(peak)}H${width - 24}`}),
    text(width - 28, y(peak) - 8, "end", `peak ${count(peak)} MACs a cycle`));
  const slope = Math.atan2(y(peak) - y(entry * bandwidth), x(ridge) - x(entry)) * 180 / Math.PI;
  const middle = 10 ** (log(entry) + (log(ridge) - log(entry)) * .5);
  plot.append(text(0, -8, "middle", `DRAM ${digits(bandwidth)} B a cycle`,
    {transform: `translate(${x(middle)} ${y(middle * bandwidth)}) rotate(${slope})`}));
  if (offChip) {
    plot.append(text(width - 24 - (right - 24) / 2, height - bottom - 8, "middle", "no DRAM bytes"));
  }

  /* Operators at the same place become one point. */
  const places = new Map();
  for (const point of points) {
    const px = Number.isFinite(point.intensity) ? x(point.intensity) : width - 24 - (right - 24) / 2;
    const py = y(point.rate);
    const key = point.operator.kind + "|" + Math.round(px) + "|" + Math.round(py);
    const place = places.get(key);
    if (place) { place.points.push(point); place.cycles += point.operator.cycles; }
    else places.set(key, {px, py, points: [point], cycles: point.operator.cycles});
  }
  for (const place of [...places.values()].sort((a, b) => b.cycles - a.cycles)) {
    const {operator, intensity, rate, index} = place.points[0];
    const radius = 4 + 9 * Math.sqrt(part(place.cycles, report.cycles));
    plot.append(tip(
      s("circle", {cx: place.px.toFixed(1), cy: place.py.toFixed(1), r: radius.toFixed(1), style: "fill:" + colourOf(operator.kind), click: () => timeline.focus(index)}),
      () => [operatorTip(operator), facts([
        ["intensity", Number.isFinite(intensity) ? digits(intensity) + " MACs a byte" : "no DRAM traffic"],
        ["rate", scaled(rate) + " MACs a cycle"],
        ["attainable", scaled(Math.min(peak, intensity * bandwidth)) + " MACs a cycle"]]),
      place.points.length > 1 ? h("div", {}, `and ${count(place.points.length - 1)} more operators at this place`) : ""]));
  }
  return [
    note("Each point is an operator (or several alike), larger with its share of the run. Below the slope DRAM bandwidth is the limit, below the flat roof the matrix engines are. An operator whose operands were loaded while an earlier one computed can lie above the slope. Operators without multiplications are left out."),
    h("div", {class: "wide"}, plot),
    kindLegend(new Set(points.map(point => point.operator.kind)))];
}

/* Math.min takes no hundred thousand arguments. */
const least = numbers => numbers.reduce((a, b) => Math.min(a, b));
const greatest = numbers => numbers.reduce((a, b) => Math.max(a, b));
