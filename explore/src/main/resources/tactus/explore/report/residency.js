/* The plan of a scratchpad: addresses over steps, a rectangle for each stay of a tensor. */
function drawResidency(plan, explained = false) {
  const stays = list(plan.stays), steps = list(plan.steps);
  if (!stays.length || !steps.length) return null;
  const left = 84, right = 1240, top = 10, height = 380, bottom = 44;
  const x = step => left + (right - left) * step / steps.length;
  const y = address => top + height * (1 - address / plan.budgetBytes);
  const firsts = new Map();
  for (const stay of stays) if (!firsts.has(stay.tensor)) firsts.set(stay.tensor, firsts.size);
  const back = new Set(stays.filter(stay => stay.retrieved).map(stay => stay.tensor));
  const box = stay => ({
    x: x(stay.firstStep), y: y(stay.address + stay.bytes),
    width: Math.max(.6, x(stay.lastStep + 1) - x(stay.firstStep)),
    height: Math.max(.6, height * stay.bytes / plan.budgetBytes)
  });
  const rectangles = stays.map(stay => {
    const at = box(stay), moved = back.has(stay.tensor);
    return tip(
      s("rect", {
        x: at.x.toFixed(2), y: at.y.toFixed(2), width: at.width.toFixed(2), height: at.height.toFixed(2),
        fill: `var(--k${firsts.get(stay.tensor) % 9})`, "fill-opacity": moved ? .95 : .4,
        stroke: moved ? "var(--ink)" : "var(--card)", "stroke-width": moved ? 1.2 : .6
      }),
      () => [h("b", {}, stay.tensor), facts([
        ["bytes", bytes(stay.bytes)],
        ["address", count(stay.address)],
        ["from", `${steps[stay.firstStep]} (step ${stay.firstStep})`],
        ["to", `${steps[stay.lastStep]} (step ${stay.lastStep})`],
        ["comes from", stay.retrieved ? "DRAM, once more" : "its operator, or its first load"]
      ])]);
  });
  /* The whole name where there is room, else its last part, lying or upright. */
  const names = stays.map(stay => {
    const at = box(stay), last = stay.tensor.slice(stay.tensor.lastIndexOf(".") + 1);
    for (const name of /[a-z]/i.test(last) ? [stay.tensor, last] : [stay.tensor]) {
      const length = 6 * name.length + 6;
      if (at.width >= length && at.height >= 13) {
        return s("text", {x: (at.x + 3).toFixed(2), y: (at.y + 11).toFixed(2), class: "name"}, name);
      }
      if (at.height >= length && at.width >= 12) {
        const middle = (at.x + at.width / 2 + 3.5).toFixed(2), low = (at.y + at.height - 3).toFixed(2);
        return s("text", {x: middle, y: low, class: "name", transform: `rotate(-90 ${middle} ${low})`}, name);
      }
    }
    return null;
  });
  /* What is not there for a while: a line from where it lay to where it comes back. */
  const absences = stays.filter(stay => stay.retrieved).map(stay => {
    const before = stays.filter(other => other.tensor === stay.tensor && other.lastStep < stay.firstStep).pop();
    if (!before) return null;
    const from = box(before), to = box(stay);
    return s("line", {
      x1: from.x + from.width, y1: from.y + from.height / 2, x2: to.x, y2: to.y + to.height / 2, class: "absence"
    });
  });
  const mark = (at, middle, shape) => s("path", {d: `M${at.toFixed(2)} ${middle.toFixed(2)}${shape}`, class: "mark"});
  const marks = [
    ...list(plan.spills).map(spill => {
      const stay = stays.filter(other => other.tensor === spill.tensor && other.lastStep < spill.step).pop();
      if (!stay) return null;
      const at = box(stay);
      return mark(at.x + at.width, at.y + at.height / 2, "m-5-4h10l-5 8z");
    }),
    ...stays.filter(stay => stay.retrieved).map(stay => {
      const at = box(stay);
      return mark(at.x, at.y + at.height / 2, "m-5 4h10l-5-8z");
    })
  ];
  const grid = (address, label) => [
    s("line", {x1: left, x2: right, y1: y(address), y2: y(address), class: "grid"}),
    s("text", {x: left - 6, y: y(address) + 4, "text-anchor": "end"}, label)
  ];
  let unit = 1;
  while (unit * 5 < plan.budgetBytes) unit *= 2;
  const ticks = [];
  for (let address = 0; address < plan.budgetBytes - unit / 3; address += unit) ticks.push(grid(address, bytes(address)));
  ticks.push(grid(plan.budgetBytes, bytes(plan.budgetBytes)));
  let every = 1;
  for (const factor of [2, 2.5, 2, 2, 2.5, 2, 2, 2.5, 2]) if (steps.length / every > 12) every *= factor;
  for (let step = 0; step < steps.length; step += every) {
    ticks.push(s("text", {x: x(step + .5), y: top + height + 16, "text-anchor": "middle"}, String(step)));
  }
  const ends = [s("text", {x: left, y: top + height + 36}, steps[0]),
    s("text", {x: (left + right) / 2, y: top + height + 36, "text-anchor": "middle"}, "step"),
    s("text", {x: right, y: top + height + 36, "text-anchor": "end"}, steps[steps.length - 1])];
  const proof = plan.proven ? "no plan moves less"
    : plan.allocator.startsWith("cosma") ? `any plan moves at least ${bytes(plan.lowerBoundBytes)}` : "not known to be the least";
  const others = "streamedBytes" in plan
    ? ` With ${bytes(plan.firstLoadBytes)} of first loads and ${bytes(plan.streamedBytes)} that tasks stream tile by tile, that is all DRAM moves.` : "";
  return [
    note(`Planned by ${plan.allocator}: ${bytes(plan.bytes)} moved beyond what is compulsory (${bytes(plan.spilledBytes)} spilled, ${bytes(plan.retrievedBytes)} retrieved); ${proof}.${others}`),
    explained ? null : note("A rectangle is a tensor while it stays: its addresses in the planner's budget over the steps of the plan. Tensors that come back are outlined: \u25bc spilled or dropped, \u25b2 retrieved, dashes while away."),
    h("div", {class: "scroll"}, s("svg", {
      class: "plot", viewBox: `0 0 ${right + 10} ${top + height + bottom}`, role: "img",
      "aria-label": "Address over step of every tensor in the scratchpad"
    }, ticks, rectangles, names, absences, marks, ends))
  ];
}
