/* The playground: a byte-level BPE tokenizer and a Transformer language model in the browser.
   A classic script without dependencies; it works from file:// and, for the tests, under node.
   The trained model and its tokenizer come in two more scripts, which set LM_FILES. */
(function (global) {
'use strict';

// ---- 1. Text to ids and back ---------------------------------------------------------------

// GPT-2's pattern. Python's \s is Unicode's White_Space; JavaScript's own \s is not quite.
const PRETOKEN = new RegExp("'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+"
  + '| ?[^\\p{White_Space}\\p{L}\\p{N}]+|\\p{White_Space}+(?!\\P{White_Space})'
  + '|\\p{White_Space}+', 'gu');

class Heap {                                     // of numbers, the smallest on top
  constructor() { this.a = []; }
  push(x) {
    const a = this.a;
    let i = a.push(x) - 1;
    for (let up; i && a[up = (i - 1) >> 1] > x; i = up) a[i] = a[up];
    a[i] = x;
  }
  pop() {
    const a = this.a, top = a[0], x = a.pop(), n = a.length;
    if (!n) return top;
    let i = 0;
    for (let c = 1; c < n; c = 2 * i + 1) {
      if (c + 1 < n && a[c + 1] < a[c]) c++;
      if (a[c] >= x) break;
      a[i] = a[c]; i = c;
    }
    a[i] = x;
    return top;
  }
}

const PLACES = 2 ** 26, IDS = 2 ** 21;           // a rank and a place, or two ids, in one number

class Tokenizer {
  constructor(file) {
    this.tokens = file.tokens.map(t => t === null ? null
      : Uint8Array.from(t, c => c.charCodeAt(0)));
    this.base = file.base;                       // byte → id
    this.special = file.special;                 // text → id
    this.rank = new Map();                       // two ids → place of their merge in the list
    this.made = [];                              // place → id of what is made
    for (let k = 0; k < file.merges.length; k += 3) {
      this.rank.set(file.merges[k] * IDS + file.merges[k + 1], k / 3);
      this.made.push(file.merges[k + 2]);
    }
    const names = Object.keys(this.special).sort((a, b) => b.length - a.length);
    const plain = names.map(s => s.replace(/[\\^$.*+?()[\]{}|\/-]/g, '\\$&'));
    this.splitter = names.length ? new RegExp(`(${plain.join('|')})`, 'u') : null;
    this.memory = new Map();                     // word → ids
    this.names = [];                             // id → what `show` made of it
  }
  // Apply the merges to the bytes of a word, the earliest in the list first; `watch` sees each.
  merge(bytes, watch) {
    const n = bytes.length, id = Array.from(bytes, b => this.base[b]), heap = new Heap();
    const next = id.map((_, i) => i + 1), before = id.map((_, i) => i - 1);
    const rank = i => next[i] < n ? this.rank.get(id[i] * IDS + id[next[i]]) : undefined;
    const push = i => { const r = rank(i); if (r !== undefined) heap.push(r * PLACES + i); };
    for (let i = 0; i < n; i++) push(i);
    while (heap.a.length) {
      const x = heap.pop(), i = x % PLACES, r = Math.floor(x / PLACES), j = next[i];
      if (id[i] < 0 || rank(i) !== r) continue;  // an earlier merge took one of the two
      id[i] = this.made[r]; id[j] = -1; next[i] = next[j];
      if (next[j] < n) before[next[j]] = i;
      if (before[i] >= 0) push(before[i]);
      push(i);
      if (watch) watch(id.filter(t => t >= 0), r, i);
    }
    return id.filter(t => t >= 0);
  }
  word(text) {
    let ids = this.memory.get(text);
    if (!ids) {
      ids = this.merge(new TextEncoder().encode(text));
      if (this.memory.size > 50000) this.memory.clear();
      this.memory.set(text, ids);
    }
    return ids;
  }
  // [text, ids] of every pre-token; a special token is text like any other unless asked for.
  words(text, special = false) {
    const found = [], parts = special && this.splitter ? text.split(this.splitter) : [text];
    parts.forEach((part, k) => {
      if (k % 2) found.push([part, [this.special[part]]]);
      else for (const w of part.match(PRETOKEN) || []) found.push([w, this.word(w)]);
    });
    return found;
  }
  encode(text, special = false) { return this.words(text, special).flatMap(w => w[1]); }
  // Text of one token; bytes that are no whole character are written as \xe2.
  show(id) {
    if (id in this.names) return this.names[id];
    const bytes = this.tokens[id] || new Uint8Array();
    let text = new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes);
    if (text.includes('\ufffd')) text = Array.from(bytes, b => b < 128 ? String.fromCharCode(b)
                                                            : '\\x' + b.toString(16)).join('');
    return this.names[id] = text;
  }
}

// ---- 2. Ids to scores ----------------------------------------------------------------------

function unpack(file) {                          // tensors by name, as Float32Array
  const text = atob(file.data), bytes = new Uint8Array(text.length), found = {};
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  for (const [name, {shape, type, at}] of Object.entries(file.tensors)) {
    const n = shape.reduce((a, b) => a * b);
    if (type === 'float32') { found[name] = new Float32Array(bytes.buffer, at, n); continue; }
    const scale = new Float32Array(bytes.buffer, at, shape[0]), columns = shape[1];
    const q = new Int8Array(bytes.buffer, at + 4 * shape[0], n), w = new Float32Array(n);
    for (let i = 0; i < n; i++) w[i] = q[i] * scale[(i / columns) | 0];
    found[name] = w;
  }
  return found;
}

function times(W, x, rows) {                     // y = W x, W in row order
  const n = x.length, y = new Float32Array(rows), whole = n - n % 4;
  for (let i = 0, at = 0; i < rows; i++) {
    let a = 0, b = 0, c = 0, d = 0, j = 0;
    for (; j < whole; j += 4, at += 4) {
      a += W[at] * x[j]; b += W[at + 1] * x[j + 1];
      c += W[at + 2] * x[j + 2]; d += W[at + 3] * x[j + 3];
    }
    for (; j < n; j++, at++) a += W[at] * x[j];
    y[i] = a + b + c + d;
  }
  return y;
}

class Model {
  constructor(file) {
    const c = this.config = file.config, size = c.d_model / c.num_heads;
    this.begin = file.begin;                     // what an empty prompt is read as
    this.without = file.without;                 // rows that no token belongs to
    this.w = unpack(file);
    this.kv = (c.num_kv_heads || c.num_heads) * size;
    this.length = 0;                             // positions in the cache
    const room = width => new Float32Array(c.context_length * width), kv = this.kv;
    this.cache = Array.from({length: c.num_layers},
                            () => ({q: room(c.d_model), k: room(kv), v: room(kv)}));
    this.cos = new Float32Array(c.context_length * size / 2);
    this.sin = new Float32Array(c.context_length * size / 2);
    for (let p = 0, at = 0; p < c.context_length; p++) {
      for (let i = 0; i < size; i += 2, at++) {
        const angle = p * c.rope_theta ** (-i / size);
        this.cos[at] = Math.cos(angle); this.sin[at] = Math.sin(angle);
      }
    }
  }
  norm(x, name) {                                // RMSNorm
    if (this.config.no_rmsnorm) return x;
    const gain = this.w[name + '.weight'];
    let sum = 0;
    for (const v of x) sum += v * v;
    const scale = 1 / Math.sqrt(sum / x.length + this.config.eps);
    return x.map((v, i) => v * scale * gain[i]);
  }
  turn(x) {                                      // RoPE, in place; every head by the same angles
    if (this.config.no_rope) return x;
    const half = this.config.d_model / this.config.num_heads / 2, at = this.length * half;
    for (let i = 0; i < x.length; i += 2) {
      const k = at + (i / 2) % half, a = x[i], b = x[i + 1];
      x[i] = a * this.cos[k] - b * this.sin[k];
      x[i + 1] = a * this.sin[k] + b * this.cos[k];
    }
    return x;
  }
  // How much a position of the cache attends to each position up to itself: they sum to 1.
  weights(layer, head, place) {
    const {num_heads: heads, d_model: d} = this.config, size = d / heads, kv = this.kv;
    const {q, k} = this.cache[layer], p = new Float32Array(place + 1);
    const from = place * d + head * size, at = Math.floor(head * kv / d) * size;  // shared keys
    let top = -Infinity, sum = 0;
    for (let t = 0; t <= place; t++) {
      let s = 0;
      for (let i = 0; i < size; i++) s += q[from + i] * k[t * kv + at + i];
      p[t] = s / Math.sqrt(size);
      top = Math.max(top, p[t]);
    }
    for (let t = 0; t <= place; t++) sum += p[t] = Math.exp(p[t] - top);
    return p.map(v => v / sum);
  }
  attention(x, layer) {
    const {num_heads: heads, d_model: d} = this.config, size = d / heads, kv = this.kv;
    const {q, k, v} = this.cache[layer], n = this.length, out = new Float32Array(d);
    const product = (part, rows) => times(this.w[`layers.${layer}.attn.${part}.weight`], x, rows);
    q.set(this.turn(product('q_proj', d)), n * d);
    k.set(this.turn(product('k_proj', kv)), n * kv);
    v.set(product('v_proj', kv), n * kv);
    for (let h = 0; h < heads; h++) {
      const p = this.weights(layer, h, n), at = Math.floor(h * kv / d) * size;
      for (let t = 0; t <= n; t++)
        for (let i = 0; i < size; i++) out[h * size + i] += p[t] * v[t * kv + at + i];
    }
    return times(this.w[`layers.${layer}.attn.output_proj.weight`], out, d);
  }
  feedForward(x, layer) {                        // SwiGLU, or the ablation without a gate
    const name = `layers.${layer}.ffn.`, {d_ff: wide, d_model: d, ffn_silu: bare} = this.config;
    const h = times(this.w[name + 'w1.weight'], x, wide);
    const gate = bare ? null : times(this.w[name + 'w3.weight'], x, wide);
    for (let i = 0; i < wide; i++) h[i] *= (bare ? 1 : gate[i]) / (1 + Math.exp(-h[i]));
    return times(this.w[name + 'w2.weight'], h, d);
  }
  // Read one token at the next position; with `scores`, say how likely each token is to follow.
  step(id, scores = true) {
    const {d_model: d, num_layers, post_norm, vocab_size} = this.config;
    const add = (a, b) => a.map((v, i) => v + b[i]);
    let x = this.w['token_embeddings.weight'].slice(id * d, id * d + d);
    for (let l = 0; l < num_layers; l++) {
      const ln1 = `layers.${l}.ln1`, ln2 = `layers.${l}.ln2`;
      if (post_norm) {
        x = this.norm(add(x, this.attention(x, l)), ln1);
        x = this.norm(add(x, this.feedForward(x, l)), ln2);
      } else {
        x = add(x, this.attention(this.norm(x, ln1), l));
        x = add(x, this.feedForward(this.norm(x, ln2), l));
      }
    }
    this.length++;
    const head = this.w['lm_head.weight'] || this.w['token_embeddings.weight'];
    if (!scores) return null;
    const y = times(head, this.norm(x, 'ln_final'), vocab_size);
    for (const i of this.without) y[i] = -Infinity;
    return y;
  }
}

class Reader {                                   // reads what is new since the last time
  constructor(model) { this.model = model; this.ids = []; }
  // Scores after `ids`, the value of this generator; it yields after each token.
  *read(ids) {
    if (!ids.length) ids = [this.model.begin];
    const context = this.model.config.context_length, hop = Math.max(1, context >> 1);
    const start = Math.ceil(Math.max(0, ids.length - context) / hop) * hop;
    const window = ids.slice(start);             // it moves on by half a context
    let k = 0, scores = null;
    while (k < this.ids.length && k < window.length - 1 && this.ids[k] === window[k]) k++;
    this.ids.length = this.model.length = k;
    for (; k < window.length; k++) {
      scores = this.model.step(window[k], k === window.length - 1);
      this.ids.push(window[k]);
      yield;
    }
    return scores;
  }
  now(ids) {                                     // the same at one go
    for (const run = this.read(ids); ;) {
      const r = run.next();
      if (r.done) return r.value;
    }
  }
}

// ---- 3. Scores to a token ------------------------------------------------------------------

// Probabilities after temperature, top-k and top-p, in this order; 0 where a token is ruled out.
function probabilities(scores, {temperature = 1, topK = Infinity, topP = 1} = {}) {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);
  const p = new Float64Array(scores.length), best = scores[order[0]];
  if (temperature === 0) { p[order[0]] = 1; return p; }
  const kept = order.slice(0, topK).map(i => [i, Math.exp((scores[i] - best) / temperature)]);
  const sum = kept.reduce((s, e) => s + e[1], 0);
  let before = 0;
  for (const [i, e] of kept) {
    if (topP < 1 && before > 0 && before / sum >= topP) break;
    p[i] = e; before += e;
  }
  return p.map(v => v / before);
}

