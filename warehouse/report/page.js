"use strict";
// Every query of queries.yml arrives as {columns, rows}; `data.x` is its rows as objects.
const data = Object.fromEntries(Object.entries(JSON.parse(document.getElementById("data").textContent)).map(([name, table]) =>
  [name, table.rows.map((row) => Object.fromEntries(table.columns.map((column, i) => [column, row[i]])))]));
const SVG = "http://www.w3.org/2000/svg";
const SHOWN = 300;
const $ = (id) => document.getElementById(id);
const count = (number) => Number(number).toLocaleString("en-US");

function make(tag, text, attributes = {}) {
  const node = document.createElement(tag);
  if (text !== null && text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function fill(id, headings, rows) {
  const table = $(id);
  table.replaceChildren();
  const head = table.appendChild(make("thead")).appendChild(make("tr"));
  for (const [text, kind] of headings) head.appendChild(make("th", text, kind ? { class: kind } : {}));
  const body = table.appendChild(make("tbody"));
  for (const cells of rows) {
    const line = body.appendChild(make("tr"));
    cells.forEach((cell, i) => {
      const node = line.appendChild(cell instanceof Node ? make("td") : make("td", cell));
      if (cell instanceof Node) node.appendChild(cell);
      if (headings[i][1]) node.className = headings[i][1];
    });
  }
  if (!rows.length) body.appendChild(make("tr")).appendChild(make("td", "nothing yet 暂无", { colspan: headings.length }));
}

// -- coverage: provinces that open into their regions; colour follows the share that is there

const STEPS = [[0, "s0", "0 %"], [0.001, "s1", "under 50 %"], [0.5, "s2", "50 %"], [0.8, "s3", "80 %"], [1, "s4", "all 全部"]];
for (const [, name, words] of STEPS) {
  const part = $("legend").appendChild(make("span"));
  part.append(make("i", null, { class: name }), words);
}
// the newest first: on a phone that is what is in sight
const years = [...new Set(data.regions.flatMap((region) => region.years.map((cell) => cell[0])))].sort().reverse();
const provinces = new Map();
for (const region of data.regions) {
  region.byYear = new Map(region.years.map((cell, i) => [cell[0], [...cell, region.sangong[i]]]));
  region.words = `${region.province}${region.prefecture}${region.name} ${region.code}`;
  const name = region.province || "其他";
  if (!provinces.has(name)) provinces.set(name, []);
  provinces.get(name).push(region);
}
const open = new Set(provinces.size <= 2 && data.regions.length <= SHOWN ? provinces.keys() : []);
let chosen = null;

function cell(line, found, expected) {
  const node = line.appendChild(make("td", expected ? `${count(found)}/${count(expected)}` : ""));
  const share = expected ? found / expected : 0;
  node.className = expected ? STEPS.filter(([least]) => share >= least).pop()[1] : "s-";
  if (expected) node.title = `${Math.floor(share * 100)} % of ${count(expected)} expected`;
}

function provinceLine(body, name, members) {
  const line = body.appendChild(make("tr", null, { class: "province" }));
  const button = make("button", `${open.has(name) ? "▾" : "▸"} ${name} · ${count(members.length)}`, { "aria-expanded": open.has(name) });
  button.addEventListener("click", () => { open.has(name) ? open.delete(name) : open.add(name); coverage(); });
  line.appendChild(make("th")).appendChild(button);
  for (const year of years) {
    const cells = members.map((region) => region.byYear.get(year)).filter(Boolean);
    cell(line, cells.reduce((sum, c) => sum + c[1], 0), cells.reduce((sum, c) => sum + c[2], 0));
  }
}

function regionLine(body, region) {
  const line = body.appendChild(make("tr", null, { class: region === chosen ? "region chosen" : "region" }));
  const button = make("button", `${region.prefecture && region.prefecture !== region.name ? region.prefecture + " " : ""}${region.name} ${region.code}`);
  button.addEventListener("click", () => { chosen = region === chosen ? null : region; coverage(); money(); });
  line.appendChild(make("th")).appendChild(button);
  for (const year of years) { const c = region.byYear.get(year) || []; cell(line, c[1], c[2]); }
}

function coverage() {
  const words = $("filter").value.trim();
  const table = $("coverage");
  table.replaceChildren();
  const head = table.appendChild(make("thead")).appendChild(make("tr"));
  head.appendChild(make("th", "region 地区"));
  for (const year of years) head.appendChild(make("th", year));
  const body = table.appendChild(make("tbody"));
  const wanted = words ? data.regions.filter((region) => region.words.includes(words)) : data.regions;
  if (words) {
    for (const region of wanted.slice(0, SHOWN)) regionLine(body, region);
  } else {
    for (const [name, members] of provinces) {
      provinceLine(body, name, members);
      if (open.has(name)) for (const region of members) regionLine(body, region);
    }
  }
  if (!wanted.length) body.appendChild(make("tr")).appendChild(make("td", "nothing 无", { colspan: years.length + 1 }));
  $("more").textContent = words && wanted.length > SHOWN
    ? `${SHOWN} of ${count(wanted.length)} regions shown; type more of the name`
    : `regions 地区: ${count(wanted.length)} · provinces 省: ${provinces.size}`;
}

// -- line charts in plain SVG

function chart(id, rows, series) {
  const width = 520, height = 260, left = 56, right = 16, bottom = 44, top = 34;
  const svg = document.createElementNS(SVG, "svg");
  const add = (tag, attributes, text) => {
    const node = svg.appendChild(document.createElementNS(SVG, tag));
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", series.map(([, label]) => label).join(", "));
  $(id).replaceChildren(svg);
  const yuan = (row, key) => (row[key] === null || row[key] === undefined ? null : Number(row[key]));
  const largest = Math.max(...rows.flatMap((row) => series.map(([key]) => yuan(row, key) || 0)), 0);
  if (!largest) { add("text", { x: width / 2, y: height / 2, "text-anchor": "middle" }, "nothing yet 暂无"); return; }
  const [scale, unit] = largest >= 1e8 ? [1e8, "亿元"] : [1e4, "万元"];
  const step = [1, 2, 2.5, 5, 10].map((part) => part * 10 ** Math.floor(Math.log10(largest / scale / 4))).find((part) => part * 4 >= largest / scale);
  const ceiling = step * Math.ceil(largest / scale / step);
  const x = (i) => left + 14 + (rows.length === 1 ? 0.5 : i / (rows.length - 1)) * (width - left - right - 28);
  const y = (v) => height - bottom - (v / ceiling) * (height - bottom - top);
  add("text", { x: 4, y: 14, opacity: 0.65 }, unit);
  for (let v = 0; v <= ceiling + step / 2; v += step) {
    add("line", { x1: left, x2: width - right, y1: y(v), y2: y(v), stroke: "var(--line)" });
    add("text", { x: left - 6, y: y(v) + 4, "text-anchor": "end", opacity: 0.75 }, Number(v.toPrecision(6)).toLocaleString("en-US"));
  }
  const every = Math.ceil(rows.length / 11);
  rows.forEach((row, i) => {
    if ((rows.length - 1 - i) % every) return;
    add("text", { x: x(i), y: height - bottom + 18, "text-anchor": "middle" }, row.year);
    if (row.units !== undefined) add("text", { x: x(i), y: height - bottom + 34, "text-anchor": "middle", opacity: 0.6 }, count(row.units));
  });
  let offset = left;
  for (const [key, label, colour] of series) {
    // a year without a number breaks the line: a gap is not a zero
    let path = "", pen = false;
    rows.forEach((row, i) => {
      const v = yuan(row, key);
      if (v === null) { pen = false; return; }
      path += `${pen ? "L" : "M"}${x(i).toFixed(1)} ${y(v / scale).toFixed(1)}`;
      pen = true;
    });
    add("path", { d: path, fill: "none", stroke: colour, "stroke-width": 2.2, "stroke-linejoin": "round" });
    rows.forEach((row, i) => {
      const v = yuan(row, key);
      if (v === null) return;
      const dot = add("circle", { cx: x(i), cy: y(v / scale), r: 3.4, fill: colour, stroke: "var(--card)" });
      dot.appendChild(document.createElementNS(SVG, "title")).textContent =
        `${row.year} ${label}: ${(v / scale).toLocaleString("en-US", { maximumFractionDigits: 2 })} ${unit}`;
    });
    add("rect", { x: offset + 4, y: 5, width: 11, height: 11, rx: 3, fill: colour });
    add("text", { x: offset + 20, y: 15 }, label);
    offset += 36 + [...label].reduce((sum, letter) => sum + (letter > "~" ? 12.5 : 7), 0);
  }
}

function money() {
  if (chosen) {
    const rows = chosen.years.map(([year, , , final, budget], i) => ({
      year, final: final === null ? null : final * 1e4, budget: budget === null ? null : budget * 1e4,
      total: chosen.sangong[i] === null ? null : chosen.sangong[i] * 1e4,
    }));
    $("place").textContent = `${chosen.province} ${chosen.prefecture} ${chosen.name} (${chosen.code}).`;
    chart("totals", rows, [["final", "决算 final", "var(--accent)"], ["budget", "预算 budget", "var(--blue)"]]);
    chart("sangong", rows, [["total", "合计 total", "var(--accent)"]]);
    return;
  }
  $("place").textContent = "All regions 全部地区.";
  chart("totals", data.totals_by_year, [["expenditure", "决算 final", "var(--accent)"], ["budget", "预算 budget", "var(--blue)"]]);
  chart("sangong", data.three_public_by_year, [
    ["total", "合计 total", "var(--accent)"], ["vehicle", "公车 vehicles", "var(--blue)"],
    ["reception", "接待 reception", "var(--gold)"], ["abroad", "出国 abroad", "var(--green)"],
  ]);
}

// -- checks, sources, files, documents

function checks() {
  const sums = {};
  for (const row of data.checks) {
    const sum = (sums[row.severity] = sums[row.severity] || [0, 0]);
    sum[0] += row.failed; sum[1] += row.passed;
  }
  $("severities").textContent = Object.entries(sums).map(([name, [failed, passed]]) =>
    `${name}: ${count(failed)} of ${count(failed + passed)} failed (${((100 * failed) / (failed + passed)).toFixed(1)} %)`).join(" · ");
  fill("checks", [["severity", "d"], ["check 校验", "w"], ["failed", "n"], ["passed", "n"], ["share"]], data.checks.map((row) => {
    const what = document.createDocumentFragment();
    what.append(row.title || row.id, make("div", row.id, { class: "quiet" }));
    const bar = make("div", null, { class: "bar" });
    bar.appendChild(make("i", null, { style: `width:${(100 * row.failed) / (row.failed + row.passed)}%` }));
    return [make("span", row.severity, { class: `badge ${row.severity}` }), what, count(row.failed), count(row.passed), bar];
  }));
}

function sources() {
  const words = $("find-source").value.trim();
  const isWell = (row) => row.status === "ok" || row.status === "partial";
  const wanted = data.sources.filter((row) => (row.name + row.code).includes(words));
  wanted.sort((a, b) => isWell(a) - isWell(b) || (a.newest || "").localeCompare(b.newest || "") || a.code.localeCompare(b.code));
  fill("sources", [["status", "d"], ["source 来源", "w"], ["visited", "d"], ["newest", "d"]], wanted.slice(0, SHOWN).map((row) => {
    const what = document.createDocumentFragment();
    what.append(`${row.name} ${row.code}`);
    if (row.message) what.append(make("div", row.message, { class: "quiet" }));
    if (!isWell(row)) what.append(make("div", row.well ? `last well ${row.well}` : "never well so far", { class: "quiet" }));
    return [make("span", row.status, { class: `badge ${row.status}` }), what, row.checked, row.newest || "–"];
  }));
  const states = {};
  for (const row of data.sources) states[row.status] = (states[row.status] || 0) + 1;
  $("health").textContent = Object.entries(states).sort().map(([name, number]) => `${count(number)} ${name}`).join(" · ") || "no source visited yet 暂无";
  $("more-sources").textContent = wanted.length > SHOWN ? `${SHOWN} of ${count(wanted.length)} shown, the unwell and the longest silent first` : "";
}

$("filter").addEventListener("input", coverage);
$("find-source").addEventListener("input", sources);
coverage();
money();
checks();
sources();
fill("unread", [["status 状态"], ["files", "n"]], data.unread.map((row) => [row.status, count(row.files)]));
fill("newest", [["title 标题", "w"], ["unit 单位"], ["region", "d"], ["kind", "d"], ["year", "n"], ["published", "d"], ["revision", "n"]], data.newest.map((row) => {
  const safe = row.url && /^https?:\/\//.test(row.url);
  const title = safe ? make("a", row.title || row.unit || row.url, { href: row.url, rel: "noreferrer" }) : make("b", row.title || row.unit || "");
  return [title, row.unit, row.region, row.kind, row.year, row.published, row.revision > 1 ? `r${row.revision}` : ""];
}));
document.body.dataset.drawn = "yes";
