// Long lists, long texts, what claims can be asked for by, and names over time.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { accessible, asOf, bin, launch, missing, open as openAt, sound, start } from '../browser.mjs';

let folder, server, base, longServer, long, browser;
const WORDS = 'seven coaches waited behind the mill of the upper village';

before(async () => {
  if (missing) return;
  folder = mkdtempSync(join(tmpdir(), 'room-lists-'));
  const build = (name, files, ...options) => {
    const pile = join(folder, name);
    mkdirSync(pile);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(pile, file), text);
    const ledger = join(folder, `${name}.sayso`);
    const built = spawnSync(bin, ['build', pile, ...options, '-o', ledger, '--quiet']);
    assert.ok([0, 1].includes(built.status), String(built.stderr));
    return ledger;
  };
  const days = join(folder, 'days.csv');
  writeFileSync(days, 'path,published,outlet\npile/a.txt,2016-03-29,North Post\npile/b.txt,2016-05-02,North Post\npile/c.txt,2016-12-13,South Post\npile/d.txt,2015,South Post\n');
  [server, base] = await start(build('pile', {
    'a.txt': 'The mayor said that 40 civilians were killed in Aleppo on 28 March 2016. Islamic State fighters had left.',
    'b.txt': 'Activists said that at least 90 civilians were killed in Aleppo on 28 March 2016. “The terrorists of Islamic State ran away from us that night,” said the governor.',
    'c.txt': 'Islamic State captured Palmyra on 11 December 2016, the governor said.',
    'd.txt': 'The governor said that 12 soldiers were killed by Islamic State in Raqqa in 2015.',
  }, '--metadata', days));
  // A megabyte in paragraphs of their own making.
  const parts = [];
  for (let n = 0, size = 0; size < 1_050_000; n++) {
    const told = n % 9 === 0 ? `The mayor said on Monday that ${3 + (n % 80)} civilians were killed in Aleppo in March 2016. ` : '';
    const rest = Array.from({ length: 4 }, (_, k) => `The road of part ${n} bends at mill number ${k} and the carts of the village wait there until the rain has gone.`).join(' ');
    parts.push(`${told}${rest}${size > 800_000 && !parts.some((p) => p.includes(WORDS)) ? ` Then ${WORDS}.` : ''}`);
    size += parts[n].length + 2;
  }
  [longServer, long] = await start(build('long', { 'long.txt': parts.join('\n\n') }));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill();
  longServer?.kill();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const open = (path, width = 1440, at = base) => openAt(browser, at, path, width);
const here = (page) => page.waitForFunction(() => CSS.highlights.get('here')?.size > 0 && [...CSS.highlights.get('here')].map(String).join(' ')).then((h) => h.jsonValue());

/** Ten thousand claims made from the first one, some taller than others. */
async function many(page, total = 10_000) {
  const pattern = (await (await fetch(`${base}api/claims?contested=true`)).json()).claims[0];
  const asked = [];
  await page.route('**/api/claims?*', async (route) => {
    const query = new URL(route.request().url()).searchParams;
    const from = Number(query.get('offset'));
    asked.push(from);
    const one = (n) => ({ ...pattern, id: `claim-${n}`, question: `${n % 7 === 0 ? 'A question that takes more lines than others because it goes on and on. '.repeat(3) : ''}Question ${n + 1}` });
    const claims = Array.from({ length: Math.min(Number(query.get('limit')), total - from) }, (_, k) => one(from + k));
    await route.fulfill({ json: { total, offset: from, all: total, now: total, as_of: null, claims } });
  });
  return asked;
}
const row = (page) => page.evaluate(() => Number(document.activeElement.closest('[data-i]')?.dataset.i ?? -1) + 1);
const inPage = (page) => page.locator('.claims li').count();
const question = (page, n) => page.waitForFunction((n) => [...document.querySelectorAll('.claims .question')].some((q) => q.textContent.endsWith(`Question ${n}`) && q.getBoundingClientRect().top < innerHeight && q.getBoundingClientRect().bottom > 0), n);

async function tenThousand(width = 1440, before) {
  const page = await open('#/export', width);
  await page.waitForSelector('h1');
  await before?.(page);
  const asked = await many(page);
  await page.evaluate(() => { location.hash = '#/claims'; });
  await page.waitForSelector('.claims li[data-i="3"]');
  return [page, asked];
}

test('ten thousand claims: the scroll bar stands for all of them, few are in the page', { skip: missing }, async () => {
  const [page, asked] = await tenThousand();
  assert.ok((await inPage(page)) < 60);
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  assert.ok(tall > 10_000 * 60, `${tall} px`);
  // In the middle, then at the end.
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  await page.waitForFunction(() => Number(document.querySelector('.claims [data-full]')?.dataset.i) > 4000);
  assert.ok((await inPage(page)) < 60);
  for (let n = 0; n < 4; n++) {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForTimeout(250);
  }
  await question(page, 10_000);
  assert.ok((await inPage(page)) < 60);
  assert.ok(asked.length < 12, `asked for ${asked}`);
  const last = await page.evaluate(() => { const e = document.querySelector('.claims [data-i="9999"]'); return [e.getAttribute('aria-posinset'), e.getAttribute('aria-setsize'), e.parentElement.getAttribute('aria-label')]; });
  assert.deepEqual(last, ['10000', '10000', 'Claims, contested first']);
  await accessible(page, 'the end of ten thousand claims');
  await sound(page);
});

async function steady(page) {
  await page.evaluate(() => scrollTo(0, 300_000));
  await page.waitForFunction(() => [...document.querySelectorAll('.claims [data-full]')].some((e) => e.getBoundingClientRect().top > 200));
  await page.waitForTimeout(400);
  for (let n = 0; n < 15; n++) {
    const moved = await page.evaluate(async () => {
      const there = [...document.querySelectorAll('.claims [data-full]')].find((e) => e.getBoundingClientRect().top > 100);
      const before = there.getBoundingClientRect().top;
      scrollBy(0, -150);
      for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame);
      return there.getBoundingClientRect().top - before;
    });
    assert.ok(Math.abs(moved - 150) < 3, `moved by ${moved}`);
  }
  await sound(page);
}

