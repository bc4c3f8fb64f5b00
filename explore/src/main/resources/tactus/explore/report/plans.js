byId("header").append(h("h1", {}, report.name),
  h("p", {}, `${report.problem}: ${count(report.operators)} operators, ${count(report.tensors)} tensors; largest operands ${bytes(report.leastBytes)}, least peak ${bytes(report.leastPeakBytes)}`));
const numbers = ["moved, B", "spilled, B", "retrieved, B", "at least, B"];
const titles = ["budget", "allocator", ...numbers, "status", "found by"];
const searched = plan => plan.allocator.startsWith("cosma");
const cells = (budget, plan) => [
  `${budget.budget}, ${bytes(budget.budgetBytes)}`, plan.allocator, count(plan.bytes), count(plan.spilledBytes),
  count(plan.retrievedBytes), searched(plan) ? count(plan.lowerBoundBytes) : "\u2013",
  plan.proven || plan.bytes === 0 ? "optimal" : searched(plan) ? "gap " + percent(plan.gap) : "\u2013", plan.method];
const table = (heads, rows, numeric) => h("div", {class: "scroll"}, h("table", {},
  h("thead", {}, h("tr", {}, heads.map(head => h("th", {class: numeric.has(head) ? "n" : undefined}, head)))),
  h("tbody", {}, rows.map(row => h("tr", {}, row.map((cell, i) =>
    h("td", {class: numeric.has(heads[i]) ? "n" : undefined}, cell)))))));
section("table", () => [table(titles, list(report.budgets).flatMap(budget =>
  list(budget.plans).map(plan => cells(budget, plan))), new Set(numbers))]);
section("simulated", () => {
  const rows = list(report.simulated);
  if (!rows.length) return null;
  const figures = ["cycles", "DRAM, B", "planned, B", "first loads, B", "streamed, B"];
  const figure = value => value === undefined ? "\u2013" : count(value);
  return [note(`What ${report.machine} makes of each allocator's plans; ${count(report.compulsoryBytes)} B of DRAM traffic are compulsory.`),
    table(["allocator", ...figures, "planned by"], rows.map(row => [row.allocator, figure(row.cycles), figure(row.dramBytes),
      figure(row.plannedBytes), figure(row.firstLoadBytes), figure(row.streamedBytes), row.plannedBy || "the compiler"]), new Set(figures))];
});
list(report.budgets).forEach((budget, i) => {
  const id = `budget-${i}`;
  byId("pictures").append(h("section", {id, "data-title": `Budget: ${budget.budget}, ${bytes(budget.budgetBytes)}`}));
  section(id, () => list(budget.plans).map((plan, j) => [h("h3", {}, plan.allocator), drawResidency(plan, i + j > 0)]));
});
