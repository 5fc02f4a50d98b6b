// What holds for every page: no width breaks it, no captured page runs or loads anything in it,
// text of any direction stands right, and who asked for less motion gets less.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { accessible, bin, launch, missing, open as openAt, sound, start } from '../browser.mjs';

let folder, browser, demo, hostile, arabic;
const servers = [];

const EVIL = 'https://evil.invalid';
const RUN = 'window.hit=1';
const MARKUP = `<img src=x onerror="${RUN}">`;
// Whatever a page can do to run or load something, in one page of our own writing.
const attack = (story) => `<!doctype html><html><head>
<base href="${EVIL}/base/">
<meta http-equiv="refresh" content="0;url=${EVIL}/refresh">
<meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline' 'unsafe-eval'">
<title>Bridge ${MARKUP.replace(/</g, '&lt;')} shut &lt;script&gt;${RUN}&lt;/script&gt;</title>
<meta name="author" content="Ina &lt;svg onload=${RUN}&gt; Brandt">
<meta property="og:site_name" content="Canal &lt;script&gt;${RUN}&lt;/script&gt; Post">
<meta property="article:published_time" content="2016-03-29">
<link rel="stylesheet" href="${EVIL}/style.css"><link rel="preload" as="script" href="${EVIL}/preload.js"><link rel="icon" href="${EVIL}/icon.png">
<style>@import url("${EVIL}/import.css"); body { background: url("${EVIL}/beacon.png") } @font-face { font-family: x; src: url("${EVIL}/font.woff") } p { font-family: x }</style>
<script>${RUN}; document.title = 'taken'; fetch('${EVIL}/fetch')</script><script src="${EVIL}/script.js"></script><script type="module">import '${EVIL}/module.js'</script>
</head><body onload="${RUN}" onpageshow="${RUN}" style="background:url(${EVIL}/inline.png)">
<article><h1 onclick="${RUN}">Bridge shut</h1>
<p>${story}</p>
<p>Words &lt;script&gt;${RUN}&lt;/script&gt; and &lt;img src=x onerror=${RUN}&gt; stand here as words, with {@html x}, \${${RUN}} and {{${RUN}}} beside them.</p>
<p><a href="javascript:${RUN}">More on this</a> <a href="data:text/html,<script>${RUN}</script>">and this</a> <a href="vbscript:x" ping="${EVIL}/ping">and that</a></p>
<p><img src="${EVIL}/pixel.gif"><img src=x onerror="${RUN}"><img srcset="${EVIL}/set.png 2x"><img src="data:image/png;base64,${'iVBORw0KGgoAAAANSUhEUg'.repeat(60_000)}"></p>
<svg onload="${RUN}"><script>${RUN}</script><image href="${EVIL}/svg.png"/><a xlink:href="javascript:${RUN}"><text>svg</text></a><animate onbegin="${RUN}" attributeName="x" dur="1s"/></svg>
<iframe srcdoc="<script>parent.hit=1</script>"></iframe><iframe src="javascript:parent.hit=1"></iframe><iframe src="${EVIL}/frame"></iframe>
<object data="${EVIL}/object"></object><embed src="${EVIL}/embed"><video src="${EVIL}/video" autoplay onerror="${RUN}"></video><audio src="${EVIL}/audio" autoplay></audio>
<form action="${EVIL}/form"><input name="q" autofocus onfocus="${RUN}"><button formaction="javascript:${RUN}">Send</button></form>
<details open ontoggle="${RUN}"><summary>x</summary></details><marquee onstart="${RUN}">x</marquee><template><script>${RUN}</script></template><noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>
<math><mtext><table><mglyph><style><img src=x onerror="${RUN}"></style></mglyph></table></mtext></math>
</article></body></html>`;
const STORY = `The mayor <b onmouseover="${RUN}">said</b> on Monday that the ${MARKUP.replace(/</g, '&lt;')} Front killed 40 civilians in Aleppo on 28 March 2016, and the bridge at Aleppo was closed for a week after the shelling of the old town beside the river. Islamic State captured Palmyra on 27 March 2016, the governor said. General Haddad said the Syrian Arab Army will recapture Palmyra.`;

