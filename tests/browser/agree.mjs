// agree.mjs DEPS MAILS FINDINGS [CHECKER]: what axe (and the HTML checker, its --format json in CHECKER) finds in MAILS/*.html, beside what
// `bulletin lint --json` found there (FINDINGS), rule by rule. A rule of theirs that we have must be found by us in every mail where they
// find it; for contrast, in every text. The other way round we may find more: axe skips what is hidden behind a picture.
// Prints one line a rule: ok or bad, name, detail, parted by tabs.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [deps, folder, findings, checker] = process.argv.slice(2);
const require = createRequire(pathToFileURL(path.resolve(deps, 'node_modules', '_')));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const OURS = { // theirs -> ours, any of them
  'document-title': ['E204'], 'html-has-lang': ['E202'], 'html-lang-valid': ['E225'], 'valid-lang': ['E225'], 'image-alt': ['E213'], 'area-alt': ['E213'],
  'image-redundant-alt': ['W226'], 'link-name': ['E301'], 'color-contrast': ['E401'], 'heading-order': ['W208', 'W211'], 'empty-heading': ['E210'],
  'page-has-heading-one': ['W208'], 'list': ['W224'], 'listitem': ['W224'], 'definition-list': ['W224'], 'dlitem': ['W224'], 'meta-viewport': ['W219'],
  'meta-refresh': ['W222'], 'link-in-text-block': ['W310'], 'aria-roles': ['E227'], 'aria-allowed-role': ['E227'], 'aria-valid-attr': ['E228'],
  'aria-valid-attr-value': ['E228'], 'aria-hidden-focus': ['E229'], 'tabindex': ['W230'], 'scope-attr-valid': ['W231'], 'th-has-data-cells': ['W231'],
  'empty-table-header': ['W231'], 'presentation-role-conflict': ['W232'], 'duplicate-id-aria': ['E233'],
};
// The checker says the same of many elements; what lint has a rule for is known by its words.
const SAYS = [
  [/^Duplicate ID/, ['E233']], [/must have an .alt. attribute/, ['E213']], [/missing .*child element .title/, ['E204']], [/not allowed as child of .*element .(ul|ol|dl)/, ['W224']],
  [/missing a required child .*(title)/, ['E204']], [/Element .li. not allowed/, ['W224']], [/Empty heading/i, ['E210']], [/^Start tag seen without seeing a doctype/, ['W201']],
  [/Bad value .* for attribute .lang./, ['E225']], [/Bad value .* for attribute .role./, ['E227']], [/missing .*attribute.* .src./, ['E216']], [/Attribute .aria-\w+. not allowed on/, ['E228']],
];
const results = [];
const say = (good, name, detail) => results.push([good ? 'ok' : 'bad', name, (detail || '').replace(/[\t\n]/g, ' ').slice(0, 900)]);
const base = f => path.basename(f, '.html');

const ours = new Map(); // mail -> its findings
for (const line of fs.readFileSync(findings, 'utf8').split('\n').filter(Boolean)) {
  const f = JSON.parse(line);
  if (!f.rule) continue;
  if (!ours.has(base(f.of))) ours.set(base(f.of), []);
  ours.get(base(f.of)).push(f);
}

