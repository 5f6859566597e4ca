"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const NAMESPACE = "http://www.w3.org/2000/svg";
const SHOWN = 200;

function make(tag, text, attributes = {}) {
  const node = document.createElement(tag);
  if (text !== null && text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function fill(id, headings, rows) {
  const table = document.getElementById(id);
  table.replaceChildren();
  const head = table.appendChild(make("thead")).appendChild(make("tr"));
  for (const [text, kind] of headings) head.appendChild(make("th", text, kind ? { class: kind } : {}));
  const body = table.appendChild(make("tbody"));
  for (const cells of rows) {
    const line = body.appendChild(make("tr"));
    cells.forEach((cell, i) => {
      const node = cell instanceof Node ? make("td") : make("td", cell);
      if (cell instanceof Node) node.appendChild(cell);
      if (headings[i] && headings[i][1]) node.className = headings[i][1];
      line.appendChild(node);
    });
  }
  if (!rows.length) body.appendChild(make("tr")).appendChild(make("td", "nothing yet 暂无", { colspan: headings.length }));
}

// Coverage: one row per region, one cell per year; lightness follows the share.
const regions = new Map();
for (const row of data.coverage) {
  if (!regions.has(row.code)) regions.set(row.code, { code: row.code, name: row.name || "", province: row.province || "", years: new Map() });
  regions.get(row.code).years.set(row.year, row);
}
const years = [...new Set(data.coverage.map((row) => row.year))].sort();

function coverage(words) {
  const wanted = [...regions.values()].filter((region) => (region.province + region.name + region.code).includes(words));
  const table = document.getElementById("coverage");
  table.replaceChildren();
  const head = table.appendChild(make("thead")).appendChild(make("tr"));
  head.appendChild(make("th", "region 地区"));
  for (const year of years) head.appendChild(make("th", year, { class: "n" }));
  const body = table.appendChild(make("tbody"));
  for (const region of wanted.slice(0, SHOWN)) {
    const line = body.appendChild(make("tr"));
    line.appendChild(make("th", `${region.province} ${region.name} ${region.code}`));
    for (const year of years) {
      const row = region.years.get(year);
      const cell = line.appendChild(make("td", row ? `${row.found}/${row.expected}` : "", { class: "c" }));
      if (row) {
        const share = row.found / row.expected;
        cell.style.background = `hsl(150 45% ${88 - 50 * share}%)`;
        cell.style.color = share > 0.55 ? "#fff" : "#1d2430";
        cell.title = `${Math.round(share * 100)} % of ${row.expected} expected`;
      }
    }
  }
  document.getElementById("more").textContent =
    wanted.length > SHOWN ? `${SHOWN} of ${wanted.length} regions shown; type to find others` : `${wanted.length} regions`;
}
document.getElementById("filter").addEventListener("input", (event) => coverage(event.target.value.trim()));
coverage("");

// Line charts in plain SVG.
function chart(id, rows, series) {
  const width = 480, height = 240, left = 48, bottom = 40, top = 24;
  const svg = document.createElementNS(NAMESPACE, "svg");
  const add = (tag, attributes, text) => {
    const node = svg.appendChild(document.createElementNS(NAMESPACE, tag));
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("role", "img");
  document.getElementById(id).appendChild(svg);
  const largest = Math.max(...rows.flatMap((row) => series.map(([key]) => Number(row[key] || 0))), 0);
  const [scale, unit] = largest >= 1e8 ? [1e8, "亿元"] : [1e4, "万元"];
  const value = (row, key) => (row[key] === null ? null : Number(row[key]) / scale);
  const highest = Math.max(...rows.flatMap((row) => series.map(([key]) => value(row, key) || 0)), 0);
  if (!highest) { add("text", { x: width / 2, y: height / 2, "text-anchor": "middle" }, "nothing yet 暂无"); return; }
  const x = (i) => left + (rows.length === 1 ? 0.5 : i / (rows.length - 1)) * (width - left - 16);
  const y = (v) => height - bottom - (v / highest) * (height - bottom - top);
  const digits = highest < 10 ? 2 : 0;
  add("text", { x: width - 8, y: 13, "text-anchor": "end" }, unit);
  for (const part of [0, 0.5, 1]) {
    add("line", { x1: left, x2: width - 8, y1: y(highest * part), y2: y(highest * part), stroke: "var(--line)" });
    add("text", { x: left - 4, y: y(highest * part) + 4, "text-anchor": "end" }, (highest * part).toFixed(digits));
  }
  rows.forEach((row, i) => {
    add("text", { x: x(i), y: height - bottom + 16, "text-anchor": "middle" }, row.year);
    add("text", { x: x(i), y: height - bottom + 30, "text-anchor": "middle", opacity: 0.6 }, `${row.units}`);
  });
  series.forEach(([key, label, colour], s) => {
    const points = rows.map((row, i) => [x(i), value(row, key)]).filter(([, v]) => v !== null);
    add("polyline", { points: points.map(([px, v]) => `${px},${y(v)}`).join(" "), fill: "none", stroke: colour, "stroke-width": 2 });
    for (const [px, v] of points) add("circle", { cx: px, cy: y(v), r: 3, fill: colour }).appendChild(document.createElementNS(NAMESPACE, "title")).textContent = v.toFixed(2);
    add("rect", { x: left + s * 96, y: 4, width: 10, height: 10, fill: colour });
    add("text", { x: left + 14 + s * 96, y: 13 }, label);
  });
}
chart("totals", data.totals_by_year, [["expenditure", "决算 final", "var(--accent)"], ["budget", "预算 budget", "var(--blue)"]]);
chart("sangong", data.three_public_by_year, [
  ["total", "合计 total", "var(--accent)"], ["vehicle", "车辆 vehicles", "var(--blue)"],
  ["reception", "接待 reception", "#8a6d1d"], ["abroad", "出国 abroad", "#3f7d4e"],
]);

fill("checks", [["check"], ["severity"], ["failed", "n"], ["passed", "n"]], data.checks.map((row) => [row.id, row.severity, row.failed, row.passed]));
fill("unread", [["status"], ["files", "n"]], data.unread.map((row) => [row.status, row.files]));
fill("sources", [["source"], ["seen"], ["status"], ["message"]], data.sources.map((row) => [row.code, (row.checked || "").slice(0, 10), row.status, row.message]));
fill("newest", [["title"], ["unit"], ["region"], ["kind"], ["year", "n"], ["published", "d"], ["revision", "n"]], data.newest.map((row) => {
  const safe = row.url && /^https?:\/\//.test(row.url);
  const title = safe ? make("a", row.title || row.unit || row.url, { href: row.url, rel: "noreferrer" }) : row.title || row.unit || "";
  return [title, row.unit, row.region, row.kind, row.year, row.published, row.revision];
}));