before(async () => {
  if (missing) return;
  folder = mkdtempSync(join(tmpdir(), 'room-pages-'));
  const build = (name, files, ...options) => {
    const pile = join(folder, name);
    mkdirSync(pile);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(pile, file), text);
    const ledger = join(folder, `${name}.sayso`);
    const built = spawnSync(bin, ['build', pile, ...options, '-o', ledger, '--quiet']);
    assert.ok([0, 1].includes(built.status), String(built.stderr));
    return ledger;
  };
  const serve = async (ledger) => {
    const [child, at] = await start(ledger, '--write');
    servers.push(child);
    return at;
  };
  const days = join(folder, 'days.csv');
  writeFileSync(days, `path,published,outlet,author\nhostile/told.txt,2016-03-30,"<script>${RUN}</script> Herald","${MARKUP.replaceAll('"', '""')}"\n`);
  hostile = await serve(build('hostile', {
    'page.html': attack(STORY),
    'copy.html': attack(STORY.replace('on Monday ', '')),
    '<img src=x onerror=window.hit=1>.txt': `Activists said that at least 90 civilians were killed in Aleppo on 28 March 2016. ${MARKUP} <svg onload=${RUN}>`,
    'told.txt': `The Syrian Arab Army recaptured Palmyra on 28 March 2016, the governor said. <b>The spokesman ${MARKUP} Haddad said that 41 civilians were killed in Aleppo on 28 March 2016.</b> javascript:${RUN}`,
  }, '--metadata', days));
  arabic = await serve(build('arabic', {
    'ar.html': '<html lang="ar"><head><title>إغلاق الجسر في حلب</title><meta name="author" content="ليلى حداد"><meta property="og:site_name" content="بريد القناة"></head><body><article><h1>إغلاق الجسر في حلب</h1><p>قال رئيس البلدية يوم الاثنين إن 40 مدنيا قتلوا في حلب في 28 مارس 2016، وإن الجسر أغلق أسبوعا بعد قصف البلدة القديمة قرب النهر.</p><p>The mayor said that 40 civilians were killed in Aleppo on 28 March 2016, in the words of قناة الجسر.</p><blockquote><p>لم يصب أحد من سكان البلدة بأذى.</p></blockquote></article></body></html>',
    'mixed.txt': 'The spokesman of لواء النهر said that 90 civilians were killed in Aleppo on 28 March 2016.\n\nلواء النهر wrote: we left the town before dawn.',
  }));
  const fiction = join(folder, 'demo.sayso');
  const made = spawnSync(bin, ['demo', '-o', fiction, '--no-serve']);
  assert.ok([0, 1].includes(made.status), String(made.stderr));
  copyFileSync(fiction, join(folder, 'written.sayso'));
  demo = await serve(join(folder, 'written.sayso'));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  servers.forEach((s) => s.kill());
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const json = async (url) => (await fetch(url)).json();
const open = (path, width = 1440, base = demo) => openAt(browser, base, path, width);

/** An address for every kind of page over a ledger. */
async function everyPage(base) {
  const { claims } = await json(`${base}api/claims`);
  const { documents } = await json(`${base}api/documents`);
  const { sources } = await json(`${base}api/sources`);
  const { actors } = await json(`${base}api/naming`);
  const { pairs } = await json(`${base}api/compare`);
  const { threads } = await json(`${base}api/threads`);
  const doc = (d) => encodeURIComponent(d.id);
  return [
    '', '#/claims?contested=true&from=2019', ...claims.slice(0, 3).map((c) => `#/claim/${c.id}`), `#/claims?as_of=2019-04-04`,
    '#/documents', ...documents.slice(0, 4).map((d) => `#/document/${doc(d)}`), `#/document/${doc(documents[0])}?capture=yes`,
    '#/map', '#/compare', ...pairs.slice(0, 1).map((p) => `#/compare?${new URLSearchParams({ a: p.a, b: p.b })}`),
    '#/threads', ...threads.slice(-1).map((t) => `#/thread/${doc(t)}`), '#/sources', '#/sources?view=table',
    ...sources.slice(0, 2).map((s) => `#/sources/${encodeURIComponent(s.source)}?list=speaks`), '#/forecasts', '#/naming',
    ...actors.slice(0, 2).map((a) => `#/naming?actor=${encodeURIComponent(a.actor)}`),
    '#/review', '#/add', '#/export', '#/search?q=killed', '#/report?claims=contested',
  ];
}
const ready = (page) => page.waitForFunction(() => document.querySelector('main h1') && !/^(Reading|Gathering|Relating)/.test(document.querySelector('main .state')?.textContent ?? ''));

test('no page is wider than its window, and none cuts words off, from a telephone to a wall', { skip: missing }, async () => {
  const troubles = [];
  for (const path of await everyPage(demo)) {
    const page = await open(path);
    for (const width of [360, 768, 1200, 1440, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      await ready(page);
      await page.waitForTimeout(120);
      troubles.push(...await page.evaluate((width) => {
        const out = [];
        const over = document.documentElement.scrollWidth - innerWidth;
        if (over > 0) out.push(`${width}: ${over} px too wide`);
        const header = document.querySelector('header').getBoundingClientRect().height;
        if (width >= 1200 && header > 64) out.push(`${width}: the header takes ${header} px`);
        for (const e of document.querySelectorAll('header *, main *')) {
          const style = getComputedStyle(e);
          const hidden = style.clipPath !== 'none' || e.clientWidth <= 1 || e.matches('.ledger, select, input, iframe, svg, svg *');
          if (!hidden && ['hidden', 'clip'].includes(style.overflowX) && e.scrollWidth > e.clientWidth + 1) out.push(`${width}: cut off: ${e.outerHTML.slice(0, 90)}`);
        }
        for (const p of document.querySelectorAll('.reader p[data-start], blockquote')) {
          const wide = p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize);
          if (wide > 62) out.push(`${width}: a line of ${Math.round(wide)} em: ${p.textContent.slice(0, 40)}`);
        }
        return out;
      }, width).then((found) => found.map((f) => `${path || 'claims'} ${f}`)));
    }
    await sound(page);
  }
  assert.deepEqual(troubles, []);
});

test('less used pages stand in a menu that needs no mouse', { skip: missing }, async () => {
  const page = await open('');
  await page.waitForSelector('.claims li');
  await page.focus('nav a:has-text("Review")');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav details[open] a:has-text("Export")');
  await accessible(page, 'the menu');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('nav details[open]').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'SUMMARY');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash === '#/naming' && !document.querySelector('nav details').open);
  assert.match(await page.textContent('nav summary'), /Naming/);
  // Whoever leaves it closes it.
  await page.click('nav summary');
  await page.click('.count', { position: { x: 3, y: 3 } });
  await page.waitForFunction(() => !document.querySelector('nav details').open);
  await sound(page);
});