const theirs = new Map(); // rule -> [{mail, texts}]
const add = (rule, mail, texts) => { if (!theirs.has(rule)) theirs.set(rule, []); theirs.get(rule).push({ mail, texts }); };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', timeout: 120000,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND'] });
const mails = fs.readdirSync(folder).filter(f => f.endsWith('.html')).sort();
try {
  const page = await (await browser.newContext({ viewport: { width: 800, height: 900 } })).newPage();
  await page.route('**/*', r => (r.request().url().startsWith('file:') ? r.continue() : r.abort()));
  // At a desk and on a phone: what either reader meets, lint must say.
  for (const width of [800, 375]) for (const file of mails) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(pathToFileURL(path.resolve(folder, file)).href, { waitUntil: 'load', timeout: 120000 });
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      axe.configure({ checks: [{ id: 'color-contrast', options: { ignoreUnicode: true, ignoreLength: false, ignorePseudo: false, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
        contrastRatio: { normal: { expected: 4.5 }, large: { expected: 4.5 } }, pseudoSizeThreshold: 0.25 } }] });
      const own = e => { // the words that stand directly in it, piece by piece
        const words = [];
        for (const n of e.childNodes) if (n.nodeType === 3 && n.data.trim()) words.push(n.data.trim());
        return words;
      };
      const r = await axe.run(document, { resultTypes: ['violations'], elementRef: true, preload: false,
        rules: Object.fromEntries(['region', 'landmark-one-main', 'landmark-unique', 'bypass'].map(id => [id, { enabled: false }])) });
      return r.violations.map(v => ({ rule: v.id, texts: v.nodes.flatMap(n => (v.id === 'color-contrast' ? own(n.element) : [n.html])) }));
    });
    for (const v of found) add(v.rule, base(file), v.texts);
  }
} finally {
  await browser.close();
}
if (checker)
  for (const m of JSON.parse(fs.readFileSync(checker, 'utf8')).messages.filter(m => m.type === 'error'))
    add('HTML: ' + m.message.replace(/[\u201c\u201d]/g, "'"), base(m.url), [m.extract || '']);

const rulesFor = rule => (rule.startsWith('HTML: ') ? (SAYS.find(([words]) => words.test(rule.slice(6))) || [])[1] : OURS[rule]);
const squeeze = s => s.replace(/\s+/g, ' ').trim();
const unknown = [], summary = new Map();
for (const [rule, where] of [...theirs].sort()) {
  const wanted = rulesFor(rule);
  if (!wanted) {
    unknown.push(`${rule} (${new Set(where.map(w => w.mail)).size})`);
    continue;
  }
  const name = rule.startsWith('HTML: ') ? `the HTML checker's ${wanted.join('/')}` : `axe's ${rule}`;
  if (!summary.has(name)) summary.set(name, { wanted, mails: new Set(), texts: 0, missed: [] });
  const s = summary.get(name);
  for (const { mail, texts } of where) {
    const found = (ours.get(mail) || []).filter(f => wanted.includes(f.rule));
    s.mails.add(mail);
    if (!found.length) s.missed.push(`${mail}: ${texts[0]}`);
    if (rule !== 'color-contrast' || found.some(f => /^more of the same/.test(f.text))) continue;
    const quoted = found.map(f => squeeze((f.text.match(/^"([\s\S]*)" has a contrast/) || [])[1] || ''));
    for (const t of texts.map(squeeze)) {
      s.texts++;
      if (!quoted.some(q => q && (t.startsWith(q) || q.startsWith(t)))) s.missed.push(`${mail}: "${t.slice(0, 40)}"`);
    }
  }
}
for (const [name, s] of summary)
  say(!s.missed.length, `lint finds what ${name} finds, in ${s.mails.size} of ${mails.length} mails${s.texts ? `, ${s.texts} texts` : ''}`, s.missed.length ? `${s.missed.length} missed: ${s.missed.slice(0, 8).join(' | ')}` : '');
// The other way: a text that we call too pale and axe, having measured it, does not.
const pale = new Map();
for (const w of theirs.get('color-contrast') || []) pale.set(w.mail, [...(pale.get(w.mail) || []), ...w.texts.map(squeeze)]);
const more = [];
let said = 0;
for (const [mail, list] of ours)
  for (const f of list.filter(f => f.rule === 'E401' && /^"/.test(f.text))) {
    const q = squeeze(f.text.match(/^"([\s\S]*)" has a contrast/)[1]);
    said++;
    if (!(pale.get(mail) || []).some(t => t.startsWith(q) || q.startsWith(t))) more.push(`${mail}: ${f.text.slice(0, 70)}`);
  }
say(more.length <= said / 20, `of ${said} texts that lint calls too pale axe agrees on ${said - more.length}`, more.slice(0, 8).join(' | '));
say(mails.length >= 50 && summary.size >= 20, `${mails.length} mails in the manner of other programs, ${summary.size} rules that both have`, '');
if (process.env.VERBOSE) console.error('theirs alone: ' + unknown.join('; '));
for (const r of results) console.log(r.join('\t'));
