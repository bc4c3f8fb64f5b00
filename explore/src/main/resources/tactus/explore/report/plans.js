byId("header").append(h("h1", {}, report.name),
  h("p", {}, `${report.problem}: ${count(report.operators)} operators, ${count(report.tensors)} tensors; largest operands ${bytes(report.leastBytes)}, least peak ${bytes(report.leastPeakBytes)}`));
const titles = ["budget", "allocator", "moved", "spilled", "retrieved", "at least", "status", "found by"];
const cells = (budget, plan) => [
  `${budget.budget}, ${bytes(budget.budgetBytes)}`, plan.allocator, count(plan.bytes), count(plan.spilledBytes),
  count(plan.retrievedBytes), count(plan.lowerBoundBytes),
  plan.proven ? "optimal" : plan.allocator.startsWith("cosma") ? "gap " + percent(plan.gap) : "", plan.method];
section("table", () => [h("div", {class: "scroll"}, h("table", {},
  h("thead", {}, h("tr", {}, titles.map(title => h("th", {}, title)))),
  h("tbody", {}, list(report.budgets).flatMap(budget => list(budget.plans).map(plan =>
    h("tr", {}, cells(budget, plan).map(cell => h("td", {}, cell))))))))]);
list(report.budgets).forEach((budget, i) => list(budget.plans).forEach((plan, j) => {
  const id = `plan-${i}-${j}`;
  byId("pictures").append(h("section", {id, "data-title": `${budget.budget}: ${plan.allocator}`}));
  section(id, () => drawResidency(plan));
}));