test('a hostile page runs nothing and loads nothing, on any page that shows it', { skip: missing }, async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const troubles = [];
  const pages = [...await everyPage(hostile), '#/document/page?capture=yes'];
  assert.ok(pages.some((p) => p.startsWith('#/compare?')), 'two pages share a passage');
  for (const path of pages) {
    const page = await context.newPage();
    const say = (what) => troubles.push(`${path || 'claims'}: ${what}`);
    page.on('dialog', (d) => { say(`a dialog: ${d.message()}`); d.dismiss(); });
    page.on('popup', () => say('a window opened'));
    page.on('download', () => say('a download'));
    page.on('console', (m) => m.type() === 'error' && say(m.text()));
    page.on('pageerror', (e) => say(String(e)));
    page.on('request', (r) => r.url().startsWith(hostile) || /^blob:/.test(r.url()) || say(`asked ${r.url().slice(0, 80)}`));
    page.on('response', (r) => {
      const policy = r.headers()['content-security-policy'] ?? '';
      if (!policy || /unsafe|\*/.test(policy)) say(`${r.url()} under the policy “${policy}”`);
      if (r.headers()['x-content-type-options'] !== 'nosniff') say(`${r.url()} may be sniffed`);
    });
    await page.goto(hostile + path);
    await ready(page);
    await page.waitForTimeout(150);
    // What lies in wait for a pointer or the focus.
    for (const element of await page.locator('main blockquote, main li, main td, .part > p').all().then((all) => all.slice(0, 4))) await element.hover({ timeout: 250 }).catch(() => {});
    const found = await page.evaluate((evil) => [
      ...(window.hit === undefined ? [] : ['code ran']),
      ...[...document.querySelectorAll('body, body *')].flatMap((e) => [...e.attributes].filter((a) => /^on/.test(a.name) || (/^(href|src|action|formaction|data|srcdoc|ping|srcset|poster)$/.test(a.name) && (a.value.startsWith(evil) || /^\s*(javascript|vbscript|data):/i.test(a.value)))).map((a) => `${e.tagName} with ${a.name}="${a.value.slice(0, 60)}"`)),
      ...[...document.querySelectorAll('main script, main object, main embed, main base, main meta, main link, main form[action], main img')].map((e) => `an element ${e.tagName}`),
      ...[...document.querySelectorAll('iframe')].filter((f) => f.getAttribute('sandbox') !== '' || !f.src.includes('/capture/')).map((f) => f.outerHTML.slice(0, 90)),
      ...[...document.querySelectorAll('main [style]')].filter((e) => /url\(/.test(e.getAttribute('style'))).map((e) => e.outerHTML.slice(0, 90)),
      ...(document.title === 'taken' ? ['the title was taken'] : []),
    ], EVIL);
    found.forEach(say);
    if (!page.url().startsWith(hostile)) say(`went to ${page.url()}`);
    if (path.includes('capture=yes')) assert.match(await page.frameLocator('iframe').locator('body').textContent(), /onerror/);
    await page.close();
  }
  assert.deepEqual(troubles, []);
  // Its words stand there as words, markup and all.
  const shown = await context.newPage();
  await shown.goto(`${hostile}#/document/page`);
  await shown.waitForSelector('.part');
  assert.match(await shown.textContent('.reader'), /<script>window\.hit=1<\/script>/);
  assert.match(await shown.textContent('main h1'), /onerror|Bridge/);
  await context.close();
});

