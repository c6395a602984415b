'use strict';
// Lists all pages at once, and fills in a page only while it is near the screen: its picture, boxes and texts are made
// of the element that holds them, and thrown away again when it leaves.
(() => {
  const index = JSON.parse(document.getElementById('index').textContent);
  const MIDDLE = (index.doubtful + 100) / 2;  // half way from doubtful to certain
  const KINDS = ['failed', 'doubtful', 'good'];
  const WAIT = 200;  // ms after the last key, before a search
  const BLOCK_OF = 50;  // pages that are searched before the screen gets its turn
  const REST = 80;  // ms that a page must be near the screen: those that fly by would leave their memory behind
  const NEAR = '60%';  // of the height of the screen, above and below it
  const SVG = 'http://www.w3.org/2000/svg';

  const state = { kind: '', query: '', order: 'worst' };
  const filled = new Map();  // what a page holds while it is filled in, by its card
  const meanings = new WeakMap();  // what a box says, by its element

  const loaded = new Promise((done) => {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => done());
    else done();
  });

  function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in made && key !== 'list') made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  function shape(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  async function block(id) {
    return document.getElementById(id) ?? (await loaded, document.getElementById(id));
  }

  async function stored(id) {
    return JSON.parse((await block(id)).textContent);
  }

  function sureness(confidence) {
    if (confidence === null || confidence === undefined) return 'unknown';
    return confidence < index.doubtful ? 'low' : confidence < MIDDLE ? 'middle' : 'high';
  }

  // ---- the list of pages

  function card(page) {
    const path = page.path ?? '';
    const cut = path.lastIndexOf('/') + 1;
    const name = path.slice(cut) || 'page';
    const sure = page.confidence === null ? null : element('span', { className: `sure ${sureness(page.confidence)}`,
      title: 'mean confidence of the words' }, element('i', {}, element('b')), String(page.confidence));
    if (sure) sure.firstChild.firstChild.style.width = `${Math.max(0, Math.min(100, page.confidence))}%`;
    const made = element('article', { className: `page ${page.kind}`, id: `card${page.id}` },
      element('header', {},
        element('span', { className: 'badge' }, page.kind),
        element('h2', {}, name, page.page === null ? '' : element('small', {}, ` page ${page.page + 1}`)),
        element('span', { className: 'folder' }, path.slice(0, cut)), sure),
      page.reason ? element('p', { className: 'reason' }, page.reason) : null,
      element('div', { className: 'body', hidden: !page.shows }));
    made.page = page;
    return made;
  }

  // ---- one page

  async function fill(one) {
    if (filled.has(one)) return;
    const held = { canvases: [], gone: false };
    filled.set(one, held);
    const { id, size } = one.page;
    const [text, page] = await Promise.all([stored(`text${id}`), stored(`page${id}`)]);
    const pictures = one.page.picture || one.page.masked ? await Promise.all([
      picture(held, one.page.picture, `picture${id}`), picture(held, one.page.masked, `masked${id}`)]) : [null, null];
    if (held.gone) return;
    const body = one.querySelector('.body');
    const drawn = size !== null;
    body.className = `body drawn${drawn ? '' : ' alone'}`;
    body.replaceChildren(...drawn ? [scene(one.page, page, pictures)] : [], side(one.page, text, page));
    body.style.minHeight = '';
    mark(one);
  }

  async function picture(held, there, id) {
    // A canvas, as its memory ends with it: browsers keep the pixels of images that have gone by.
    if (!there) return null;
    const source = await block(id);
    if (held.gone) return null;
    const characters = atob(source.textContent);
    const bytes = new Uint8Array(characters.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
    const bitmap = await createImageBitmap(new Blob([bytes], { type: source.type.split(';')[0] }));
    const canvas = element('canvas', { width: bitmap.width, height: bitmap.height, role: 'img' });
    if (!held.gone) canvas.getContext('2d').drawImage(bitmap, 0, 0);
    bitmap.close();
    held.canvases.push(canvas);
    return canvas;
  }

  function empty(one) {
    const held = filled.get(one);
    if (!held) return;
    filled.delete(one);
    held.gone = true;
    held.canvases.forEach((canvas) => { canvas.width = 0; });
    const body = one.querySelector('.body');
    if (body.firstChild) body.style.minHeight = `${body.offsetHeight}px`;
    body.replaceChildren();
  }

  function scene(facts, page, [before, after]) {
    const [width, height] = facts.size;
    const paper = element('figure', { className: 'paper' });
    const made = element('div', { className: 'scene' }, paper);
    made.style.setProperty('--ratio', width / height);
    const name = `page of ${facts.path ?? 'a document'}`;
    if (before) before.setAttribute('aria-label', name);
    if (after) after.setAttribute('aria-label', `${name}, after masking`);
    if (after) after.className = 'after';
    paper.append(...[before, after].filter(Boolean));
    if (before && after) {
      const slider = element('input', { type: 'range', min: 0, max: 100, value: 50,
        'aria-label': 'where the picture after masking begins' });
      const cut = () => paper.style.setProperty('--cut', `${slider.value}%`);
      slider.addEventListener('input', cut);
      cut();
      paper.append(element('div', { className: 'edge' }));
      made.prepend(element('div', { className: 'cut' }, 'before', slider, 'after masking'));
    } else {
      paper.style.setProperty('--cut', '0%');
    }
    paper.append(boxes(page, width, height, before || after));
    return made;
  }

  function boxes(page, width, height, pictured) {
    const made = shape('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none' });
    const add = ([x, y, wide, high], kind, text, more) => {
      const box = shape('rect', { x, y, width: wide, height: high, class: kind });
      meanings.set(box, { text, more });
      made.append(box);
    };
    if (!pictured) page.words.forEach((word) => made.append(...letters(word)));
    for (const region of page.regions) add(region.box, 'region', region.label ?? '', percent(region.score));
    for (const table of page.tables) {
      if (table.box) add(table.box, 'table', 'table', `${table.rows.length} rows`);
    }
    for (const [x, y, wide, high, confidence, text] of page.words) {
      const sure = confidence === null ? '' : `confidence ${Math.round(confidence)}`;
      add([x, y, wide, high], `word ${sureness(confidence)}`, text, sure);
    }
    for (const entity of page.entities) {
      for (const box of entity.boxes) {
        add(box, 'entity', entity.text ?? '', [entity.label, percent(entity.score)].filter(Boolean).join(', '));
      }
    }
    return made;
  }

  function letters([x, y, wide, high, , text]) {
    // Of a page without a picture: what it says where it says it. A font is as high as its box, about.
    if (!text || wide <= 0 || high <= 0 || text.includes('\n')) return [];
    const made = shape('text', { x, y: y + 0.78 * high, 'font-size': 0.85 * high, textLength: wide,
      lengthAdjust: 'spacingAndGlyphs' });
    made.textContent = text;
    return [made];
  }

  function percent(score) {
    return score === null || score === undefined ? '' : `score ${Math.round(score * 100) / 100}`;
  }

  function side(facts, text, page) {
    const made = element('div', { className: 'side', tabIndex: 0 });
    const part = (title, ...children) => made.append(element('h3', {}, title), ...children);
    part('Text', text.trim() ? element('pre', {}, ...marked(text, page.entities))
      : element('p', { className: 'empty' }, facts.kind === 'failed' ? 'It could not be read.' : 'There is none.'));
    if (page.masked !== null) part('Text after masking', element('pre', {}, page.masked));
    if (page.entities.length) {
      part('Entities', element('ul', {}, ...page.entities.map((entity) => element('li', {}, entity.text ?? '(no text)',
        element('b', {}, entity.label ?? '')))));
    }
    page.tables.forEach((table, number) => {
      const rows = table.rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell.text))));
      part(page.tables.length > 1 ? `Table ${number + 1}` : 'Table', element('table', {}, element('tbody', {}, ...rows)));
    });
    return made;
  }

  function marked(text, entities) {
    // Offsets count characters as Python does, not as JavaScript does: those beyond U+FFFF are one.
    const characters = Array.from(text);
    const parts = [];
    let done = 0;
    const placed = entities.filter(({ begin, end }) => begin !== null && end !== null && begin >= 0 && end >= begin);
    for (const { begin, end, label, text: found } of placed.sort((one, other) => one.begin - other.begin)) {
      const covered = characters.slice(begin, end + 1).join('');
      if (begin < done || (found !== null && covered !== found)) continue;
      parts.push(characters.slice(done, begin).join(''));
      parts.push(element('mark', { className: 'entity', 'data-label': label ?? '' }, covered));
      done = end + 1;
    }
    return [...parts, characters.slice(done).join('')];
  }

  // ---- search

  function mark(one) {
    const query = state.query;
    for (const box of one.querySelectorAll('rect.word')) {
      const meaning = meanings.get(box);
      box.classList.toggle('hit', query !== '' && meaning.text.toLowerCase().includes(query));
    }
    for (const hit of one.querySelectorAll('mark.hit')) hit.replaceWith(...hit.childNodes);
    const pieces = [...one.querySelectorAll('.side pre')];
    pieces.forEach((piece) => piece.normalize());
    if (query) pieces.forEach((piece) => highlight(piece, query));
  }

  function highlight(piece, query) {
    const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      let rest = text;
      let at = rest.data.toLowerCase().indexOf(query);
      while (at >= 0 && at + query.length <= rest.data.length) {
        const hit = rest.splitText(at);
        rest = hit.splitText(query.length);
        const around = element('mark', { className: 'hit' });
        hit.replaceWith(around);
        around.append(hit);
        at = rest.data.toLowerCase().indexOf(query);
      }
    }
  }

  let turn = 0;  // of the search that counts: a later one ends those before
  async function refresh() {
    const mine = ++turn;
    const found = [];
    for (const [number, one] of cards.entries()) {
      const { page } = one;
      if (state.query && number % BLOCK_OF === 0) await new Promise((done) => { setTimeout(done); });
      if (mine !== turn) return;
      const fits = (!state.kind || page.kind === state.kind) && (!state.query || await says(page, state.query));
      if (mine !== turn) return;
      one.hidden = !fits;
      if (fits) found.push(one);
    }
    none.hidden = found.length > 0;
    shown.textContent = found.length === cards.length ? '' : `${found.length} of ${cards.length} shown`;
    filled.forEach((_, one) => mark(one));
  }

  async function says(page, query) {
    const facts = [page.path ?? '', page.reason, ...page.labels].join('\n').toLowerCase();
    return facts.includes(query) || (await stored(`text${page.id}`)).toLowerCase().includes(query);
  }

  function arrange() {
    const byPlace = (one, other) => (one.page.path ?? '') < (other.page.path ?? '') ? -1
      : (one.page.path ?? '') > (other.page.path ?? '') ? 1 : (one.page.page ?? 0) - (other.page.page ?? 0);
    list.append(...state.order === 'worst' ? cards : [...cards].sort(byPlace));
  }

  // ---- the head of the page

  function counted(number, word) {
    return `${number.toLocaleString('en')} ${word}`;
  }

  function kinds() {
    const made = element('div', { className: 'chips', role: 'group', 'aria-label': 'which pages' });
    for (const kind of ['', ...KINDS]) {
      const count = kind ? index.pages.filter((page) => page.kind === kind).length : index.pages.length;
      const button = element('button', { type: 'button', disabled: count === 0 }, counted(count, kind || 'all'));
      button.setAttribute('aria-pressed', kind === '');
      button.addEventListener('click', () => {
        state.kind = kind;
        for (const other of made.children) other.setAttribute('aria-pressed', other === button);
        window.scrollTo(0, 0);
        refresh();
      });
      made.append(button);
    }
    return made;
  }

  function sample(kind) {
    const made = shape('svg', { viewBox: '0 0 26 14' });
    made.append(shape('rect', { x: 2, y: 2, width: 22, height: 10, class: kind }));
    return made;
  }

  function legend() {
    const made = element('div', { className: 'legend' });
    const add = (kind, text) => made.append(element('span', {}, sample(kind), text));
    made.append('confidence');
    add('low', `below ${index.doubtful}`);
    add('middle', `${index.doubtful} to ${MIDDLE}`);
    add('high', `${MIDDLE} and more`);
    add('unknown', 'unknown');
    made.append(element('span', { className: 'gap' }), 'show');
    for (const [layer, kind] of [['words', 'unknown'], ['entities', 'entity'], ['tables', 'table'], ['regions', 'region']]) {
      const box = element('input', { type: 'checkbox', checked: true });
      box.addEventListener('change', () => document.body.classList.toggle(`hide-${layer}`, !box.checked));
      made.append(element('label', {}, box, sample(kind), layer));
    }
    return made;
  }

  function order() {
    const made = element('select', { 'aria-label': 'order of the pages' },
      element('option', { value: 'worst' }, 'worst first'), element('option', { value: 'place' }, 'by file and page'));
    made.addEventListener('change', () => {
      state.order = made.value;
      window.scrollTo(0, 0);
      arrange();
    });
    return made;
  }

  function searchBox() {
    const made = element('input', { type: 'search', placeholder: 'find in texts, names and reasons',
      'aria-label': 'find' });
    let waiting = 0;
    made.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        state.query = made.value.trim().toLowerCase();
        window.scrollTo(0, 0);
        refresh();
      }, WAIT);
    });
    return made;
  }

  // ---- what a box says, beside the pointer

  function follow(event) {
    const meaning = event.target instanceof Element ? meanings.get(event.target) : undefined;
    tip.hidden = meaning === undefined;
    if (!meaning) return;
    tip.replaceChildren(meaning.text, meaning.more ? element('small', {}, meaning.more) : '');
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, window.innerWidth - width - 8))}px`;
    tip.style.top = `${event.clientY + 18 + height > window.innerHeight ? event.clientY - height - 10
      : event.clientY + 18}px`;
  }

  // ---- all together

  const files = new Set(index.pages.map((page) => page.path)).size;
  const shown = element('small');
  const about = `${counted(index.pages.length, index.pages.length === 1 ? 'page' : 'pages')}, ${
    counted(files, files === 1 ? 'file' : 'files')}`;
  const cards = index.pages.map(card);
  const list = element('div');
  const none = element('p', { className: 'note', hidden: cards.length > 0 }, 'There is no such page.');
  const tip = element('div', { className: 'tip', hidden: true, role: 'tooltip' });
  arrange();
  document.body.append(
    element('div', { className: 'top' },
      element('div', {}, element('h1', {}, index.title, element('small', {}, about), shown)),
      element('div', {}, kinds(), searchBox(), order()), legend()),
    element('main', {}, none, list), tip);
  document.addEventListener('pointermove', follow);
  document.addEventListener('scroll', () => { tip.hidden = true; }, { passive: true });

  const waiting = new Map();  // timers of pages that came near, by their cards
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(waiting.get(target));
      waiting.delete(target);
      if (isIntersecting) {
        waiting.set(target, setTimeout(() => {
          waiting.delete(target);
          fill(target);
        }, REST));
      }
      else empty(target);
    }
  }, { rootMargin: `${NEAR} 0px` });
  cards.forEach((one) => observer.observe(one));
})();
