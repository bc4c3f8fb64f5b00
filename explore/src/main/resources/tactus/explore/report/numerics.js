/* What the arithmetic made of the values: operators, and how far sums were shifted. */
function drawNumerics() {
  const numerics = report.numerics;
  if (!numerics) return null;
  const rows = list(numerics.operators);
  const error = value => value === 0 ? "0" : value.toPrecision(3);
  const decibels = row => row.signalToNoiseDecibels === null ? Infinity : row.signalToNoiseDecibels;
  const number = (title, value, text) => ({title, number: true, value, cell: row => text(value(row))});
  const columns = [
    {title: "#", number: true, value: row => rows.indexOf(row), cell: row => count(rows.indexOf(row))},
    {title: "operator", wrap: true, value: row => row.name, cell: row => breakable(row.name)},
    {title: "sums", number: true, value: row => row.sums, cell: row => count(row.sums) + (row.sums < row.allSums ? " of " + scaled(row.allSums) : "")},
    number("SNR, dB", decibels, value => Number.isFinite(value) ? value.toFixed(1) : "\u221e"),
    number("RMS error", row => row.rmsError, error),
    number("max error", row => row.maxError, error),
    number("sums not as exact", row => row.differingSums, count),
    number("bits not as exact", row => row.differingBits, count),
    number("saturated", row => row.saturations, count),
    number("underflows", row => row.underflows, count)
  ];
  const parts = [
    note(`${numerics.arithmetic}; ${numerics.values}. Errors are against double precision of the values before they were rounded to the operands' format; "not as exact" counts against the same arithmetic with exact normalization.`),
    sortableTable(columns, rows, {column: 3, descending: false}).elements];
  if (numerics.additions > 0) {
    const places = [...new Set([...list(numerics.leadingZeros), ...list(numerics.shifts)].map(entry => entry.places))].sort((a, b) => a - b);
    const share = (entries, n) => {
      const found = list(entries).find(entry => entry.places === n);
      return found ? percent(found.sums / numerics.additions) : "\u2013";
    };
    parts.push(
      note(`Of ${count(numerics.additions)} additions in columns: leading zeros before normalization (-1 is a carry), and places that sums were shifted to the left.`),
      h("div", {class: "scroll"}, h("table", {},
        h("thead", {}, h("tr", {}, ["places", "leading zeros", "shifted"].map(title => h("th", {class: "n"}, title)))),
        h("tbody", {}, places.map(n => h("tr", {}, [String(n), share(numerics.leadingZeros, n), share(numerics.shifts, n)].map(text => h("td", {class: "n"}, text))))))));
  }
  return parts;
}