function draw(p, u) {                            // `u` is uniform in [0, 1)
  let sum = 0, last = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) { last = i; if ((sum += p[i]) > u) return i; }
  return last;
}

// ---- 4. The page ---------------------------------------------------------------------------

const MOST = 20000, SHOWN = 1000, LAST = 24;     // characters read, tokens shown, of attention
const pause = () => new Promise(r => setTimeout(r));
const visible = s => s.replace(/ /g, '␣').replace(/\n/g, '⏎').replace(/\t/g, '⇥') || '∅';
const percent = p => p >= .0995 ? Math.round(100 * p) + ' %' : (100 * p).toFixed(1) + ' %';
let count = 0;

function el(tag, attributes, ...inside) {        // an element with attributes and content
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes || {}))
    if (typeof v === 'function') e.addEventListener(k, v);
    else if (v !== null && v !== false) e.setAttribute(k, v === true ? '' : v);
  e.append(...inside);
  return e;
}
function field(label, control) {                 // a control with its label
  control.id = 'lmp-' + count++;
  return el('div', {class: 'lmp-field'}, el('label', {for: control.id}, label), control);
}
const row = (...inside) => el('div', {class: 'lmp-buttons'}, ...inside);
const button = (text, click) => el('button', {type: 'button', click}, text);
function panel(title, about, ...inside) {
  const id = 'lmp-' + count++;
  return el('section', {class: 'lmp-panel', 'aria-labelledby': id},
    el('p', {class: 'lmp-title', id, role: 'heading', 'aria-level': 3}, title),
    el('p', {class: 'lmp-about'}, about), ...inside);
}
function chip(tok, id, k) {                      // a coloured token with its id
  return el('span', {class: 'lmp-token lmp-c' + k % 4, title: 'id ' + id},
    el('span', {class: 'lmp-text'}, visible(tok.show(id))),
    el('span', {class: 'lmp-id'}, String(id)));
}
function soon(work) {                            // `work` at the next picture, once
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; work(); }, 16);
  };
}

