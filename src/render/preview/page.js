'use strict';
const mails = JSON.parse(document.getElementById('mails').textContent);
const $ = id => document.getElementById(id);
const state = { mail: 0, dark: false, inverted: false, images: false, plain: false, at: -1 };
const DESK = 640; // CSS pixels of a reading pane: less room shows the same picture, smaller
const rules = mails.rules;

// The pictures that travel in the mail, by their Content-ID, as a frame can show them.
function attached(source) {
  const part = /\r?\n--[^\r\n]+\r?\n((?:[^\r\n]+\r?\n)+)\r?\n([A-Za-z0-9+/=\r\n]+)(?=\r?\n--)/g, pictures = new Map();
  for (let m; (m = part.exec(source));) {
    const id = /^Content-ID:\s*<([^>\r\n]+)>/im.exec(m[1]), type = /^Content-Type:\s*(image\/(?:png|jpeg|gif))\b/im.exec(m[1]);
    if (id && type && /^Content-Transfer-Encoding:\s*base64/im.test(m[1]))
      pictures.set(id[1], 'data:' + type[1].toLowerCase() + ';base64,' + m[2].replace(/\s/g, ''));
  }
  return pictures;
}

// The mail as it stands in the frame. Its own bytes are not changed on disk: this is only about how it is looked at.
function shown(mail) {
  const pictures = attached(mail.source);
  let page = state.at < 0 ? mail.html : mail.html.slice(0, state.at) + ' data-bulletin-here' + mail.html.slice(state.at);
  page = page.replace(/(\ssrc=["'])cid:([^"']+)/gi, (all, before, id) => (pictures.has(id) ? before + pictures.get(id) : all));
  if (state.plain) page = page.replace(/<style[\s\S]*?<\/style>/gi, '');
  page = page.replace(/\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi, state.dark ? '(min-width:0px)' : '(max-width:0px)');
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src " + (state.images ? 'https: data:' : pictures.size ? 'data:' : "'none'"); // what is attached is there without loading
  const inject = '<meta http-equiv="Content-Security-Policy" content="' + policy + '">' + (state.plain ? '' :
    '<style>:root{color-scheme:' + (state.dark ? 'dark' : 'light') + ' !important}</style>') +
    (state.inverted ? '<style>html{background:#fff;filter:invert(1) hue-rotate(180deg)}img{filter:invert(1) hue-rotate(180deg)}</style>' : '') +
    (state.at < 0 ? '' : '<style>[data-bulletin-here]{outline:3px solid #d9480f !important;outline-offset:2px}</style>');
  const head = /<head[^>]*>/i.exec(page);
  return head ? page.slice(0, head.index + head[0].length) + inject + page.slice(head.index + head[0].length) : inject + page;
}

// Links stay links to look at: following one would leave the page, or tell somebody that the preview was read.
function still(frame) {
  const page = frame.contentDocument;
  if (page) page.addEventListener('click', e => { if (e.target.closest('a')) e.preventDefault(); });
}

function frames() {
  const html = shown(mails.items[state.mail]);
  for (const id of ['wide', 'narrow']) {
    const top = $(id).contentWindow ? $(id).contentWindow.scrollY : 0;
    $(id).onload = () => {
      const inside = $(id).contentWindow;
      still($(id));
      if (!inside) return;
      const here = inside.document.querySelector('[data-bulletin-here]');
      if (here && here.getClientRects().length) here.scrollIntoView({ block: 'center' });
      else inside.scrollTo(0, top);
    };
    $(id).srcdoc = html;
  }
  for (const w of document.querySelectorAll('.window')) w.classList.toggle('night', state.dark || state.inverted);
}

// A desk's width whatever room there is, or line breaks would be those of a narrower screen.
function fit() {
  const room = $('screen'), frame = $('wide'), scale = Math.min(1, room.clientWidth / DESK);
  frame.style.width = scale < 1 ? DESK + 'px' : '100%';
  frame.style.height = room.clientHeight / scale + 'px';
  frame.style.transform = scale < 1 ? 'scale(' + scale + ')' : '';
  $('wide-caption').textContent = 'Desktop, ' + (scale < 1 ? DESK + ' pixels wide, at ' + Math.round(scale * 100) + ' %' : room.clientWidth + ' pixels wide');
}

// The start tag at a place of the source, or the one before it: just behind its name, where an attribute may stand. -1: in no element.
function tagAt(html, line, column) {
  let at = 0;
  for (let i = 1; i < line && at >= 0; i++) at = html.indexOf('\n', at) + 1 || -1;
  if (at < 0) return -1;
  const from = html.lastIndexOf('<', at + Math.max(0, column - 1)), name = /^<[a-z][a-z0-9]*/i.exec(html.slice(from, from + 20));
  return from < 0 || !name || from < html.search(/<body/i) ? -1 : from + name[0].length;
}

function lines(panel, text) {
  const out = document.createDocumentFragment();
  text.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n').forEach((line, i) => {
    const span = document.createElement('span');
    span.dataset.n = i + 1;
    span.textContent = line;
    out.append(span);
  });
  panel.replaceChildren(out);
}

function select(name, focus) {
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const on = tab.id === 'tab-' + name;
    tab.setAttribute('aria-selected', on);
    tab.tabIndex = on ? 0 : -1;
    if (on && focus) tab.focus();
    $(tab.getAttribute('aria-controls')).hidden = !on;
  }
  $('stage').classList.toggle('reading', name !== 'findings' && name !== 'links');
}

