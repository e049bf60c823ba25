// look.mjs DEPS MAILS [pictures]: ONLY=brief-sample,... looks at these alone. Opens every MAILS/FAMILY-NAME.html and MAILS/index/index.html in headless Chromium and prints one line
// a check: ok or bad, name, detail, parted by tabs. DEPS holds node_modules with playwright-core and axe-core.
// Nothing leaves the machine: images come from memory, everything else a page asks for is refused and reported.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [deps, folder, pictures] = process.argv.slice(2);
const require = createRequire(pathToFileURL(path.resolve(deps, 'node_modules', '_')));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const WIDTHS = [600, 375, 320];
const SCHEMES = ['light', 'dark'];
const VARIANTS = ['as it is', 'no style blocks', 'no images'];
const PICTURE = Buffer.from('R0lGODdhAQABAIAAAICAgICAgCwAAAAAAQABAAACAkQBADs=', 'base64'); // one grey pixel, GIF
// The mail is a fragment inside the page of the reader's mail program, which has the landmarks and the page's own heading.
const FRAGMENT = ['region', 'landmark-one-main', 'page-has-heading-one', 'landmark-unique'];

// Runs in the page. Sizes are CSS pixels.
function measure() {
  const shown = e => {
    for (let n = e; n && n !== document.documentElement; n = n.parentElement) {
      const s = getComputedStyle(n);
      if (s.display === 'none' || s.visibility === 'hidden' || +s.opacity < 0.05) return false;
    }
    return true;
  };
  const ground = e => e && getComputedStyle(e).backgroundColor;
  const solid = e => { // the nearest background somebody painted
    for (let n = e; n; n = n.parentElement) if (!/, 0\)$|transparent/.test(ground(n))) return ground(n);
    return '';
  };
  // Colours as they are painted, and how far apart two are (WCAG 2.2).
  const rgb = c => (c.match(/[\d.]+/g) || [0, 0, 0]).slice(0, 3).map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  const light = c => 0.2126 * rgb(c)[0] + 0.7152 * rgb(c)[1] + 0.0722 * rgb(c)[2];
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  let smallest = Infinity, small = '', letters = '', tight = '';
  const sizes = {}, footer = [...document.querySelectorAll('td')].at(-1); // in an edition of a few words it would be most of them
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let t; (t = walk.nextNode());) {
    const text = t.data.trim(), px = parseFloat(getComputedStyle(t.parentElement).fontSize);
    if (!text || /^(STYLE|SCRIPT)$/.test(t.parentElement.tagName) || !shown(t.parentElement)) continue;
    letters += text.replace(/\s/g, '');
    if (text.length > 1 && px < smallest) [smallest, small] = [px, text.slice(0, 40)];
    if (t.parentElement.closest('td') !== footer) sizes[px] = (sizes[px] || 0) + text.length;
    const line = parseFloat(getComputedStyle(t.parentElement).lineHeight) / px, heading = t.parentElement.closest('h1,h2,h3,h4,h5,h6');
    // A button's one line, a kicker's and a call's stand alone: they are headings in all but name.
    const alone = heading || getComputedStyle(t.parentElement).fontWeight >= 700;
    if (line < (alone ? 1.15 : 1.4) - 0.005) tight = `${line.toFixed(2)}: ${text.slice(0, 40)}`;
  }
  const root = document.documentElement, over = Math.max(root.scrollWidth, document.body.scrollWidth) - innerWidth;
  let widest = '';
  if (over > 0)
    for (const e of document.body.querySelectorAll('*'))
      if (e.getBoundingClientRect().right > innerWidth + 0.5 || e.getBoundingClientRect().left < -0.5) widest = e.tagName + ' ' + e.textContent.trim().slice(0, 40);
  const active = [...document.querySelectorAll('script,iframe,object,embed,form,svg,link,base,meta[http-equiv=refresh i]')].map(e => e.tagName);
  for (const e of document.querySelectorAll('*'))
    for (const a of e.attributes)
      if (/^on/i.test(a.name) || (/^(href|src|action)$/i.test(a.name) && !/^(https?:|mailto:)/i.test(a.value))) active.push(`${e.tagName} ${a.name}=${a.value.slice(0, 30)}`);
  const h1 = document.querySelector('h1');
  // A button paints a ground behind its link and gives it room; its height is what a thumb can hit.
  const buttons = [...document.querySelectorAll('a[href]')].filter(a => shown(a) && getComputedStyle(a).display !== 'inline' && parseFloat(getComputedStyle(a).paddingTop) >= 8);
  return {
    over, widest, smallest, small, tight, body: +(Object.entries(sizes).sort((a, b) => b[1] - a[1])[0] || [16])[0],
    // What stands in for a picture is a text on the picture's own ground.
    alts: [...document.images].filter(i => i.alt.trim()).map(i => ({ alt: i.alt.slice(0, 30), ratio: contrast(getComputedStyle(i).color, solid(i)), height: i.getBoundingClientRect().height, own: !/, 0\)$|transparent/.test(ground(i)) })),
    filtered: [...document.images].filter(i => getComputedStyle(i).filter !== 'none' || +getComputedStyle(i).opacity !== 1).length,
     letters, active, page: ground(document.body), card: solid(h1 || document.body.firstElementChild),
    button: Math.min(Infinity, ...buttons.map(b => Math.round(b.getBoundingClientRect().height))),
    blank: [...document.images].filter(i => !i.hasAttribute('alt')).length,
    headings: [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => h.tagName[1]).join(''),
  };
}