function tokensPanel(tok) {
  const text = el('textarea', {rows: 3, spellcheck: 'false'});
  const special = el('input', {type: 'checkbox'});
  const shown = el('div', {class: 'lmp-tokens', tabindex: 0, role: 'region',
                           'aria-label': 'The tokens of the text, with their ids'});
  const status = el('p', {class: 'lmp-status', role: 'status', 'aria-live': 'polite'});
  const word = el('input', {type: 'text', spellcheck: 'false', autocomplete: 'off'});
  const steps = el('div', {class: 'lmp-tokens'});
  const said = el('p', {class: 'lmp-status', role: 'status', 'aria-live': 'polite'});
  let states = [], at = 0, timer = 0, turn = 0;
  text.value = 'Once upon a time, there was a little tokenizer. 🎈';
  word.value = ' grandmother';
  const draws = soon(async () => {
    const read = text.value.slice(0, MOST), words = tok.words(read, special.checked);
    const found = words.flatMap(([w, ids]) => ids.map(id => [w, id])), n = found.length;
    const bytes = new TextEncoder().encode(read).length;
    status.textContent = `${n} tokens of ${bytes} bytes`
      + (n ? `, ${(bytes / n).toFixed(2)} bytes each` : '')
      + (n > SHOWN ? `; the first ${SHOWN} are shown` : '')
      + (text.value.length > MOST ? `; only the first ${MOST} characters are read` : '');
    const mine = ++turn;
    for (let k = 0; k < Math.min(n, SHOWN) || !k; k += 50) {      // in slices: each takes its time
      if (k) await pause();
      if (mine !== turn) return;
      const spans = found.slice(k, Math.min(k + 50, SHOWN)).map(([w, id], i) => {
        const c = chip(tok, id, k + i);
        c.dataset.word = w.slice(0, 60);
        return c;
      });
      if (k) shown.append(...spans); else shown.replaceChildren(...spans);
    }
  });
  const show = () => {
    const [ids, what] = states[at];
    steps.replaceChildren(...ids.map((id, k) => chip(tok, id, k)));
    said.textContent = `Step ${at} of ${states.length - 1}. ${what}`;
    back.disabled = at === 0; next.disabled = play.disabled = at === states.length - 1;
  };
  const stop = () => { clearInterval(timer); timer = 0; play.textContent = 'Play'; };
  const start = () => {
    stop();
    const first = (word.value.match(PRETOKEN) || [''])[0].slice(0, 60);
    const bytes = new TextEncoder().encode(first);
    states = [[Array.from(bytes, b => tok.base[b]),
               `The ${bytes.length} bytes of “${visible(first)}”.`]];
    tok.merge(bytes, (ids, r) => states.push([ids,
      `Merge number ${r + 1} of the list makes “${visible(tok.show(tok.made[r]))}”.`]));
    at = 0; show();
  };
  const move = by => { stop(); at = Math.min(states.length - 1, Math.max(0, at + by)); show(); };
  const back = button('Back', () => move(-1)), next = button('Next merge', () => move(1));
  const play = button('Play', () => {
    if (timer) return stop();
    play.textContent = 'Pause';
    timer = setInterval(() => { at++; show(); if (at === states.length - 1) stop(); }, 500);
  });
  text.addEventListener('input', draws);
  special.addEventListener('change', draws);
  word.addEventListener('input', start);
  shown.addEventListener('click', e => {
    const c = e.target.closest('.lmp-token');
    if (c) { word.value = c.dataset.word; start(); }
  });
  draws(); start();
  const check = field('Read special tokens such as ' + (Object.keys(tok.special)[0] || '(none)')
                      + ' as one token', special);
  check.classList.add('lmp-check');
  return panel('Text to tokens', 'Type: each coloured piece is a token, with its id below it.',
    field('Text', text), check, shown, status,
    field('Merges of a word, replayed (type one, or click on a token above)', word),
    row(back, next, play), steps, said);
}

