'use strict';
// Draws one session at a time. All data comes from scripts (index.js, <session>/data.js), so the page also opens from a file.

const HAND_BONES = [[0, 1], [1, 2], [2, 3], [3, 4], [0, 5], [5, 6], [6, 7], [7, 8], [5, 9], [9, 10], [10, 11], [11, 12],
  [9, 13], [13, 14], [14, 15], [15, 16], [13, 17], [17, 18], [18, 19], [19, 20], [0, 17]];
// Bones between COCO's 17 keypoints.
const PERSON_BONES = [[5, 7], [7, 9], [6, 8], [8, 10], [5, 6], [5, 11], [6, 12], [11, 12], [11, 13], [13, 15], [12, 14], [14, 16], [0, 1], [0, 2],
  [1, 3], [2, 4]];
const element = (id) => document.getElementById(id);
const color = (id, alpha) => `hsla(${(id * 137.508) % 360}, 75%, 55%, ${alpha})`;
const seconds = (ns) => ns / 1e9;
const counted = (number, name) => `${number} ${name}${number === 1 ? '' : 's'}`;
const text = (value) => document.createTextNode(value);

let data = null;
let frameAt = -1;
let seenWidth = 0;
let turn = -0.7;
// Where the spans of the timeline are drawn, for what the mouse is on.
let spots = [];
const ROW_HEIGHT = 22, TIMELINE_LEFT = 90;
const maskCanvas = document.createElement('canvas');

window.egoscopeSession = (loaded) => {
  data = loaded;
  data.edges = data.edges.filter((edge) => !repeatsHand(edge, data.edges));
  start();
};

// What a hand does the wearer does, too: the tables have both, the page shows it once.
function repeatsHand(edge, all) {
  if (edge.subject !== 1 || !['holds', 'touches'].includes(edge.predicate)) return false;
  return all.some((other) => (other.subject === 2 || other.subject === 3) && other.object === edge.object && other.predicate === edge.predicate
    && Math.min(edge.t1, other.t1) - Math.max(edge.t0, other.t0) >= 0.9 * (edge.t1 - edge.t0));
}

function load(entry) {
  const script = document.createElement('script');
  script.src = entry.data;
  script.onerror = () => { element('headline').textContent = `cannot load ${entry.data}`; };
  document.head.append(script);
}

// COCO's compressed run lengths: 5 bits a character from '0', 0x20 = more follow, 0x10 = sign, differences to two runs before from the third on.
function decodeRuns(coded) {
  const runs = [];
  let position = 0;
  while (position < coded.length) {
    let value = 0, shift = 0, bits;
    do {
      bits = coded.charCodeAt(position++) - 48;
      value |= (bits & 0x1f) << shift;
      shift += 5;
      if (!(bits & 0x20) && (bits & 0x10)) value |= -1 << shift;
    } while (bits & 0x20);
    runs.push(runs.length > 2 ? value + runs[runs.length - 2] : value);
  }
  return runs;
}

// The canvas in as many pixels as the screen has for it, so that text is as large on a phone as on a desk.
function sharpContext(canvas, widthElse, height) {
  const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth || widthElse;
  canvas.width = width * ratio; canvas.height = height * ratio; canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context.scale(ratio, ratio);
  return [context, width, height];
}

function nearestFrame(timeNs) {
  const times = data.times;
  let low = 0, high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (times[middle] <= timeNs + 1e6) low = middle; else high = middle - 1;
  }
  return low;
}

function drawOverlay(frame) {
  const canvas = element('overlay');
  const [width, height] = data.size;
  canvas.width = width; canvas.height = height;
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, width, height);
  const named = element('only-named').checked;
  const instances = frame.instances.filter((i) => !named || i[1] !== 'unknown');
  if (element('show-masks').checked) drawMasks(context, instances, width, height);
  if (element('show-labels').checked) drawLabels(context, instances);
  if (element('show-hands').checked) frame.hands.forEach((hand) => drawHand(context, hand));
  if (element('show-people').checked) frame.people.forEach((person) => drawPerson(context, person));
}