// Violations of axe's rules, and the text whose contrast it measured below 4.5 or could not measure. Large text gets no discount.
async function accessible(page, whole) {
  return page.evaluate(async off => {
    axe.configure({ checks: [{ id: 'color-contrast', options: { ignoreUnicode: true, ignoreLength: false, ignorePseudo: false, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
      contrastRatio: { normal: { expected: 4.5 }, large: { expected: 4.5 } }, pseudoSizeThreshold: 0.25 } }] });
    const rules = Object.fromEntries(off.map(id => [id, { enabled: false }]));
    const r = await axe.run(document, { resultTypes: ['violations', 'incomplete'], rules, elementRef: false, preload: false });
    const say = v => v.nodes.slice(0, 2).map(n => `${v.id} ${n.html.slice(0, 90)} ${(n.any[0] || n.all[0] || n.none[0] || {}).message || ''}`.replace(/\s+/g, ' '));
    return {
      rules: r.violations.filter(v => v.id !== 'color-contrast').flatMap(say),
      contrast: [...r.violations, ...r.incomplete].filter(v => v.id === 'color-contrast').flatMap(say),
    };
  }, whole ? [] : FRAGMENT);
}

const results = new Map(); // name of the check -> what is wrong
const fault = (name, detail) => { if (!results.has(name)) results.set(name, []); if (detail) results.get(name).push(detail); };

async function open(browser, file, scheme, images) {
  const context = await browser.newContext({ viewport: { width: 600, height: 800 }, colorScheme: scheme, serviceWorkers: 'block' });
  const page = await context.newPage(), seen = { asked: [], dialogs: [], errors: [] };
  const url = pathToFileURL(file).href;
  page.on('dialog', d => { seen.dialogs.push(d.message()); d.dismiss(); });
  page.on('pageerror', e => seen.errors.push(String(e)));
  await context.route('**/*', route => {
    const r = route.request();
    if (r.url() === url || (images.frames && r.url().startsWith('file:'))) return route.continue();
    if (r.resourceType() !== 'image' || !images.named.includes(r.url())) seen.asked.push(r.url());
    else if (images.on) return route.fulfill({ status: 200, contentType: 'image/gif', body: PICTURE });
    return route.abort();
  });
  await page.goto(url, { waitUntil: 'load', timeout: 120000 });
  return { context, page, seen };
}

