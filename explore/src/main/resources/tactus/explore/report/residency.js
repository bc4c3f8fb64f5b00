/* The plan of a scratchpad: addresses over steps, a rectangle for each stay of a tensor. */
function drawResidency(plan) {
  const stays = list(plan.stays), steps = list(plan.steps);
  if (!stays.length || !steps.length) return null;
  const left = 90, top = 8, width = 1000, height = 340, bottom = 34;
  const x = step => left + (width - left) * step / steps.length;
  const y = address => top + height * (1 - address / plan.budgetBytes);
  const firsts = new Map();
  for (const stay of stays) if (!firsts.has(stay.tensor)) firsts.set(stay.tensor, firsts.size);
  const spilled = new Set(list(plan.spills).map(spill => spill.tensor));
  const rectangles = stays.map(stay => tip(
    s("rect", {
      x: x(stay.firstStep).toFixed(2), y: y(stay.address + stay.bytes).toFixed(2),
      width: Math.max(.5, x(stay.lastStep + 1) - x(stay.firstStep)).toFixed(2),
      height: Math.max(.5, height * stay.bytes / plan.budgetBytes).toFixed(2),
      fill: `var(--k${firsts.get(stay.tensor) % 9})`, "fill-opacity": spilled.has(stay.tensor) ? .95 : .55,
      stroke: spilled.has(stay.tensor) ? "currentColor" : "var(--k9)", "stroke-width": spilled.has(stay.tensor) ? 1.2 : .3
    }),
    () => [h("b", {}, stay.tensor), facts([
      ["bytes", bytes(stay.bytes)],
      ["address", count(stay.address)],
      ["from", `${steps[stay.firstStep]} (step ${stay.firstStep})`],
      ["to", `${steps[stay.lastStep]} (step ${stay.lastStep})`],
      ["comes from", stay.retrieved ? "DRAM: it was spilled" : "its operator, or its first load"]
    ])]));
  const marks = list(plan.spills).map(spill => {
    const stay = stays.find(other => other.tensor === spill.tensor && other.lastStep < spill.step);
    if (!stay) return null;
    const at = x(spill.step), mid = y(stay.address + stay.bytes / 2);
    return s("path", {d: `M${at.toFixed(2)} ${(mid - 4).toFixed(2)}l7 4l-7 4z`, fill: "currentColor"});
  });
  const ticks = [0, .25, .5, .75, 1].map(share => [
    s("line", {x1: left, x2: width, y1: y(share * plan.budgetBytes), y2: y(share * plan.budgetBytes), stroke: "currentColor", "stroke-opacity": .15}),
    s("text", {x: left - 6, y: y(share * plan.budgetBytes) + 4, "text-anchor": "end", fill: "currentColor"}, bytes(share * plan.budgetBytes))
  ]);
  const ends = [s("text", {x: left, y: top + height + 22, fill: "currentColor"}, "step 0: " + steps[0]),
    s("text", {x: width, y: top + height + 22, "text-anchor": "end", fill: "currentColor"}, `step ${steps.length - 1}: ${steps[steps.length - 1]}`)];
  const proof = plan.proven ? "no plan moves less" : `at least ${bytes(plan.lowerBoundBytes)} are moved by any`;
  return [
    note(`${plan.allocator}: ${bytes(plan.bytes)} moved beyond what is compulsory (${bytes(plan.spilledBytes)} spilled, ${bytes(plan.retrievedBytes)} retrieved), ${proof}. Addresses over steps; tensors that are spilled are outlined, a triangle marks the spill.`),
    s("svg", {class: "plot", viewBox: `0 0 ${width + 10} ${top + height + bottom}`, role: "img", "aria-label": "Address over step of every tensor in the scratchpad"},
      ticks, rectangles, marks, ends)
  ];
}