function slider(label, min, max, step, value, say, changed) {
  const s = el('input', {type: 'range', min, max, step, value});
  const out = el('output', {class: 'lmp-value', 'aria-hidden': 'true'});
  const tell = () => {
    out.textContent = say(+s.value);
    s.setAttribute('aria-valuetext', say(+s.value));
  };
  s.addEventListener('input', () => { tell(); changed(); });
  tell();
  const f = field(label, s);
  f.classList.add('lmp-slider');
  f.append(out);
  return [f, () => +s.value];
}

function modelPanels(tok, load) {
  const prompt = el('textarea', {rows: 2, spellcheck: 'false'});
  prompt.value = 'Once upon a time, there was a';
  const bars = el('ol', {class: 'lmp-bars', 'aria-label': 'The likeliest next tokens'});
  const status = el('p', {class: 'lmp-status', role: 'status', 'aria-live': 'polite'});
  const out = el('div', {class: 'lmp-out', tabindex: 0, role: 'region', 'aria-live': 'polite',
                         'aria-label': 'The generated text'});
  const speed = el('p', {class: 'lmp-status', role: 'status'});
  let model = null, reader = null, scores = null, turn = 0;
  const redraw = () => {
    if (!scores) return;
    const p = probabilities(scores, settings()), raw = probabilities(scores);
    const best = Array.from(p.keys()).filter(i => p[i] > 0)
      .sort((a, b) => p[b] - p[a] || a - b);
    bars.replaceChildren(...best.slice(0, 12).map(i => el('li', {},
      el('span', {class: 'lmp-name'}, i in tok.tokens ? visible(tok.show(i)) : `(${i})`),
      el('span', {class: 'lmp-bar', 'aria-hidden': 'true'},
        el('span', {class: 'lmp-fill', style: `width:${100 * p[i]}%`}),
        el('span', {class: 'lmp-mark', style: `left:${100 * raw[i]}%`})),
      el('span', {class: 'lmp-value'}, percent(p[i])))));
    status.textContent = `${best.length} of ${p.length} tokens can follow`
      + (best.length > 12 ? '; the 12 likeliest are shown' : '')
      + '. The thin line is the probability before the sliders.';
  };
  const draws = soon(redraw);
  const [t, temperature] = slider('Temperature', 0, 2, .05, 1,
    v => v ? v.toFixed(2) : '0 (the likeliest)', draws);
  const [k, topK] = slider('Top-k', 1, 101, 1, 101, v => v > 100 ? 'all' : String(v), draws);
  const [p, topP] = slider('Top-p', .05, 1, .05, 1, v => v < 1 ? v.toFixed(2) : 'all', draws);
  const settings = () => ({temperature: temperature(), topP: topP(),
                           topK: topK() > 100 ? Infinity : topK()});
  const ready = async where => {                 // the model, which is fetched once
    if (model) return true;
    where.textContent = 'Loading the model …';
    try {
      model = new Model(await load()); reader = new Reader(model);
      choices(layer, model.config.num_layers); choices(head, model.config.num_heads);
      where.textContent = '';
    } catch (e) { where.textContent = 'The model could not be loaded: ' + e.message; }
    return !!model;
  };
  // Scores after `ids`, in slices that leave the page alive; null when something newer began.
  const read = async (ids, mine) => {
    for (const run = reader.read(ids); ;) {
      for (const end = performance.now() + 20; performance.now() < end;) {
        const r = run.next();
        if (r.done) return r.value;
      }
      await pause();
      if (mine !== turn) return null;
    }
  };
  const ids = () => tok.encode(prompt.value.slice(-MOST));
  const look = async () => {                     // the bars of the prompt
    halt();
    const mine = turn;
    if (!await ready(status) || mine !== turn) return;
    const found = await read(ids(), mine);
    if (found) { scores = found; redraw(); }
  };
  const end = tok.special['<|endoftext|>'];
  const generate = async most => {
    const mine = ++turn;
    if (!await ready(status) || mine !== turn) return;
    const all = ids(), decoder = new TextDecoder('utf-8', {ignoreBOM: true});
    let n = 0;
    const begin = performance.now();
    const tell = () => {
      const s = (performance.now() - begin) / 1000;
      speed.textContent = `${n} ${n === 1 ? 'token' : 'tokens'}, ${Math.round(n / s)} tokens/s`;
    };
    out.replaceChildren(el('span', {class: 'lmp-prompt'}, prompt.value.slice(-1000)));
    out.setAttribute('aria-busy', 'true');
    stop.disabled = false;
    while (n < most) {
      const found = await read(all, mine);
      if (!found) break;
      scores = found;
      const q = probabilities(scores, settings()), id = draw(q, Math.random());
      if (id === end) { out.append(el('span', {class: 'lmp-end'}, ' (end of text)')); break; }
      all.push(id); n++;
      out.append(el('span', {class: 'lmp-made', style: `--p:${q[id].toFixed(3)}`,
        title: `${visible(tok.show(id))}, id ${id}, ${percent(q[id])}`},
        decoder.decode(tok.tokens[id] || new Uint8Array(), {stream: true})));
      if (n % 8 === 1) { tell(); redraw(); }
      await pause();
      if (mine !== turn) break;
    }
    if (mine !== turn) return;
    halt(); tell(); redraw();
  };
  const layer = el('select', {disabled: true}), head = el('select', {disabled: true});
  const choices = (select, n) => {
    select.replaceChildren(...Array.from({length: n}, (_, i) => el('option', {}, String(i))));
    select.disabled = false;
  };
  const words = el('textarea', {rows: 2, spellcheck: 'false'});
  const grid = el('table', {class: 'lmp-grid'});
  const told = el('p', {class: 'lmp-status', role: 'status', 'aria-live': 'polite'});
  words.value = 'Lily had a red ball. She liked to play with her ball.';
  const attend = async () => {                   // a row for each token, a cell for each it sees
    halt();
    const mine = turn;
    if (!await ready(told) || mine !== turn) return;
    const most = Math.min(LAST, model.config.context_length);
    const all = tok.encode(words.value.slice(-MOST)), ids = all.slice(-most);
    if (!ids.length) { grid.replaceChildren(); told.textContent = 'No text yet.'; return; }
    if (!await read(ids, mine)) return;
    const names = ids.map(id => visible(tok.show(id)));
    const rows = ids.map((_, k) => Array.from(model.weights(+layer.value, +head.value, k)));
    const tell = k => {
      const best = Array.from(rows[k].keys()).sort((a, b) => rows[k][b] - rows[k][a]).slice(0, 3);
      told.textContent = `“${names[k]}” looks most at ` + best.map(i =>
        `“${names[i]}” (token ${i + 1}, ${percent(rows[k][i])})`).join(', ') + '.'
        + (all.length > most ? ` Only the last ${most} of ${all.length} tokens are read.` : '');
    };
    grid.setAttribute('aria-label', `Layer ${layer.value}, head ${head.value}`);
    grid.replaceChildren(
      el('thead', {}, el('tr', {}, el('td'), ...names.map(n => el('th', {scope: 'col'}, n)))),
      el('tbody', {}, ...rows.map((weights, k) => el('tr', {},
        el('th', {scope: 'row'}, button(names[k], () => tell(k))),
        ...weights.map((p, i) => el('td', {style: `--p:${p.toFixed(3)}`,
          title: `${names[k]} → ${names[i]}: ${percent(p)}`}, el('span', {}, percent(p))))))));
    tell(ids.length - 1);
  };
  const attends = soon(() => { if (model) attend(); });
  for (const c of [words, layer, head]) c.addEventListener('input', attends);
  const halt = () => { turn++; stop.disabled = true; out.setAttribute('aria-busy', 'false'); };
  const stop = button('Stop', halt);
  stop.disabled = true;
  const looks = soon(() => { if (model) look(); });
  prompt.addEventListener('input', looks);
  return {
    next: panel('The next token',
      'The model gives every token a probability; the sliders change them as you move them.',
      field('Prompt', prompt), row(button('Ask the model', look)),
      el('div', {class: 'lmp-sliders'}, t, k, p), bars, status),
    generate: panel('Generate', 'Token by token, with the prompt and the sliders above. '
      + 'The stronger the shade, the likelier was the token.',
      row(button('Generate', () => generate(200)), button('One token', async () => {
        await generate(1);                       // and the prompt grows by what was made
        prompt.value += Array.from(out.querySelectorAll('.lmp-made'), e => e.textContent).join('');
        look();
      }), stop), out, speed),
    attention: panel('Attention', 'What each token of a text looks at, in one head of one layer: '
      + 'a row is a token, and the stronger the shade, the larger the weight. The token of a row '
      + 'is a button: it says which weights are the largest.',
      field('Text', words), row(button('Show the attention', attend), field('Layer', layer),
        field('Head', head)),
      el('div', {class: 'lmp-scroll', tabindex: 0, role: 'region',
                 'aria-label': 'The weights of attention'}, grid), told)};
}