async function look(browser, file) {
  const base = path.basename(file, '.html'), who = base.replace('-', ', ');
  const html = fs.readFileSync(file, 'utf8');
  const bare = path.join(folder, 'bare', base + '.html');
  fs.writeFileSync(bare, html.replace(/<style\b[^>]*>[\s\S]*?<\/style>/gi, ''));
  const grounds = {}, words = {};
  for (const variant of VARIANTS) {
    const name = what => `${who}, ${variant}: ${what}`;
    const [fits, rules, contrast] = ['no horizontal overflow', 'axe finds nothing', 'contrast at least 4.5'].map(name);
    [fits, rules, contrast].forEach(n => fault(n));
    const quiet = name('asks for nothing but its images, runs nothing');
    fault(quiet);
    // An image of a hostile text is no image of the mail: only those the program was given.
    const named = [...html.matchAll(/<img[^>]*\ssrc="(https:\/\/(?:images\.example\.org|pictures\.example)\/[^"]*)"/g)].map(m => m[1]);
    const { context, page, seen } = await open(browser, variant === VARIANTS[1] ? bare : file, 'light', { on: variant !== VARIANTS[2], named });
    let loaded = false;
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const m = await page.evaluate(measure), at = `${width} ${scheme}: `;
        if (m.over > 0) fault(fits, `${at}${m.over} px too wide by ${m.widest}`);
        if (!loaded) { // nothing of the page has been touched yet
          if (m.active.length) fault(quiet, 'holds ' + m.active.join(', '));
          await page.evaluate(axe);
          loaded = true;
        }
        if (variant === VARIANTS[0] || width !== 375) { // both phones get the same styles; axe is what takes the time
          const a = await accessible(page, false);
          a.rules.forEach(v => fault(rules, at + v));
          a.contrast.forEach(v => fault(contrast, at + v));
        }
        if (m.smallest < 13) fault(name('no text below 13 px'), `${at}${m.smallest} px: ${m.small}`);
        if (m.body < 16) fault(name('most text is 16 px or more'), `${at}${m.body} px`);
        if (m.tight) fault(name('lines stand 1.4 apart, in headings 1.15'), at + m.tight);
        if (m.filtered) fault(name('pictures keep their colours'), at + m.filtered);
        if (variant === VARIANTS[2])
          for (const i of m.alts) if (!i.own || i.ratio < 4.5 || i.height < 13) fault(name('alt texts can be read where no picture is'), `${at}${i.alt}: contrast ${i.ratio.toFixed(2)}, ${i.height} px high`);
        if (m.button < 44) fault(name('buttons are at least 44 px high'), `${at}${m.button} px`);
        if (m.blank) fault(name('every image has an alt text'), `${at}${m.blank} have none`);
        if (!/^1[2-6]*$/.test(m.headings) || /1[3-6]|2[4-6]/.test(m.headings)) fault(name('one h1, no level skipped'), at + m.headings);
        words[variant] = m.letters;
        if (variant === VARIANTS[0] && width === 600) grounds[scheme] = m;
        if (pictures && variant !== VARIANTS[1] && width !== 320)
          await page.screenshot({ path: path.join(folder, `${base}-${width}-${scheme}${variant === VARIANTS[2] ? '-noimages' : ''}.png`), fullPage: true });
      }
    }
    for (const k of ['asked', 'dialogs', 'errors']) if (seen[k].length) fault(quiet, `${k}: ${seen[k].slice(0, 3).join(' ')}`);
    await context.close();
  }
  const { light, dark } = grounds, changes = `${who}: page and card change in the dark`, same = `${who}: no word depends on styles or images`;
  fault(changes, light.page === dark.page || light.card === dark.card ? `page ${light.page} ${dark.page}, card ${light.card} ${dark.card}` : '');
  // Hidden by its own style, not by a style block: else it would be read twice where blocks are dropped.
  fault(same, VARIANTS.every(v => words[v] === words[VARIANTS[0]]) ? '' : VARIANTS.map(v => `${v} ${words[v].length} letters`).join(', '));
}

async function lookAtIndex(browser, file) {
  const rules = 'the preview\'s index page: axe finds nothing', quiet = 'the preview\'s index page: asks for nothing from outside', fits = 'the preview\'s index page: no horizontal overflow';
  [rules, quiet, fits].forEach(n => fault(n));
  for (const scheme of SCHEMES) {
    const { context, page, seen } = await open(browser, file, scheme, { on: false, named: [], frames: true });
    for (const width of [1200, 375]) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) fault(fits, `${width} ${scheme}: ${over} px too wide`);
      await page.evaluate(axe);
      const a = await accessible(page, true);
      [...a.rules, ...a.contrast].forEach(v => fault(rules, `${width} ${scheme}: ${v}`));
      if (pictures) await page.screenshot({ path: path.join(folder, `index-${width}-${scheme}.png`) });
    }
    for (const k of ['asked', 'dialogs', 'errors']) if (seen[k].length) fault(quiet, `${k}: ${seen[k].slice(0, 3).join(' ')}`);
    await context.close();
  }
}