function drawPerson(context, person) {
  const ink = '#facc15', [x, y, width, height] = person.box, points = person.coco;
  const seen = (k) => points[k * 3] !== null && points[k * 3 + 1] !== null && points[k * 3 + 2] >= 0.5;
  context.strokeStyle = ink; context.fillStyle = ink; context.lineWidth = 1.6;
  context.globalAlpha = 0.4 + 0.6 * person.confidence;
  context.setLineDash([5, 3]); context.strokeRect(x, y, width, height); context.setLineDash([]);
  for (const [a, b] of PERSON_BONES) {
    if (!seen(a) || !seen(b)) continue;
    context.beginPath(); context.moveTo(points[a * 3], points[a * 3 + 1]); context.lineTo(points[b * 3], points[b * 3 + 1]); context.stroke();
  }
  context.font = '11px system-ui';
  context.fillText(`person #${person.track} ${person.confidence.toFixed(2)}`, x + 3, Math.max(11, y + 12));
  context.globalAlpha = 1;
}

function drawMasks(context, instances, width, height) {
  maskCanvas.width = width; maskCanvas.height = height;
  const maskContext = maskCanvas.getContext('2d');
  const image = maskContext.createImageData(width, height);
  const owner = new Int32Array(width * height);
  const pixels = image.data;
  for (const [track, , , coded] of instances) {
    const hue = ((track * 137.508) % 360) / 60;
    const second = 1 - Math.abs(hue % 2 - 1);
    const rgb = [[1, second, 0], [second, 1, 0], [0, 1, second], [0, second, 1], [second, 0, 1], [1, 0, second]][Math.floor(hue) % 6];
    let position = 0, inside = false;
    for (const run of decodeRuns(coded)) {
      if (inside) {
        for (let p = position; p < position + run; p++) {
          const at = (p % height) * width + Math.floor(p / height);
          owner[at] = track;
          pixels[at * 4] = 50 + 200 * rgb[0]; pixels[at * 4 + 1] = 50 + 200 * rgb[1]; pixels[at * 4 + 2] = 50 + 200 * rgb[2];
          pixels[at * 4 + 3] = 90;
        }
      }
      position += run; inside = !inside;
    }
  }
  for (let y = 0; y + 1 < height; y++) {
    for (let x = 0; x + 1 < width; x++) {
      const at = y * width + x;
      if (owner[at] !== owner[at + 1] || owner[at] !== owner[at + width]) {
        const edge = owner[at] ? at : owner[at + 1] ? at + 1 : at + width;
        pixels[edge * 4 + 3] = 235;
      }
    }
  }
  maskContext.putImageData(image, 0, 0);
  context.drawImage(maskCanvas, 0, 0);
}

function drawLabels(context, instances) {
  context.font = '11px system-ui';
  for (const [track, label, score, , box] of instances) {
    if (label === 'unknown') continue;
    const caption = `${label} #${track}` + (score > 0 ? ` ${score.toFixed(2)}` : '');
    const x = Math.max(0, box[0]), y = Math.max(11, box[1] + 11);
    context.fillStyle = 'rgba(0,0,0,.6)';
    context.fillRect(x, y - 10, context.measureText(caption).width + 4, 13);
    context.fillStyle = color(track, 1);
    context.fillText(caption, x + 2, y);
  }
}

function drawHand(context, hand) {
  const hue = hand.side === 'LEFT' ? '#38bdf8' : '#fb7185';
  context.strokeStyle = hue; context.fillStyle = hue; context.lineWidth = 1.6;
  context.globalAlpha = 0.4 + 0.6 * hand.confidence;
  for (const [a, b] of HAND_BONES) {
    context.beginPath();
    context.moveTo(hand.xy[a * 2], hand.xy[a * 2 + 1]);
    context.lineTo(hand.xy[b * 2], hand.xy[b * 2 + 1]);
    context.stroke();
  }
  context.font = '11px system-ui';
  context.fillText(`${hand.side.toLowerCase()} ${hand.confidence.toFixed(2)}${hand.wearer ? '' : ' (other)'}`, hand.xy[0] + 4, hand.xy[1] + 4);
  context.globalAlpha = 1;
}