function script(src) {                           // load a script; it works from file:// too
  return new Promise((done, fail) => document.head.append(el('script',
    {src, load: done, error: () => fail(new Error(src + ' is not there'))})));
}

async function start(root, folder) {
  const files = () => global.LM_FILES || {};
  try {
    if (!files().tokenizer) await script(folder + 'tokenizer.js');
    const tok = new Tokenizer(files().tokenizer);
    const load = async () => {
      if (!files().model) await script(folder + 'model.js');
      return files().model;
    };
    const all = {tokens: tokensPanel(tok), ...modelPanels(tok, load)};
    const names = (root.dataset.panels || Object.keys(all).join(' ')).split(' ');
    root.replaceChildren(...names.map(name => all[name]));
  } catch (e) {
    root.append(el('p', {role: 'alert'}, 'The playground could not start: ' + e.message));
  }
}

const LM = {Tokenizer, Model, Reader, probabilities, draw, start, unpack};
global.LM = LM;
if (typeof module !== 'undefined' && module.exports) module.exports = LM;
if (typeof document !== 'undefined') {
  const here = document.currentScript, folder = here ? here.src.replace(/[^/]*$/, '') : '';
  const begin = () => document.querySelectorAll('.lmp').forEach(root => start(root, folder));
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
}
})(globalThis);