// The page's switches, tabs and links to places, used as somebody would.
async function useIndex(browser, file) {
  const name = what => `the preview's index page: ${what}`;
  const { context, page, seen } = await open(browser, file, 'light', { on: false, named: [], frames: true });
  await page.setViewportSize({ width: 1400, height: 900 });
  const inside = (id, what) => page.frameLocator('#' + id).locator(what);
  const ground = id => inside(id, 'body').evaluate(b => getComputedStyle(b).backgroundColor);
  // What a click brings takes as long as it takes: the page is asked again until it is so, for half a minute.
  const must = async (what, good) => {
    let so = false, why = '';
    for (const end = Date.now() + 30000; !so && Date.now() < end;) {
      try {
        so = await good();
      } catch (e) { // a frame that is being loaded anew
        why = ': ' + String(e).split('\n')[0];
      }
      if (!so) await page.waitForTimeout(50);
    }
    fault(name(what), so ? '' : 'it does not' + why);
  };
  for (const id of ['wide', 'narrow']) await inside(id, 'h1').waitFor();
  await must('the phone is 375 pixels wide', () => page.locator('#narrow').evaluate(e => e.clientWidth === 375));
  const light = await ground('wide');
  await page.click('#dark');
  await must('a switch shows the mail in the dark', async () => (await ground('wide')) !== light && (await ground('narrow')) !== light);
  await page.click('#dark');
  await page.click('#plain');
  await must('a switch takes the style blocks away', async () => (await inside('wide', 'h1').count()) === 1 && (await inside('wide', 'style').count()) === 0);
  await page.click('#plain');
  await must('a picture that travels in the mail is shown', () => inside('wide', 'img[src^="data:image/png"]').first().evaluate(i => i.complete && i.naturalWidth === 4));
  await must('pictures are not loaded', () => inside('wide', 'meta[http-equiv]').first().evaluate(m => /img-src data:$/.test(m.content)));
  await page.click('#images');
  await must('a switch loads pictures', () => inside('wide', 'meta[http-equiv]').first().evaluate(m => /img-src https:/.test(m.content)));
  await page.click('#inverted');
  await must('a switch turns the colours round, and the mail\'s own dark ones are off', async () => (await inside('wide', 'html').evaluate(h => getComputedStyle(h).filter)) !== 'none' &&
    (await page.locator('#dark').getAttribute('aria-pressed')) === 'false' && (await ground('wide')) === light);
  await page.click('#inverted');
  await page.selectOption('#phone', '320');
  await must('the phone can be narrower', () => page.locator('#narrow').evaluate(e => e.clientWidth === 320));
  await page.selectOption('#phone', '375');
  await must('the desk is as wide as a reading pane, whatever room there is', () => page.locator('#wide').evaluate(e => e.contentWindow.innerWidth >= 640));
  for (const part of ['text', 'links', 'headers', 'html', 'source']) {
    await page.click('#tab-' + part);
    await must(`the ${part} is shown`, () => page.locator('#panel-' + part).evaluate(e => !e.hidden && e.textContent.length > 200));
  }
  await page.keyboard.press('Home'); // the tabs are one stop; arrows and Home move among them
  await must('tabs can be reached by keys', () => page.locator('#panel-findings').evaluate(e => !e.hidden));
  await must('the size is told', () => page.locator('#size-words').evaluate(e => /[\d,]{5,} bytes/.test(e.textContent)));
  const place = page.locator('#panel-findings button.place').first();
  if (await place.count()) await place.click();
  await must('findings link to places', async () => (await page.locator('.here').count()) === 1 && page.locator('.here').isVisible());
  const inMail = page.locator('#panel-findings button.place').filter({ hasText: /^html:/ }).first();
  await page.click('#tab-findings');
  if (await inMail.count()) await inMail.click();
  await must('a finding is shown in the mail, on both screens', async () => {
    for (const id of ['wide', 'narrow']) {
      const seen = await inside(id, '[data-bulletin-here]').evaluate(e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && /DRY DOCK/.test(e.textContent); });
      if (!seen) return false;
    }
    return true;
  });
  if ((await page.locator('#cohort option').count()) > 1) {
    const before = await page.locator('#summary').textContent();
    await page.selectOption('#cohort', '1');
    await must('another cohort is another mail', async () => (await page.locator('#summary').textContent()) !== before);
  }
  if (seen.errors.length) fault(name('no error in its script'), seen.errors.join(' '));
  await context.close();
}