test('ten thousand claims: rows stay in place while those above get their heights', { skip: missing }, async () => {
  const [page] = await tenThousand();
  await steady(page);
});

test('rows stay in place in a browser that does not hold them', { skip: missing }, async () => {
  const [page] = await tenThousand(1440, (p) => p.evaluate(() => {
    const real = CSS.supports.bind(CSS);
    CSS.supports = (name, ...rest) => name !== 'overflow-anchor' && real(name, ...rest);
    const none = new CSSStyleSheet();
    none.replaceSync('* { overflow-anchor: none !important; }');
    document.adoptedStyleSheets.push(none);
  }));
  await steady(page);
});

test('five thousand questions wait: by key, by address, and when somebody else judges', { skip: missing }, async () => {
  const page = await open('#/export');
  await page.waitForSelector('h1');
  const pattern = (await (await fetch(`${base}api/review`)).json()).items[0];
  const asked = [];
  let [total, judged] = [5000, 0];
  await page.route('**/api/review?*', (route) => {
    const query = new URL(route.request().url()).searchParams;
    const one = (n) => ({ ...pattern, id: `${pattern.claim}/${n}`, question: `Question ${n + 1}`, why: [`reason ${n + 1}`] });
    const place = Number(query.get('at')?.split('/')[1] ?? -1);
    const limit = Number(query.get('limit'));
    const offset = query.has('offset') ? Number(query.get('offset')) : Math.floor(Math.max(0, place) / limit) * limit;
    asked.push(offset);
    const items = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, k) => one(offset + k));
    return route.fulfill({ json: { total, offset, at: place < 0 ? null : { place, item: one(place) }, items, judged, decided: [] } });
  });
  const current = (n) => page.waitForFunction((n) => {
    const e = document.querySelector('.queue [aria-current]');
    if (!e) return false;
    const [r, view] = [e.getBoundingClientRect(), document.querySelector('.queue').getBoundingClientRect()];
    return e.textContent.includes(`Question ${n}`) && r.bottom > view.top && r.top < view.bottom && document.querySelector('section .because')?.textContent.endsWith(`reason ${n}`);
  }, n);
  const focused = () => page.evaluate(() => document.activeElement.matches('.queue [aria-current]'));
  await page.evaluate(() => { location.hash = '#/review'; });
  await current(1);
  assert.ok((await page.locator('.queue li').count()) < 60);
  for (let n = 0; n < 30; n++) await page.keyboard.press('j');
  await current(31);
  await page.keyboard.press('k');
  await current(30);
  assert.ok(await focused());
  // Other keys move along the queue; Enter opens what they came to.
  await page.keyboard.press('End');
  await page.waitForFunction(() => document.activeElement.textContent.includes('Question 5000'));
  await page.keyboard.press('Enter');
  await current(5000);
  await page.keyboard.press('k');
  await current(4999);
  assert.ok(await focused());
  assert.ok(asked.length < 8, `asked for ${asked}`);
  await accessible(page, 'the end of five thousand questions');
  // The address leads to its question, wherever it stands.
  await page.evaluate((id) => { location.hash = `#/review?at=${id}/3210`; }, pattern.claim);
  await current(3211);
  await page.reload();
  await current(3211);
  // Somebody else has judged: noticed with the next part, and the question at hand stays.
  [total, judged] = [4998, 2];
  await page.evaluate(() => document.querySelector('.queue').scrollTo(0, 0));
  await page.waitForFunction(() => document.querySelector('.facts b').textContent === '4,998' && document.querySelector('.facts').textContent.includes('2 judgements'));
  await current(3211);
  await sound(page);
});