function drawBody(index) {
  const canvas = element('body'), shown = canvas.clientWidth || 520;
  const [context, width, height] = sharpContext(canvas, 520, Math.round(Math.min(420, shown * 0.81)));
  context.clearRect(0, 0, width, height);
  const frame = data.frames[index];
  const center = bodyCenter(index);
  const scale = height / 2.5;
  const cosTurn = Math.cos(turn), sinTurn = Math.sin(turn), tilt = 0.28;
  const project = (x, y, z) => {
    const dx = x - center[0], dy = y - center[1];
    const across = dx * sinTurn - dy * cosTurn, depth = dx * cosTurn + dy * sinTurn;
    return [width / 2 + across * scale, height * 0.9 - (z * Math.cos(tilt) + depth * Math.sin(tilt)) * scale];
  };
  const line = (a, b) => { context.beginPath(); context.moveTo(...project(...a)); context.lineTo(...project(...b)); context.stroke(); };
  context.strokeStyle = 'rgba(128,128,128,.35)'; context.lineWidth = 1;
  const x0 = Math.round(center[0] * 2) / 2, y0 = Math.round(center[1] * 2) / 2;
  for (let k = -3; k <= 3; k++) {
    line([x0 + k * 0.5, y0 - 1.5, 0], [x0 + k * 0.5, y0 + 1.5, 0]);
    line([x0 - 1.5, y0 + k * 0.5, 0], [x0 + 1.5, y0 + k * 0.5, 0]);
  }
  context.strokeStyle = 'rgba(23,105,170,.8)'; context.beginPath();
  for (let k = Math.max(0, index - 120); k <= index; k++) {
    const head = data.frames[k].head;
    if (head) context.lineTo(...project(head[0], head[1], head[2]));
  }
  context.stroke();
  if (!frame.body) {
    element('body-facts').textContent = frame.head ? 'no body in this frame' : 'head lost: no body in this frame';
    return;
  }
  const joints = frame.body.joints, at = (j) => [joints[j * 3] / 1000, joints[j * 3 + 1] / 1000, joints[j * 3 + 2] / 1000];
  context.lineWidth = 4; context.lineCap = 'round';
  data.joints.forEach((joint, j) => {
    if (joint.parent < 0) return;
    context.strokeStyle = joint.name.startsWith('LEFT') ? '#38bdf8' : joint.name.startsWith('RIGHT') ? '#fb7185' : '#94a3b8';
    line(at(joint.parent), at(j));
  });
  const [hx, hy] = project(...at(15));
  context.beginPath(); context.arc(hx, hy - 8, 13, 0, 7); context.strokeStyle = '#94a3b8'; context.stroke();
  const feet = frame.body.contacts.slice(0, 2).map((c) => (c === null ? '?' : c.toFixed(2)));
  element('body-facts').textContent = `${data.bodyMethod}, confidence ${frame.body.confidence.toFixed(2)}, foot contact left ${feet[0]} right ${feet[1]}`;
}

function bodyCenter(index) {
  for (let k = index; k >= 0; k--) {
    const frame = data.frames[k];
    if (frame.body) return [frame.body.joints[0] / 1000, frame.body.joints[1] / 1000];
    if (frame.head) return frame.head;
  }
  return [0, 0, 0];
}

function lanes() {
  const rows = new Map();
  const add = (name, span) => { if (!rows.has(name)) rows.set(name, []); rows.get(name).push(span); };
  for (const a of data.actions) {
    const lane = a.side ? `${a.side.toLowerCase()} hand` : a.verb === 'look_at' ? 'gaze' : 'body';
    add(lane, { t0: a.t0, t1: a.t1, caption: a.label ? `${a.verb} ${a.label}` : a.verb, key: a.verb });
  }
  for (const e of data.edges) {
    if (['holds', 'touches'].includes(e.predicate) || (['on', 'in'].includes(e.predicate) && isNamed(e))) {
      add(e.predicate, { t0: e.t0, t1: e.t1, caption: `${e.subjectLabel} ${e.predicate} ${e.objectLabel}`, key: e.objectLabel });
    }
  }
  for (const g of data.gaps) add('gaps', { t0: g.t0, t1: g.t1, caption: `${g.stage}: ${g.reason}`, key: 'gap' });
  const order = ['right hand', 'left hand', 'body', 'gaze', 'holds', 'touches', 'on', 'in', 'gaps'];
  return order.filter((name) => rows.has(name)).flatMap((name) => linesOf(name, rows.get(name)));
}

// Spans that overlap, as of turning while standing, would hide each other: the later one goes on a line below.
function linesOf(name, spans) {
  const lines = [];
  for (const span of [...spans].sort((a, b) => a.t0 - b.t0 || b.t1 - a.t1)) {
    const free = lines.find((line) => line.spans[line.spans.length - 1].t1 <= span.t0);
    if (free) free.spans.push(span); else lines.push({ name: lines.length ? '' : name, gaps: name === 'gaps', spans: [span] });
  }
  return lines;
}