test('a capture opened by itself is plain text in a sandbox', { skip: missing }, async () => {
  const { capture } = await json(`${hostile}api/documents/page`);
  const answer = await fetch(`${hostile}capture/${capture.sha256}`);
  assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8');
  assert.equal(answer.headers.get('content-security-policy'), "sandbox; default-src 'none'");
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  const page = await open(`capture/${capture.sha256}`, 1440, hostile);
  await page.waitForTimeout(300);
  assert.ok(page.url().includes('/capture/'), 'no refresh took it away');
  assert.equal(await page.locator('img, script, iframe, svg').count(), 0);
  page.troubles = page.troubles.filter((t) => !t.includes('favicon'));
  await sound(page);
  // All other answers forbid code that does not come from the server itself, troubles too.
  for (const path of ['', 'api/ledger', 'api/claims', 'api/openapi.json', 'nothing/here', 'capture/none', 'api/claims?from=never']) {
    const policy = (await fetch(hostile + path)).headers.get('content-security-policy') ?? '';
    assert.ok(policy.includes("default-src 'none'") && !policy.includes('unsafe'), `${path}: ${policy}`);
  }
});

test('text from right to left stands right, and names of it do not turn what is around them', { skip: missing }, async () => {
  const page = await open('#/document/ar', 1440, arabic);
  await page.waitForSelector('.part');
  const way = (selector) => page.$$eval(selector, (all) => all.map((e) => [getComputedStyle(e).direction, e.textContent.trim().slice(0, 12)]));
  assert.deepEqual((await way('main h1'))[0][0], 'rtl');
  for (const [direction, words] of await way('.part > p[data-start]')) assert.equal(direction, /^[\u0600-\u06ff]/.test(words) ? 'rtl' : 'ltr', words);
  const right = await page.$eval('.part > p[dir=auto]', (p) => { const r = new Range(); r.selectNodeContents(p); const lines = [...r.getClientRects()]; return Math.abs(Math.max(...lines.map((l) => l.right)) - p.getBoundingClientRect().right); });
  assert.ok(right < 2, 'begins at the right');
  // The margins change sides: labels at the right of the text, notes at its left; each stays a line of ours.
  const sides = await page.$eval('.part:has(.margin)', (e) => ['.margin', ':scope > p', '.notes'].map((s) => e.querySelector(s).getBoundingClientRect().left));
  assert.ok(sides[0] > sides[1] && sides[1] > sides[2], String(sides));
  const { layers, text } = await json(`${arabic}api/documents/mixed`);
  assert.ok(layers && text);
  await accessible(page, 'an Arabic document');
  await page.goto(`${arabic}#/document/mixed`);
  await page.waitForFunction(() => document.querySelectorAll('.part').length === 2);
  assert.deepEqual((await way('.part > p[data-start]')).map((w) => w[0]), ['ltr', 'rtl'], 'each paragraph by its own first letter');
  for (const path of ['#/documents', '', '#/search?q=الجسر', '#/naming', '#/sources?view=table']) {
    await page.goto(arabic + path);
    await ready(page);
    await page.waitForTimeout(200);
    // Every element whose own words begin in Arabic runs from the right; one in a line of ours is kept apart.
    const wrong = await page.evaluate(() => [...document.querySelectorAll('main *')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && /^\s*[\u0600-\u06ff]/.test(n.data)) && !e.matches('option, mark, title') && getComputedStyle(e).direction !== 'rtl' && !e.closest('[dir=auto]')).map((e) => e.outerHTML.slice(0, 120)));
    assert.deepEqual(wrong, [], path);
  }
  await sound(page);
});