test('search goes on as far as there are places', { skip: missing }, async () => {
  const page = await open('#/search?q=mill', 1440, long);
  await page.waitForSelector('.hits li[data-full]');
  const { total } = await (await fetch(`${long}api/search?q=mill&limit=1`)).json();
  assert.match(await page.textContent('.count'), new RegExp(`${total.toLocaleString('en')} place`));
  await sound(page);
});

test('documents that had appeared by a day', { skip: missing }, async () => {
  const page = await open('#/documents');
  await page.waitForSelector('.rows li');
  await asOf(page, '2016-05-02');
  await page.waitForSelector('text=As it could be known at the end of 2 May 2016');
  await page.waitForFunction(() => document.querySelectorAll('.rows li').length === 3);
  assert.match(page.url(), /#\/documents\?as_of=2016-05-02$/);
  await page.fill('main input:not(.day)', 'north');
  await page.waitForFunction(() => document.querySelectorAll('.rows li').length === 2);
  await page.click('text=Back to now');
  await page.waitForFunction(() => location.hash === '#/documents?q=north');
  await accessible(page, 'documents with a day');
  await sound(page);
});

test('ten thousand claims by key: next, a page, the last and the first; back stands where one left', { skip: missing }, async () => {
  const [page] = await tenThousand();
  await page.keyboard.press('j');
  for (let n = 0; n < 24; n++) await page.keyboard.press(n % 2 ? 'j' : 'ArrowDown');
  assert.equal(await row(page), 25);
  await question(page, 25);
  await page.keyboard.press('k');
  await page.keyboard.press('ArrowUp');
  assert.equal(await row(page), 23);
  await page.keyboard.press('PageDown');
  assert.ok((await row(page)) > 24);
  await page.keyboard.press('End');
  await question(page, 10_000);
  await page.waitForFunction(() => document.activeElement.matches('.question'));
  assert.equal(await row(page), 10_000);
  await page.keyboard.press('PageUp');
  const up = await row(page);
  assert.ok(up < 10_000 && up > 9_900, String(up));
  await question(page, up);
  // The row with the focus stays, however far one scrolls.
  await page.evaluate(() => scrollTo(0, 400_000));
  await page.waitForTimeout(300);
  assert.equal(await row(page), up);
  const top = () => page.evaluate(() => { const e = [...document.querySelectorAll('.claims [data-full]')].find((r) => r.getBoundingClientRect().bottom > 0); return e && [e.dataset.i, Math.round(e.getBoundingClientRect().top)]; });
  await page.waitForFunction(() => [...document.querySelectorAll('.claims [data-full]')].some((r) => r.getBoundingClientRect().top > 0 && r.getBoundingClientRect().top < innerHeight));
  await page.waitForTimeout(300);
  const was = await top();
  await page.evaluate(() => { location.hash = '#/export'; });
  await page.waitForSelector('.claims', { state: 'detached' });
  await page.goBack();
  await page.waitForFunction((i) => document.querySelector(`.claims [data-full][data-i="${i}"]`), was[0]);
  await page.waitForTimeout(500);
  const now = await top();
  assert.ok(now[0] === was[0] && Math.abs(now[1] - was[1]) <= 2, `${was} became ${now}`);
  await page.focus(`.claims [data-i="${was[0]}"] .question`);
  await page.keyboard.press('Home');
  await question(page, 1);
  assert.equal(await row(page), 1);
  // Gone with the focus in it.
  await page.evaluate(() => { location.hash = '#/export'; });
  await page.waitForSelector('.claims', { state: 'detached' });
  await sound(page);
});

test('printing shows the rows that were loaded, and says of how many', { skip: missing }, async () => {
  const [page] = await tenThousand();
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('.claims li[data-i]').count(), 100);
  assert.match(await page.textContent('.claims'), /Printed are the 100 rows that were loaded, of 10,000/);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.waitForFunction(() => document.querySelectorAll('.claims li').length < 60);
  assert.doesNotMatch(await page.textContent('.claims'), /Printed/);
  await sound(page);
});