// Clients without rules of their own darken what they show. The page still reports the colours as written, so this looks at the
// picture: around every text, is its darkest pixel far enough from its lightest?
async function lookDarkened(browser, files) {
  const name = 'darkened by the client: every text is legible';
  for (const file of files) {
    const who = path.basename(file, '.html').replace('-', ', ') + ', ' + name;
    fault(who);
    const html = fs.readFileSync(file, 'utf8').replace(/prefers-color-scheme/g, 'prefers-nothing').replace(/<meta name="(supported-)?color-schemes?"[^>]*>/g, '').replace(/color-scheme:\s*light dark/g, '');
    const context = await browser.newContext({ viewport: { width: 375, height: 800 }, colorScheme: 'light' });
    const page = await context.newPage();
    await context.route('**/*', route => route.abort());
    await page.setContent(html);
    const boxes = await page.evaluate(() => [...document.querySelectorAll('h1,h2,h3,p,li,a')].map(e => ({ r: e.getBoundingClientRect(), text: e.textContent.trim() }))
      .filter(b => b.text && b.r.width > 8 && b.r.height > 8).map(b => ({ x: b.r.x + scrollX, y: b.r.y + scrollY, w: b.r.width, h: b.r.height, text: b.text.slice(0, 40) })));
    const png = (await page.screenshot({ fullPage: true })).toString('base64');
    const seen = await page.evaluate(async ({ png, boxes }) => {
      const image = new Image();
      image.src = 'data:image/png;base64,' + png;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height }), ink = canvas.getContext('2d');
      ink.drawImage(image, 0, 0);
      const lin = v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
      const bad = [];
      let dark = 0;
      for (const b of boxes) {
        const d = ink.getImageData(b.x, b.y, Math.min(b.w, image.width - b.x), b.h).data;
        let low = 1, high = 0;
        for (let i = 0; i < d.length; i += 4) {
          const l = 0.2126 * lin(d[i] / 255) + 0.7152 * lin(d[i + 1] / 255) + 0.0722 * lin(d[i + 2] / 255);
          low = Math.min(low, l);
          high = Math.max(high, l);
        }
        dark += low < 0.1;
        if ((high + 0.05) / (low + 0.05) < 4.5) bad.push(`${b.text}: ${((high + 0.05) / (low + 0.05)).toFixed(2)}`);
      }
      const corner = ink.getImageData(2, 2, 1, 1).data;
      return { bad, dark: dark === boxes.length && corner[0] < 80 };
    }, { png, boxes });
    if (!seen.dark) fault(who, 'it was not darkened');
    seen.bad.forEach(b => fault(who, b));
    if (pictures) fs.writeFileSync(path.join(folder, path.basename(file, '.html') + '-375-forced.png'), Buffer.from(png, 'base64'));
    await context.close();
  }
}

const only = (process.env.ONLY || '').split(',').filter(Boolean);
const mails = fs.readdirSync(folder).filter(f => f.endsWith('.html') && (!only.length || only.includes(f.slice(0, -5)))).sort().map(f => path.resolve(folder, f));
fs.mkdirSync(path.join(folder, 'bare'), { recursive: true });
const start = (...more) => chromium.launch({
  timeout: 120000,
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: [...more, '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND'],
});
const darkening = await start('--enable-features=WebContentsForceDark', '--force-dark-mode');
try {
  await lookDarkened(darkening, mails.filter(f => /-(sample|outlets-differ|arabic)\.html$/.test(f)));
} finally {
  await darkening.close();
}
const browser = await start();
try {
  await lookAtIndex(browser, path.resolve(folder, 'index', 'index.html'));
  await useIndex(browser, path.resolve(folder, 'index', 'index.html'));
  const queue = mails.slice();
  await Promise.all([1, 2].map(async () => { // two pages at a time, for two cores
    for (let f; (f = queue.shift());) await look(browser, f);
  }));
} finally {
  await browser.close();
}
for (const [name, wrong] of results)
  console.log([wrong.length ? 'bad' : 'ok', name, wrong.length ? `${wrong.length}: ${wrong.slice(0, 3).join(' | ').replace(/[\t\n]/g, ' ')}` : ''].join('\t'));
