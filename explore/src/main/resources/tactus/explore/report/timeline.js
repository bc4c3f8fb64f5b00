/* The engines as lanes. Spans narrower than a pixel are gathered by pixel, so that a hundred
   thousand of them are drawn as fast as a hundred. */
const timeline = {focus: () => {}};

function drawTimeline() {
  const engines = list(report.timeline && report.timeline.engines).filter(engine => engine.spans.length);
  if (!engines.length || !(report.cycles > 0)) return null;
  const kindIndex = new Map(kinds.map((kind, i) => [kind, Math.min(i, 9)]));
  const kindOf = operators.map(operator => kindIndex.get(operator.kind) ?? 9);
  const lanes = engines.map(engine => {
    const n = engine.spans.length;
    const lane = {name: engine.name, start: new Float64Array(n), end: new Float64Array(n), reach: new Float64Array(n), owner: new Int32Array(n)};
    let reach = 0;
    engine.spans.forEach(([start, end, owner], i) => {
      lane.start[i] = start; lane.end[i] = end; lane.owner[i] = owner;
      lane.reach[i] = reach = Math.max(reach, end);
    });
    return lane;
  });
  const laneHeight = 34, gap = 8, top = 26, foot = 12, labels = 122;
  const height = top + lanes.length * (laneHeight + gap) + foot;
  const canvas = h("canvas", {class: "grab", tabindex: 0, height, role: "img",
    "aria-label": "Timeline of " + lanes.map(lane => lane.name).join(", ") + "; arrow keys move, plus and minus zoom",
    style: `height:${height}px`});
  const position = h("span", {class: "push"});
  const last = Math.max(report.cycles, ...lanes.map(lane => lane.reach[lane.reach.length - 1]));
  let from = 0, to = last, selected = -1, pending = false, colours = [], inks = [];

  const firstIndex = (array, value) => {
    let low = 0, high = array.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (array[middle] > value) high = middle; else low = middle + 1;
    }
    return low;
  };
  const redraw = () => {
    if (!pending) { pending = true; requestAnimationFrame(() => { pending = false; paint(); }); }
  };
  const readColours = () => {
    colours = Array.from({length: 10}, (_, i) => cssColour("--k" + i));
    inks = colours.map(colour => luminance(colour) > .22 ? "#10141a" : "#ffffff");
    redraw();
  };
  function view(start, end) {
    const length = Math.min(last, Math.max(20, end - start));
    from = Math.max(0, Math.min(last - length, start));
    to = from + length;
    redraw();
  }
  const zoom = (factor, centre = (from + to) / 2) =>
    view(centre - (centre - from) * factor, centre + (to - centre) * factor);

  function paint() {
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    if (width <= labels) return;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const g = canvas.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    const ink = cssColour("--ink"), soft = cssColour("--soft"), line = cssColour("--line"), faint = cssColour("--faint"), card = cssColour("--card");
    const family = getComputedStyle(document.body).fontFamily;
    const plot = width - labels, scale = plot / (to - from);
    const x = cycle => labels + (cycle - from) * scale;

    g.font = "12px " + family;
    g.textBaseline = "middle";
    const rough = (to - from) / Math.max(2, plot / 130), decade = 10 ** Math.floor(Math.log10(rough));
    const step = Math.max(1, [1, 2, 5, 10].map(m => m * decade).find(m => m >= rough));
    for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) {
      g.fillStyle = line;
      g.fillRect(Math.round(x(tick)), top - 6, 1, height - top - foot + 6);
      g.fillStyle = soft;
      const label = count(tick), size = g.measureText(label).width;
      g.fillText(label, Math.min(Math.max(labels, x(tick) - size / 2), width - size), 10);
    }
    lanes.forEach((lane, row) => {
      const y = top + row * (laneHeight + gap);
      g.fillStyle = faint;
      g.fillRect(labels, y, plot, laneHeight);
      g.fillStyle = soft;
      g.fillText(lane.name, 0, y + laneHeight / 2, labels - 10);
      const cover = new Float32Array(Math.ceil(plot) + 1), most = new Float32Array(cover.length), kind = new Uint8Array(cover.length);
      const dim = selected >= 0;
      const wide = [];
      for (let i = firstIndex(lane.reach, from); i < lane.start.length && lane.start[i] < to; i++) {
        const left = Math.max(from, lane.start[i]), right = Math.min(to, lane.end[i]);
        if (right <= left) continue;
        const size = (right - left) * scale;
        if (size >= 2 || lane.owner[i] === selected) { wide.push(i); continue; }
        let pixel = Math.floor((left - from) * scale);
        cover[pixel] += size;
        if (size > most[pixel]) { most[pixel] = size; kind[pixel] = kindOf[lane.owner[i]]; }
      }
      for (let pixel = 0; pixel < cover.length; pixel++) {
        if (cover[pixel] === 0) continue;
        g.globalAlpha = (dim ? .35 : 1) * Math.min(1, .35 + .65 * cover[pixel]);
        g.fillStyle = colours[kind[pixel]];
        g.fillRect(labels + pixel, y, 1, laneHeight);
      }
      for (const i of wide) {
        const left = x(Math.max(from, lane.start[i])), right = x(Math.min(to, lane.end[i]));
        const size = Math.max(1.5, right - left - (right - left > 4 ? 1 : 0));
        const chosen = lane.owner[i] === selected;
        g.globalAlpha = dim && !chosen ? .35 : 1;
        g.fillStyle = colours[kindOf[lane.owner[i]]];
        g.fillRect(left, y, size, laneHeight);
        if (chosen) {
          g.strokeStyle = ink;
          g.lineWidth = 2;
          g.strokeRect(left, y + 1, Math.max(2, size), laneHeight - 2);
        }
        const name = operators[lane.owner[i]] ? operators[lane.owner[i]].name : "";
        if (size > 46) {
          g.save();
          g.beginPath();
          g.rect(left + 5, y, size - 10, laneHeight);
          g.clip();
          g.globalAlpha = 1;
          g.fillStyle = dim && !chosen ? soft : inks[kindOf[lane.owner[i]]];
          g.fillText(g.measureText(name).width > size - 10 ? fitted(g, name, size - 10) : name, left + 5, y + laneHeight / 2 + .5);
          g.restore();
        }
      }
      g.globalAlpha = 1;
    });
    g.fillStyle = card;
    g.fillRect(labels - 8, top, 8, height);
    g.fillStyle = faint;
    g.fillRect(labels, height - 5, plot, 4);
    g.fillStyle = soft;
    g.fillRect(labels + plot * from / last, height - 5, Math.max(3, plot * (to - from) / last), 4);
    position.textContent = `cycles ${count(from)} to ${count(to)} (${cyclesToTime(to - from)})`;
  }
  function fitted(g, name, width) {
    let low = 0, high = name.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (g.measureText("\u2026" + name.slice(name.length - middle)).width <= width) low = middle; else high = middle - 1;
    }
    return "\u2026" + name.slice(name.length - low);
  }
  function spanAt(event) {
    const box = canvas.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top - top) / (laneHeight + gap));
    const px = event.clientX - box.left - labels;
    if (row < 0 || row >= lanes.length || px < 0) return null;
    if ((event.clientY - box.top - top) % (laneHeight + gap) > laneHeight) return null;
    const lane = lanes[row], scale = (to - from) / (box.width - labels);
    const early = from + (px - 1) * scale, late = from + (px + 1) * scale, exact = from + px * scale;
    let found = -1;
    for (let i = firstIndex(lane.reach, early); i < lane.start.length && lane.start[i] <= late; i++) {
      if (lane.end[i] > early && (found < 0 || lane.start[i] <= exact)) found = i;
    }
    return found < 0 ? null : {lane, index: found};
  }
  const cycleAt = event => {
    const box = canvas.getBoundingClientRect();
    return from + Math.max(0, event.clientX - box.left - labels) / (box.width - labels) * (to - from);
  };

  let drag = null;
  canvas.addEventListener("pointerdown", event => {
    drag = {x: event.clientX, from, to, moved: false};
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", event => {
    if (drag) {
      drag.moved = drag.moved || Math.abs(event.clientX - drag.x) > 3;
      const shift = (event.clientX - drag.x) / (canvas.clientWidth - labels) * (drag.to - drag.from);
      view(drag.from - shift, drag.to - shift);
      hideTip();
      return;
    }
    const hit = spanAt(event);
    if (!hit) { hideTip(); return; }
    const owner = operators[hit.lane.owner[hit.index]];
    const start = hit.lane.start[hit.index], end = hit.lane.end[hit.index];
    showTip(event, owner ? operatorTip(owner) : [], facts([
      ["on " + hit.lane.name, count(start) + " to " + count(end) + ", " + count(end - start) + " cycles"]]));
  });
  canvas.addEventListener("pointerup", event => {
    if (drag && !drag.moved) {
      const hit = spanAt(event);
      selected = hit ? hit.lane.owner[hit.index] : -1;
      redraw();
    }
    drag = null;
  });
  canvas.addEventListener("pointercancel", () => { drag = null; });
  canvas.addEventListener("pointerleave", hideTip);
  canvas.addEventListener("wheel", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      event.preventDefault();
      zoom(1.0016 ** (event.deltaY || event.deltaX), cycleAt(event));
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      const shift = event.deltaX / (canvas.clientWidth - labels) * (to - from);
      view(from + shift, to + shift);
    }
  }, {passive: false});
  canvas.addEventListener("dblclick", event => zoom(.25, cycleAt(event)));
  canvas.addEventListener("keydown", event => {
    const shift = (to - from) / 5;
    const action = {
      ArrowLeft: () => view(from - shift, to - shift), ArrowRight: () => view(from + shift, to + shift),
      "+": () => zoom(.5), "=": () => zoom(.5), "-": () => zoom(2), Home: () => view(0, last),
      Escape: () => { selected = -1; redraw(); }}[event.key];
    if (action) { event.preventDefault(); action(); }
  });
  new ResizeObserver(redraw).observe(canvas);
  darkScheme.addEventListener("change", readColours);
  readColours();

  timeline.focus = index => {
    const operator = operators[index];
    const length = Math.max(20, operator.endCycle - operator.startCycle);
    selected = index;
    view(operator.startCycle - length, operator.endCycle + length);
    byId("timeline").scrollIntoView({behavior: "smooth"});
  };
  return [
    note("What each engine worked on, in cycles. Drag to move; double click, or wheel with Ctrl or Shift, to zoom; click to mark an operator."),
    h("div", {class: "tools"},
      h("button", {click: () => zoom(.5), "aria-label": "zoom in"}, "+"),
      h("button", {click: () => zoom(2), "aria-label": "zoom out"}, "\u2212"),
      h("button", {click: () => { selected = -1; view(0, last); }}, "whole run"), position),
    canvas,
    kindLegend()];
}

/* The legend of the kinds' colours; those that share the last one are one entry. */
function kindLegend(only) {
  const shown = kinds.filter(kind => !only || only.has(kind));
  const own = shown.filter(kind => kinds.length <= 10 || kinds.indexOf(kind) < 9);
  return legend([...own.map(kind => [colourOf(kind), kind]),
    ...(own.length < shown.length ? [["var(--k9)", "other kinds"]] : [])]);
}