test('a page of rows that cannot be read is said, and asked for again', { skip: missing }, async () => {
  const [page] = await tenThousand();
  await page.route('**/api/claims?*', (route) => route.fulfill({ status: 500, json: { error: 'the disk is gone' } }));
  await page.evaluate(() => scrollTo(0, 500_000));
  await page.waitForSelector('[role=alert]:has-text("the disk is gone")');
  await page.unroute('**/api/claims?*');
  await many(page);
  await page.evaluate(() => [...document.querySelectorAll('[role=alert] button')].forEach((b) => b.click()));
  await page.waitForFunction(() => [...document.querySelectorAll('.claims [data-full]')].some((r) => Number(r.dataset.i) > 1000));
  page.troubles = page.troubles.filter((t) => !t.includes('500'));
  await sound(page);
});

test('sources and documents by the thousand stay a table and a list', { skip: missing }, async () => {
  const page = await open('#/export');
  const { sources } = await (await fetch(`${base}api/sources?limit=1`)).json();
  const rows = (query, one, total) => Array.from({ length: Math.min(Number(query.get('limit')), total - Number(query.get('offset'))) }, (_, k) => one(Number(query.get('offset')) + k));
  await page.route('**/api/sources?*', (route) => {
    const query = new URL(route.request().url()).searchParams;
    return route.fulfill({ json: { all: 5000, total: 5000, network: query.get('offset') === '0' ? { nodes: [], edges: [], all_nodes: 0, all_edges: 0 } : null, sources: rows(query, (n) => ({ ...sources[0], source: `Source ${n + 1}` }), 5000) } });
  });
  await page.route('**/api/documents?*', (route) => {
    const query = new URL(route.request().url()).searchParams;
    return route.fulfill({ json: { all: 9000, total: 9000, documents: rows(query, (n) => ({ id: `d${n}`, title: `Document ${n + 1}`, author: null, outlet: null, published: null, kind: 'article' }), 9000) } });
  });
  await page.goto(`${base}#/sources?view=table`);
  await page.waitForSelector('tbody tr[data-full]');
  for (let n = 0; n < 3; n++) { await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight)); await page.waitForTimeout(250); }
  await page.waitForSelector('tbody th:has-text("Source 5000")');
  assert.ok((await page.locator('tbody tr').count()) < 100);
  assert.deepEqual(await page.evaluate(() => [document.querySelector('table.all').getAttribute('aria-rowcount'), document.querySelector('tr[data-i="4999"]').getAttribute('aria-rowindex')]), ['5001', '5001']);
  await accessible(page, 'the end of five thousand sources');
  await page.goto(`${base}#/documents`);
  await page.waitForSelector('.rows li[data-full]');
  for (let n = 0; n < 3; n++) { await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight)); await page.waitForTimeout(250); }
  await page.waitForSelector('text=Document 9000');
  assert.ok((await page.locator('.rows li').count()) < 80);
  await sound(page);
});

