'use strict';
// Draws one session at a time. All data comes from scripts (index.js, <session>/data.js), so the page also opens from a file.

const HAND_BONES = [[0, 1], [1, 2], [2, 3], [3, 4], [0, 5], [5, 6], [6, 7], [7, 8], [5, 9], [9, 10], [10, 11], [11, 12],
  [9, 13], [13, 14], [14, 15], [15, 16], [13, 17], [17, 18], [18, 19], [19, 20], [0, 17]];
const element = (id) => document.getElementById(id);
const color = (id, alpha) => `hsla(${(id * 137.508) % 360}, 75%, 55%, ${alpha})`;
const seconds = (ns) => ns / 1e9;
const text = (value) => document.createTextNode(value);

let data = null;
let frameAt = -1;
let turn = -0.7;
const maskCanvas = document.createElement('canvas');

window.egoscopeSession = (loaded) => { data = loaded; start(); };

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
  const canvas = element('body'), context = canvas.getContext('2d');
  const width = canvas.width, height = canvas.height;
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
  return order.filter((name) => rows.has(name)).map((name) => ({ name, spans: rows.get(name) }));
}

function hue(key) {
  let hash = 7;
  for (const c of key) hash = (hash * 31 + c.charCodeAt(0)) >>> 0;
  return hash % 360;
}

function drawTimeline(nowNs) {
  const canvas = element('timeline');
  const rows = lanes(), left = 90, rowHeight = 22;
  const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth || 900, height = Math.max(1, rows.length) * rowHeight + 24;
  canvas.width = width * ratio; canvas.height = height * ratio; canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context.scale(ratio, ratio);
  context.font = '11px system-ui';
  const foreground = getComputedStyle(document.body).color;
  const x = (ns) => left + (width - left - 8) * ns / data.durationNs;
  rows.forEach((row, r) => {
    const y = r * rowHeight;
    context.fillStyle = foreground; context.globalAlpha = 0.7; context.fillText(row.name, 4, y + 15); context.globalAlpha = 1;
    for (const span of row.spans) {
      const x0 = x(span.t0), wide = Math.max(1.5, x(span.t1) - x0);
      context.fillStyle = row.name === 'gaps' ? '#dc2626' : `hsl(${hue(span.key)} 55% 48%)`;
      context.fillRect(x0, y + 3, wide, rowHeight - 6);
      if (wide > 30) {
        context.save(); context.beginPath(); context.rect(x0, y, wide - 2, rowHeight); context.clip();
        context.fillStyle = '#fff'; context.fillText(span.caption, x0 + 3, y + 15); context.restore();
      }
    }
  });
  const step = [0.5, 1, 2, 5, 10, 30, 60, 300, 600].find((s) => seconds(data.durationNs) / s <= 14) || 1800;
  context.fillStyle = foreground;
  for (let s = 0; s <= seconds(data.durationNs); s += step) context.fillText(`${s} s`, x(s * 1e9), height - 6);
  context.fillStyle = '#f59e0b';
  context.fillRect(x(nowNs), 0, 1.5, height - 18);
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

function drawGraph(nowNs) {
  const canvas = element('graph'), context = canvas.getContext('2d');
  const width = canvas.width, height = canvas.height;
  context.clearRect(0, 0, width, height);
  const edges = activeEdges(nowNs);
  const nodes = new Map();
  for (const e of edges) { nodes.set(e.subject, e.subjectLabel); nodes.set(e.object, e.objectLabel); }
  const ids = [...nodes.keys()].sort((a, b) => a - b);
  const place = new Map();
  const ring = ids.filter((id) => id !== 1);
  place.set(1, [width / 2, height / 2]);
  ring.forEach((id, k) => {
    const angle = 2 * Math.PI * k / Math.max(1, ring.length) - Math.PI / 2;
    place.set(id, [width / 2 + Math.cos(angle) * width * 0.38, height / 2 + Math.sin(angle) * height * 0.4]);
  });
  const foreground = getComputedStyle(document.body).color;
  context.font = '11px system-ui';
  if (!edges.length) {
    context.fillStyle = foreground;
    context.fillText('no relation of the wearer or between named things at this moment', 12, 20);
  }
  for (const e of edges) {
    const [x0, y0] = place.get(e.subject), [x1, y1] = place.get(e.object);
    const strong = e.predicate === 'holds' || e.predicate === 'touches';
    context.strokeStyle = `hsl(${hue(e.predicate)} 60% 50%)`;
    context.globalAlpha = strong ? 1 : 0.45; context.lineWidth = strong ? 2.5 : 1.2;
    context.beginPath(); context.moveTo(x0, y0); context.lineTo(x1, y1); context.stroke();
    context.fillStyle = foreground;
    context.fillText(e.predicate, (x0 * 2 + x1 * 3) / 5 - 12, (y0 * 2 + y1 * 3) / 5 - 3);
  }
  context.globalAlpha = 1;
  for (const id of ids) {
    const [x, y] = place.get(id);
    context.fillStyle = id <= 3 ? '#1769aa' : color(id, 1);
    context.beginPath(); context.arc(x, y, 9, 0, 7); context.fill();
    context.fillStyle = foreground;
    context.fillText(nodes.get(id) || `node ${id}`, x + 11, y + 4);
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
  if (index !== frameAt) {
    frameAt = index;
    const frame = data.frames[index];
    drawOverlay(frame);
    drawBody(index);
    drawTimeline(nowNs);
    drawGraph(data.times[index]);
    showNow(data.times[index]);
    element('clock').textContent = `frame ${frame.index}   ${seconds(data.times[index]).toFixed(3)} s`;
    element('frame-facts').textContent =
      `${frame.instances.length} instances, ${frame.hands.length} hands, head ${frame.headSource.toLowerCase().replace('_', ' ')} (quality ${frame.headQuality.toFixed(2)})`;
  }
}

function start() {
  frameAt = -1;
  const video = element('video');
  video.src = data.video;
  element('headline').textContent = data.headline;
  const table = element('summary');
  table.replaceChildren();
  for (const [name, value] of data.summary) {
    const row = table.insertRow();
    row.insertCell().append(text(name));
    row.insertCell().append(text(value));
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
['show-masks', 'show-labels', 'show-hands', 'only-named', 'all-relations'].forEach((id) => element(id).addEventListener('change', () => { frameAt = -1; }));
element('step-back').addEventListener('click', () => step(-1));
element('step-on').addEventListener('click', () => step(1));
element('timeline').addEventListener('click', (event) => {
  const left = 90, width = element('timeline').clientWidth - left - 8;
  const fraction = Math.min(1, Math.max(0, (event.offsetX - left) / width));
  element('video').currentTime = seconds(fraction * data.durationNs);
});
let dragging = null;
element('body').addEventListener('pointerdown', (event) => { dragging = event.clientX; });
window.addEventListener('pointerup', () => { dragging = null; });
window.addEventListener('pointermove', (event) => {
  if (dragging !== null) { turn += (event.clientX - dragging) * 0.01; dragging = event.clientX; frameAt = -1; }
});
element('footer').textContent = window.egoscopeFooter || '';
if (sessions.length) load(sessions[0]); else element('headline').textContent = 'no session in this report';
requestAnimationFrame(show);