function hue(key) {
  let hash = 7;
  for (const c of key) hash = (hash * 31 + c.charCodeAt(0)) >>> 0;
  return hash % 360;
}

function drawTimeline(nowNs) {
  const canvas = element('timeline');
  const rows = lanes();
  const [context, width, height] = sharpContext(canvas, 900, Math.max(1, rows.length) * ROW_HEIGHT + 24);
  context.font = '11px system-ui';
  const foreground = getComputedStyle(document.body).color;
  const x = (ns) => TIMELINE_LEFT + (width - TIMELINE_LEFT - 8) * ns / data.durationNs;
  spots = [];
  rows.forEach((row, r) => {
    const y = r * ROW_HEIGHT;
    context.fillStyle = foreground; context.globalAlpha = 0.7; context.fillText(row.name, 4, y + 15); context.globalAlpha = 1;
    for (const span of row.spans) {
      const x0 = x(span.t0), wide = Math.max(1.5, x(span.t1) - x0);
      context.fillStyle = row.gaps ? '#dc2626' : `hsl(${hue(span.key)} 55% 48%)`;
      context.fillRect(x0, y + 3, wide, ROW_HEIGHT - 6);
      spots.push({ x: x0, y, wide: Math.max(4, wide), caption: `${span.caption}, ${spanText(span)}` });
      if (wide > 30) {
        context.save(); context.beginPath(); context.rect(x0, y, wide - 2, ROW_HEIGHT); context.clip();
        context.fillStyle = '#fff'; context.fillText(span.caption, x0 + 3, y + 15); context.restore();
      }
    }
  });
  drawTimes(context, x, width, height, foreground);
  context.fillStyle = '#f59e0b';
  context.fillRect(x(nowNs), 0, 1.5, height - 18);
}

const spanText = (span) => `${seconds(span.t0).toFixed(2)} to ${seconds(span.t1).toFixed(2)} s`;

// As many marks as have room; the last one ends at the border.
function drawTimes(context, x, width, height, foreground) {
  const most = Math.max(2, Math.floor((width - TIMELINE_LEFT) / 48));
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 600].find((s) => seconds(data.durationNs) / s <= most) || 1800;
  context.fillStyle = foreground;
  for (let s = 0; s <= seconds(data.durationNs) + 1e-6; s += step) {
    const mark = `${+s.toFixed(1)} s`;
    context.fillText(mark, Math.min(x(s * 1e9), width - context.measureText(mark).width - 2), height - 6);
  }
}

// Wearer and hands first; relations between things that have no name are many and are drawn only on demand.
const isWearers = (e) => e.subject <= 3 || e.object <= 3;
const isNamed = (e) => !e.subjectLabel.startsWith('unknown') && !e.objectLabel.startsWith('unknown');

function activeEdges(nowNs) {
  const all = element('all-relations').checked;
  return data.edges
    .filter((e) => e.t0 <= nowNs && nowNs < e.t1 && (all || isWearers(e) || isNamed(e)))
    .sort((a, b) => isWearers(b) - isWearers(a) || isNamed(b) - isNamed(a) || b.confidence - a.confidence);
}

// One line for all that holds between two things in one direction.
function bundles(edges) {
  const byPair = new Map();
  for (const e of edges) {
    const pair = `${e.subject} ${e.object}`;
    if (!byPair.has(pair)) byPair.set(pair, { subject: e.subject, object: e.object, predicates: [] });
    const bundle = byPair.get(pair);
    if (!bundle.predicates.includes(e.predicate)) bundle.predicates.push(e.predicate);
  }
  return [...byPair.values()];
}

// The wearer in the middle, things around. The start of the ring keeps two of them, and those that face each other in an even ring,
// off one line through the middle, where their relations would lie on the wearer's.
function placesOf(ids, width, height) {
  const place = new Map([[1, [width / 2, height / 2]]]);
  const ring = ids.filter((id) => id !== 1);
  const slots = ring.length % 2 ? ring.length : ring.length + 1;
  ring.forEach((id, k) => {
    const angle = 2 * Math.PI * k / slots - Math.PI / 2;
    place.set(id, [width / 2 + Math.cos(angle) * width * 0.34, height / 2 + Math.sin(angle) * height * 0.4]);
  });
  return place;
}