test('a document of a megabyte opens, is found in, and stands on its words', { skip: missing }, async () => {
  const page = await open('#/documents', 1440, long);
  await page.click('main li a');
  await page.waitForFunction(() => document.querySelectorAll('.part').length > 1500 && CSS.highlights.get('figures')?.size > 100);
  // What the browser's own search looks through: all of it is there.
  assert.ok((await page.evaluate((words) => window.find(words), WORDS)) && (await page.evaluate(() => scrollY > 10_000)), 'found by the browser');
  const { hits } = await (await fetch(`${long}api/search?q=coaches`)).json();
  await page.goto(`${long}#/document/long?b=${hits[0].start}-${hits[0].end}`);
  assert.equal(await here(page), 'coaches');
  const inView = () => page.waitForFunction(() => { const r = [...CSS.highlights.get('here')][0].getBoundingClientRect(); return r.top > 0 && r.bottom < innerHeight; });
  await inView();
  // Other words of the same text: mark and view follow.
  await page.evaluate(() => { location.hash = '#/document/long?b=4-8'; });
  await page.waitForFunction(() => [...(CSS.highlights.get('here') ?? [])].map(String).join('') === 'mayo');
  await inView();
  await page.keyboard.press('2');
  await page.waitForFunction(() => !CSS.highlights.has('figures') && CSS.highlights.has('here'));
  // A layer comes when it is put on, and only it.
  const told = [];
  page.on('response', (r) => { if (r.url().includes('/api/documents/long')) told.push(r.url().split('?')[1]); });
  await page.keyboard.press('5');
  await page.waitForFunction(() => CSS.highlights.get('events')?.size > 100);
  await page.keyboard.press('5');
  await page.keyboard.press('5');
  await page.waitForFunction(() => CSS.highlights.get('events')?.size > 100);
  assert.deepEqual(told, ['layers=events&bare=true&spans=true']);
  assert.ok(Number(await page.textContent('label.times small')) > 100, 'counted without being there');
  await sound(page);
});

test('claims are asked for by actor, outlet, time and review; the sentence lives in the address', { skip: missing }, async () => {
  const page = await open('');
  await page.waitForSelector('.claims li');
  const found = () => page.locator('.claims .question').allTextContents();
  const all = (await found()).length;
  const until = (n) => page.waitForFunction((n) => document.querySelectorAll('.claims .question').length === n, n);
  await page.waitForSelector('select[aria-label="Actor"] option[value="Islamic State"]', { state: 'attached' });
  await page.selectOption('select[aria-label="Actor"]', 'Islamic State');
  await page.waitForFunction(() => location.hash.includes('actor=Islamic') && [...document.querySelectorAll('.claims .question')].every((q) => q.textContent.includes('Palmyra') || q.textContent.includes('Islamic State') || q.textContent.includes('Raqqa')));
  await page.selectOption('select[aria-label="Actor"]', '');
  await until(all);
  await page.selectOption('select[aria-label="Outlet"]', 'North Post');
  await page.waitForFunction(() => location.hash.includes('outlet=North+Post') && [...document.querySelectorAll('.claims .question')].every((q) => q.textContent.includes('Aleppo')));
  await page.fill('input[aria-label="From this day, month or year"]', '2017');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=No claim fits this sentence');
  assert.match(await page.textContent('.state'), /Take out the outlet or the first day, or see all claims/);
  await accessible(page, 'nothing found');
  await page.click('.state a:text-is("the first day")');
  await page.waitForSelector('.claims .question');
  assert.equal(await page.inputValue('input[aria-label="From this day, month or year"]'), '');
  await page.fill('input[aria-label="To this day, month or year"]', 'soon');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=This view cannot be made: soon: no day, month or year');
  // A view that was sent opens as it was.
  await page.goto(`${base}#/claims?from=2016-03&to=2016-03&reviewed=false`);
  await page.waitForSelector('.claims .question');
  assert.ok((await found()).every((q) => q.includes('Aleppo')));
  assert.equal(await page.inputValue('select[aria-label="Reviewed or not"]'), 'false');
  await page.selectOption('select[aria-label="Reviewed or not"]', 'true');
  await page.waitForSelector('text=No claim fits this sentence');
  page.troubles = page.troubles.filter((t) => !t.includes('400'));
  await sound(page);
});