test('who asked for less motion moves on by hand', { skip: missing }, async () => {
  const page = await open('#/map');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForSelector('button:has-text("Next day")');
  const day = () => page.textContent('output');
  const first = await day();
  await page.click('text=Next day');
  await page.waitForFunction((was) => document.querySelector('output').textContent !== was, first);
  const second = await day();
  await page.waitForTimeout(1200);
  assert.equal(await day(), second, 'it stays there');
  await page.focus('main');
  await page.keyboard.press(' ');
  await page.waitForFunction((was) => document.querySelector('output').textContent !== was, second);
  // Nothing on any page moves by itself or glides.
  for (const path of ['', '#/map', '#/thread/20-thread', '#/review', '#/sources']) {
    await page.goto(demo + path);
    await ready(page);
    const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => { const s = getComputedStyle(e); return s.animationName !== 'none' || s.transitionDuration.split(',').some((d) => parseFloat(d) > 0) || s.scrollBehavior === 'smooth'; }).map((e) => e.tagName));
    assert.deepEqual(moving, [], path);
  }
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto(`${demo}#/map`);
  await page.waitForSelector('button:has-text("Play")');
  await sound(page);
});

test('the map marks and lists the events of a day, and each leads to its words', { skip: missing }, async () => {
  const page = await open('#/map?day=2019-04-02');
  const section = page.locator('section[aria-label="Reports of the day"]');
  await section.getByRole('heading', { name: 'Said to have happened', exact: true }).waitFor();
  const told = await (await fetch(`${demo.split('#')[0]}api/events?day=2019-04-02`)).json();
  const placed = told.events.filter((e) => e.place);
  assert.ok(placed.length > 0);
  const listed = await section.locator('li', { hasText: placed[0].words }).count();
  assert.ok(listed > 0, 'the events stand beside the map');
  const mark = page.locator('svg a.mark:has(path.event)');
  assert.ok((await mark.count()) >= 1, 'a mark on the map');
  await mark.first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/document\//);
  await page.waitForFunction(() => CSS.highlights.get('here')?.size > 0);
  await page.goto(`${demo}#/map?day=2019-04-06`);
  await page.waitForFunction(() => document.querySelector('output')?.textContent.includes('6 Apr 2019'));
  await sound(page);
});