function drawArrow(context, from, to, bow) {
  const [x0, y0] = from, [x1, y1] = to, length = Math.hypot(x1 - x0, y1 - y0) || 1;
  const middle = [(x0 + x1) / 2 + bow * (y1 - y0) / length, (y0 + y1) / 2 - bow * (x1 - x0) / length];
  context.beginPath(); context.moveTo(x0, y0); context.quadraticCurveTo(...middle, x1, y1); context.stroke();
  const angle = Math.atan2(y1 - middle[1], x1 - middle[0]), tip = [x1 - 10 * Math.cos(angle), y1 - 10 * Math.sin(angle)];
  context.beginPath(); context.moveTo(...tip);
  for (const side of [-0.45, 0.45]) context.lineTo(tip[0] - 9 * Math.cos(angle + side), tip[1] - 9 * Math.sin(angle + side));
  context.closePath(); context.fill();
  return [(x0 + 2 * middle[0] + x1) / 4, (y0 + 2 * middle[1] + y1) / 4];
}

const canvasPane = () => element('graph').parentElement;

function drawBundle(context, bundle, place, foreground) {
  const strong = bundle.predicates.some((name) => name === 'holds' || name === 'touches');
  const ink = `hsl(${hue(bundle.predicates[0])} 60% 50%)`;
  context.strokeStyle = ink; context.fillStyle = ink;
  context.globalAlpha = strong ? 1 : 0.45; context.lineWidth = strong ? 2.5 : 1.2;
  const [x, y] = drawArrow(context, place.get(bundle.subject), place.get(bundle.object), 18);
  context.globalAlpha = 1;
  const caption = bundle.predicates.join(', '), wide = context.measureText(caption).width;
  context.fillStyle = getComputedStyle(canvasPane()).backgroundColor;
  context.fillRect(x - wide / 2 - 2, y - 8, wide + 4, 15);
  context.fillStyle = foreground;
  context.fillText(caption, x - wide / 2, y + 4);
}

function drawGraph(nowNs) {
  const canvas = element('graph'), shown = canvas.clientWidth || 640;
  const [context, width, height] = sharpContext(canvas, 640, Math.round(Math.min(420, Math.max(280, shown * 0.66))));
  context.clearRect(0, 0, width, height);
  const edges = activeEdges(nowNs);
  const nodes = new Map();
  for (const e of edges) { nodes.set(e.subject, e.subjectLabel); nodes.set(e.object, e.objectLabel); }
  const ids = [...nodes.keys()].sort((a, b) => a - b);
  const place = placesOf(ids, width, height);
  const foreground = getComputedStyle(document.body).color;
  context.font = '11px system-ui';
  if (!edges.length) {
    context.fillStyle = foreground;
    context.fillText('no relation of the wearer or between named things now', 4, 20);
  }
  const drawn = bundles(edges);
  drawn.forEach((bundle) => drawBundle(context, bundle, place, foreground));
  canvas.setAttribute('aria-label', drawn.map((b) => `${nodes.get(b.subject)} ${b.predicates.join(', ')} ${nodes.get(b.object)}`).join('; '));
  for (const id of ids) {
    const [x, y] = place.get(id), name = nodes.get(id) || `node ${id}`;
    context.fillStyle = id <= 3 ? '#1769aa' : color(id, 1);
    context.beginPath(); context.arc(x, y, 9, 0, 7); context.fill();
    context.fillStyle = foreground;
    const right = x + 11 + context.measureText(name).width <= width;
    context.fillText(name, right ? x + 11 : x - 11 - context.measureText(name).width, y + 4);
  }
}

function showNow(nowNs) {
  const list = element('now');
  list.replaceChildren();
  const add = (line) => { const item = document.createElement('li'); item.append(text(line)); list.append(item); };
  data.actions.filter((a) => a.t0 <= nowNs && nowNs < a.t1)
    .forEach((a) => add(`${a.side ? a.side.toLowerCase() + ' hand: ' : ''}${a.verb} ${a.label} (${a.confidence.toFixed(2)})`));
  activeEdges(nowNs).slice(0, 14).forEach((e) => add(`${e.subjectLabel} — ${e.predicate} → ${e.objectLabel} (${e.confidence.toFixed(2)})`));
}