test('a tick stays with its claim, however far one scrolls', { skip: missing }, async () => {
  const [page] = await tenThousand();
  await page.check('.claims [data-i="1"] input');
  await page.evaluate(() => scrollTo(0, 600_000));
  await page.waitForFunction(() => document.querySelectorAll('.claims [data-full]').length > 5 && [...document.querySelectorAll('.claims [data-full]')].every((e) => e.dataset.i === '1' || Number(e.dataset.i) > 100));
  await page.waitForTimeout(200);
  await page.locator('.claims [data-full] input').nth(5).check();
  await page.waitForSelector('text=2 ticked');
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForSelector('.claims [data-i="1"] input:checked');
  await sound(page);
});

test('documents are found by title, outlet or date', { skip: missing }, async () => {
  const page = await open('#/documents');
  await page.waitForSelector('.rows li');
  await page.locator('main input:not(.day)').pressSequentially('south', { delay: 20 });
  await page.waitForFunction(() => location.hash.includes('q=south') && document.querySelectorAll('.rows li').length === 2);
  await page.locator('main input:not(.day)').fill('nothing like it');
  await page.click('text=All documents');
  await page.waitForFunction(() => document.querySelectorAll('.rows li').length === 4);
  await sound(page);
});

test('naming over time: own voice above the line, quoted below, and the same as a table', { skip: missing }, async () => {
  const page = await open('#/naming?actor=Islamic%20State');
  await page.waitForSelector('section svg[role=img]');
  const { naming } = await (await fetch(`${base}api/naming?actor=Islamic%20State`)).json();
  const north = naming.filter((n) => n.teller === 'North Post');
  const sum = (rows, f) => rows.reduce((n, r) => n + f(r), 0);
  assert.ok(sum(north, (r) => r.own) >= 1 && sum(north, (r) => r.quoted) >= 1, JSON.stringify(north));
  const section = page.locator('section[aria-label="North Post"]');
  assert.match(await section.locator('svg[role=img]').getAttribute('aria-label'), /2016-03 1 own, 0 quoted; 2016-05 0 own, 2 quoted/);
  assert.deepEqual([await section.locator('svg[role=img] .own').count(), await section.locator('svg[role=img] .quoted').count()], [1, 1]);
  await section.locator('summary:text-is("as a table")').click();
  assert.deepEqual(await section.locator('details[open] tbody tr').allInnerTexts().then((r) => r.map((t) => t.split(/\s+/).join(' '))), ['2016-03 1 0', '2016-05 0 2']);
  // A year alone is no month: it is told, not drawn.
  assert.match(await page.textContent('section[aria-label="South Post"]'), /not in the chart: of 2015, month not told/);
  assert.equal(await page.locator('section svg[role=img]').first().evaluate((e) => e.getAttribute('viewBox').split(' ')[2]), '100', 'ten months, March to December');
  await accessible(page, 'naming over time');
  // The same with one date only.
  await page.route('**/api/naming?*', async (route) => {
    const told = await (await route.fetch()).json();
    for (const n of told.naming) Object.assign(n, { months: { '2016-03': n.own + n.quoted }, months_quoted: n.quoted ? { '2016-03': n.quoted } : {} });
    await route.fulfill({ json: told });
  });
  await page.reload();
  await page.waitForSelector('text=all that has a date is of 2016-03: there is no course in time to draw');
  assert.equal(await page.locator('section svg').count(), 0);
  await page.unroute('**/api/naming?*');
  await sound(page);
});