test('what follows a word of choice stays on its line, sentences keep their spaces', { skip: missing }, async () => {
  for (const path of ['', '#/map', '#/sources', '#/forecasts', '#/documents']) {
    const page = await open(path, 360);
    await page.waitForSelector('.sentence .tied');
    await ready(page);
    const apart = await page.$$eval('.sentence .tied', (all) => all.filter((e) => { const r = document.createRange(); r.selectNodeContents(e); const bottoms = [...r.getClientRects()].map((b) => b.bottom); return Math.max(...bottoms) - Math.min(...bottoms) > 20; }).map((e) => e.textContent));
    assert.deepEqual(apart, [], path);
    const said = await page.$eval('h1.sentence', (h) => { const c = h.cloneNode(true); c.querySelectorAll('select, input').forEach((e) => e.replaceWith('X')); return c.textContent.replace(/\s+/g, ' '); });
    assert.doesNotMatch(said, /,\S| ,/, `${path}: ${said}`);
    await sound(page);
  }
});

test('a claim: numbers and names lead to words, a clash is said once, and on paper retellings stand unfolded', { skip: missing }, async () => {
  const { claims } = await json(`${demo}api/claims?q=civilians+were+killed`);
  const claim = claims.find((c) => c.answers.length === 2);
  const page = await open(`#/claim/${claim.id}`);
  await page.waitForSelector('.answers .row');
  const clashes = await page.locator('aside li:has(b.clash)').allTextContents();
  assert.equal(clashes.length, 1, String(clashes));
  await page.waitForSelector('.course :text("one origin with an earlier telling")');
  const folded = page.locator('details article').first();
  assert.equal(await folded.isVisible(), false);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await folded.isVisible(), true);
  await page.emulateMedia({ media: 'screen' });
  await page.click('.answers .value a:text-is("9")');
  await page.waitForFunction(() => /^#\/document\/.*b=\d+-\d+/.test(location.hash) && [...CSS.highlights.get('here') ?? []].some((r) => r.toString() === '9 civilians'));
  await page.goto(`${demo}#/claims?q=civilians+were+killed`);
  await page.click('.claims .words a:text-is("14")');
  await page.waitForFunction(() => [...CSS.highlights.get('here') ?? []].some((r) => r.toString() === '14 civilians'));
  await page.goto(`${demo}#/map?as_of=2019-04-04`);
  await page.waitForSelector('a[href="/api/control?as_of=2019-04-04"]');
  await sound(page);
});

test('documents of one capture: a claim that two of them tell opens', { skip: missing }, async () => {
  const rows = ['Canal Post', 'Hill Gazette'].map((outlet, n) => JSON.stringify({ text: `The mayor said that ${40 + n} civilians were killed in Aleppo on 28 March 2016, beside the old bridge.`, outlet, published: `2016-03-${29 + n}` }));
  const pile = join(folder, 'one');
  mkdirSync(pile);
  writeFileSync(join(pile, 'all.jsonl'), rows.join('\n'));
  const ledger = join(folder, 'one.sayso');
  const built = spawnSync(bin, ['build', pile, '-o', ledger, '--quiet']);
  assert.ok([0, 1].includes(built.status), String(built.stderr));
  const [child, base] = await start(ledger);
  servers.push(child);
  const { claims } = await json(`${base}api/claims`);
  const told = claims.find((c) => new Set(c.answers.flatMap((a) => a.appearances.map((x) => x.doc))).size === 2);
  const page = await open(`#/claim/${told.id}`, 1440, base);
  await page.waitForSelector('.course');
  assert.match(await page.textContent('aside'), /Canal Post.*Hill Gazette/s);
  await page.goto(`${base}#/report?claims=${told.id}`);
  await page.waitForSelector('article');
  await page.goto(`${base}#/review`);
  await page.waitForSelector('.queue a');
  await sound(page);
});