function show() {
  requestAnimationFrame(show);
  if (!data || !data.times.length) return;
  const nowNs = element('video').currentTime * 1e9;
  const index = nearestFrame(nowNs);
  if (index !== frameAt || seenWidth !== window.innerWidth) {
    frameAt = index;
    seenWidth = window.innerWidth;
    const frame = data.frames[index];
    drawOverlay(frame);
    drawBody(index);
    drawTimeline(nowNs);
    drawGraph(data.times[index]);
    showNow(data.times[index]);
    element('clock').textContent = `frame ${frame.index}   ${seconds(data.times[index]).toFixed(3)} s`;
    element('frame-facts').textContent =
      `${counted(frame.instances.length, 'instance')}, ${counted(frame.hands.length, 'hand')}, ${frame.people.length ? frame.people.length + ' other ' + (frame.people.length === 1 ? 'person' : 'people') + ', ' : ''}head ${frame.headSource.toLowerCase().replace('_', ' ')} (quality ${frame.headQuality.toFixed(2)})`;
  }
}

function start() {
  frameAt = -1;
  const video = element('video');
  // An upright picture must not push all else off the screen.
  element('stage').style.maxWidth = `calc(75vh * ${data.size[0] / data.size[1]})`;
  element('no-video').hidden = data.video !== '';
  if (data.video) video.src = data.video; else video.removeAttribute('src');
  element('headline').textContent = data.headline;
  const table = element('summary');
  table.replaceChildren();
  for (const [name, value] of data.summary) {
    const row = table.insertRow();
    row.insertCell().append(text(name));
    row.insertCell().append(text(value));
  }
  const sheets = element('sheets');
  sheets.replaceChildren();
  for (const name of data.sheets) {
    const link = document.createElement('a');
    link.href = `${encodeURIComponent(select.selectedOptions[0].text)}/${name}.png`;
    link.append(text(name === 'edges' ? 'what hands hold and touch (picture)' : 'moments (picture)'));
    sheets.append(link, text('  '));
  }
  const wanted = /[#&]t=([0-9.]+)/.exec(location.hash);
  if (wanted) video.addEventListener('loadedmetadata', () => { video.currentTime = Number(wanted[1]); }, { once: true });
}

function step(delta) {
  const index = Math.min(data.times.length - 1, Math.max(0, frameAt + delta));
  element('video').pause();
  element('video').currentTime = (data.times[index] + 1e6) / 1e9;
}

const sessions = window.egoscopeIndex || [];
const select = element('session');
sessions.forEach((entry, k) => { const option = document.createElement('option'); option.value = k; option.append(text(entry.name)); select.append(option); });
select.addEventListener('change', () => load(sessions[select.value]));
['show-masks', 'show-labels', 'show-hands', 'show-people', 'only-named', 'all-relations'].forEach((id) => element(id).addEventListener('change', () => { frameAt = -1; }));
element('step-back').addEventListener('click', () => step(-1));
element('step-on').addEventListener('click', () => step(1));
element('timeline').addEventListener('click', (event) => {
  const width = element('timeline').clientWidth - TIMELINE_LEFT - 8;
  const fraction = Math.min(1, Math.max(0, (event.offsetX - TIMELINE_LEFT) / width));
  element('video').currentTime = seconds(fraction * data.durationNs);
});
element('timeline').addEventListener('mousemove', (event) => {
  const hit = spots.find((s) => event.offsetX >= s.x && event.offsetX < s.x + s.wide && event.offsetY >= s.y && event.offsetY < s.y + ROW_HEIGHT);
  element('timeline').title = hit ? hit.caption : '';
});
let dragging = null;
element('body').addEventListener('pointerdown', (event) => { dragging = event.clientX; });
window.addEventListener('pointerup', () => { dragging = null; });
window.addEventListener('pointermove', (event) => {
  if (dragging !== null) { turn += (event.clientX - dragging) * 0.01; dragging = event.clientX; frameAt = -1; }
});
element('footer').textContent = window.egoscopeFooter || '';
const wantedSession = /[#&]session=([^&]+)/.exec(location.hash);
const first = wantedSession ? Math.max(0, sessions.findIndex((entry) => entry.name === decodeURIComponent(wantedSession[1]))) : 0;
select.value = first;
if (sessions.length) load(sessions[first]); else element('headline').textContent = 'no session in this report';
requestAnimationFrame(show);