// "html:12:3", "text:4", "source:9", "header Subject"
function go(where) {
  const numbered = /^(html|text|source):(\d+)/.exec(where), header = /^header (\S+)/.exec(where);
  const panel = numbered ? numbered[1] : header ? 'headers' : where;
  if (!$('panel-' + panel)) return;
  select(panel, true);
  const all = [...$('panel-' + panel).children];
  const line = numbered ? all[numbered[2] - 1] : header ? all.find(s => s.textContent.toLowerCase().startsWith(header[1].toLowerCase() + ':')) : all[0];
  document.querySelectorAll('.here').forEach(s => s.classList.remove('here'));
  if (line) { line.classList.add('here'); line.scrollIntoView({ block: 'center' }); }
  const html = /^html:(\d+)(?::(\d+))?/.exec(where);
  state.at = html ? tagAt(mails.items[state.mail].html, +html[1], +(html[2] || 1)) : -1;
  frames();
}

function findings(list) {
  const panel = $('panel-findings');
  $('count').textContent = list.length;
  if (!list.length) {
    const p = document.createElement('p');
    p.className = 'fine';
    p.textContent = 'Nothing found: all ' + Object.keys(rules).length + ' rules are kept.';
    panel.replaceChildren(p);
    return;
  }
  const ul = document.createElement('ul');
  ul.className = 'findings';
  for (const f of list) {
    const li = document.createElement('li'), rule = document.createElement('span'), help = document.createElement('p');
    li.className = f.rule[0];
    rule.className = 'rule';
    rule.textContent = { E: 'Error ', W: 'Warning ', N: 'Note ' }[f.rule[0]] + f.rule;
    const place = document.createElement(/^(html|text|source|header)/.test(f.where) ? 'button' : 'span');
    place.className = 'place';
    place.textContent = f.where;
    if (place.tagName === 'BUTTON') { place.type = 'button'; place.onclick = () => go(f.where); }
    help.className = 'help';
    help.textContent = rules[f.rule] || '';
    li.append(rule, ' ', place, document.createElement('br'), f.text, help);
    ul.append(li);
  }
  panel.replaceChildren(ul);
}

// Every link in the order of the mail, with what it says and where it leads.
function links(html) {
  const list = document.createElement('ol');
  list.className = 'links';
  for (const a of new DOMParser().parseFromString(html, 'text/html').querySelectorAll('a[href]')) {
    const li = document.createElement('li'), target = document.createElement('span');
    const words = a.textContent.trim() || [...a.querySelectorAll('img')].map(i => i.alt).join(' ').trim();
    li.textContent = words || '(no words)';
    target.className = 'target';
    target.textContent = a.getAttribute('href');
    li.append(target);
    list.append(li);
  }
  $('panel-links').replaceChildren(list);
}

function size(m) {
  const share = Math.min(100, m.size / 1200), words = n => n.toLocaleString('en');
  $('fill').style.width = share + '%';
  $('fill').className = m.size > 100000 ? 'bad' : m.size > 80000 ? 'warn' : '';
  $('size-words').textContent = words(m.size) + ' bytes of HTML as sent; Gmail cuts at about 102,000. Text ' + words(m.text.length) + ', whole message ' + words(m.total) + '.';
  const letters = s => [...s].length;
  $('line-words').textContent = 'Subject ' + letters(m.subject) + ' characters (30 to 70), preheader ' + letters(m.preheader) + ' (40 to 140).';
  $('track').setAttribute('aria-label', words(m.size) + ' of 102,000 bytes');
}

function mail() {
  const m = mails.items[state.mail];
  for (const e of document.querySelectorAll('.from')) e.textContent = m.from;
  for (const e of document.querySelectorAll('.subject')) e.textContent = m.subject;
  for (const e of document.querySelectorAll('.preheader')) e.textContent = m.preheader;
  $('summary').textContent = m.label + ': ' + m.subject;
  lines($('panel-text'), m.text);
  lines($('panel-headers'), m.headers);
  lines($('panel-html'), m.html);
  lines($('panel-source'), m.source);
  findings(m.findings);
  links(m.html);
  state.at = -1;
  size(m);
  frames();
}

mails.items.forEach((m, i) => $('cohort').add(new Option(m.label, i)));
$('pick').hidden = mails.items.length < 2;
$('cohort').onchange = e => { state.mail = +e.target.value; mail(); };
const OTHER = { dark: 'inverted', inverted: 'dark' }; // a client does one or the other
for (const id of ['dark', 'inverted', 'images', 'plain'])
  $(id).onclick = () => {
    state[id] = !state[id];
    if (state[id] && OTHER[id]) state[OTHER[id]] = false;
    for (const each of ['dark', 'inverted', 'images', 'plain']) $(each).setAttribute('aria-pressed', state[each]);
    frames();
  };
$('phone').onchange = e => { $('case').style.width = +e.target.value + 20 + 'px'; };
new ResizeObserver(fit).observe($('screen'));
const tabs = [...document.querySelectorAll('[role=tab]')];
tabs.forEach((tab, i) => {
  tab.onclick = () => select(tab.id.slice(4));
  tab.onkeydown = e => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    const to = e.key === 'Home' ? 0 : e.key === 'End' ? tabs.length - 1 : step ? (i + step + tabs.length) % tabs.length : -1;
    if (to >= 0) { e.preventDefault(); select(tabs[to].id.slice(4), true); }
  };
});
mail();
