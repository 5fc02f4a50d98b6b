// The room in a real browser; the pile is written here, with hostile words in it. SAYSO_LEDGER adds
// one more ledger to look at.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { accessible, bin, launch, missing, open as openAt, sound, start } from '../browser.mjs';

let folder, server, address, browser, demoServer, demo;

before(async () => {
  if (missing) return;
  folder = mkdtempSync(join(tmpdir(), 'room-'));
  const pile = join(folder, 'pile');
  mkdirSync(pile);
  writeFileSync(join(pile, 'a.txt'), '🇸🇾 The army said that 40 civilians were killed in Aleppo on 28 March 2016.\n\n<script>window.hit = 1</script> <img src=x onerror="window.hit = 1"> stands here as words.');
  writeFileSync(join(pile, 'b.txt'), 'Activists said that at least 90 civilians were killed in Aleppo on 28 March 2016.');
  writeFileSync(join(pile, 'c.html'), '<html><head><title>Bridge shut</title></head><body onload="window.hit=1"><script>window.hit=1</script><article><h1>Bridge shut</h1><p>The mayor said on Monday that the bridge at Aleppo was closed for a week after the shelling of the town, and nobody was hurt in it.</p><p><a href="javascript:window.hit=1">More</a></p></article></body></html>');
  writeFileSync(join(pile, 'd.txt'), 'The mayor said that Islamic State fighters and foreign terrorist invaders had left.');
  const between = (of) => Array.from({ length: 60 }, (_, n) => Array.from({ length: 9 }, (_, k) => `${of}${n}${'abcdefghi'[k]}`).join(' ')).join('.\n\n');
  writeFileSync(join(pile, 'long.txt'), `The old bridge over the canal was probably blown up by sappers before the dawn came.\n\n${between('One')}\n\nNobody has seen the ferryman of the lower village since the market closed on that evening.`);
  writeFileSync(join(pile, 'long2.txt'), `The old bridge over the canal was blown up by sappers before the dawn came.\n\n${between('Another')}\n\nNobody has seen the ferryman of the lower village since the market closed on that evening.`);
  const ledger = join(folder, 'x.sayso');
  const built = spawnSync(bin, ['build', pile, '-o', ledger, '--quiet']);
  assert.ok([0, 1].includes(built.status), String(built.stderr));
  [server, address] = await start(ledger);
  const fiction = join(folder, 'demo.sayso');
  const made = spawnSync(bin, ['demo', '-o', fiction, '--no-serve']);
  assert.ok([0, 1].includes(made.status), String(made.stderr));
  [demoServer, demo] = await start(fiction);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill();
  demoServer?.kill();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const open = (path, width = 1440, base = address) => openAt(browser, base, path, width);

// The first claim of the demo pile whose question has these words.
async function demoClaim(words) {
  return (await (await fetch(`${demo}api/claims?q=${encodeURIComponent(words)}`)).json()).claims[0].id;
}

const here = (page) => page.waitForFunction(() => CSS.highlights.get('here')?.size > 0 && [...CSS.highlights.get('here')].map(String).join(' ')).then((h) => h.jsonValue());

test('claims: contested ones first, two answers, filters live in the address', { skip: missing }, async () => {
  const page = await open('');
  await page.waitForSelector('.claims li');
  const first = await page.textContent('.claims li:first-child');
  assert.match(first, /contested/);
  assert.match(first, /40/);
  assert.match(first, /at least 90/);
  assert.match(first, /→ 2 origins/);
  await page.selectOption('select[aria-label="Contested or not"]', 'true');
  await page.waitForFunction(() => location.hash.includes('contested=true'));
  await sound(page);
});

test('from a claim to the highlighted words in one click, by keyboard alone', { skip: missing }, async () => {
  const page = await open('');
  await page.waitForSelector('.claims li');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.evidence');
  const words = await page.textContent('.evidence');
  assert.match(await page.textContent('main'), /∵/);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => CSS.highlights.get('here')?.size > 0);
  const marked = await page.evaluate(() => [...CSS.highlights.get('here')].map(String).join(''));
  assert.equal(marked, words);
  await sound(page);
});

test('captured code is words, in the reader and in the capture', { skip: missing }, async () => {
  const page = await open('#/document/a');
  await page.waitForSelector('.part');
  assert.match(await page.textContent('.reader'), /<script>window.hit = 1<\/script>/);
  await page.goto(`${address}#/document/c`);
  await page.waitForSelector('text=bridge at Aleppo');
  await page.check('text=capture beside it');
  await page.waitForSelector('iframe');
  await page.frameLocator('iframe').locator('text=onload').waitFor();
  await sound(page);
});

test('search stands on the words', { skip: missing }, async () => {
  const page = await open('');
  await page.keyboard.press('/');
  await page.keyboard.type('nobody hurt');
  await page.keyboard.press('Enter');
  await page.waitForSelector('main mark');
  await page.click('main li a');
  await page.waitForFunction(() => CSS.highlights.get('here')?.size > 0);
  assert.equal(await page.evaluate(() => [...CSS.highlights.get('here')].map(String).join('')), 'nobody');
  await sound(page);
});

test('naming: from all who are named to one, by whom, and onto the words', { skip: missing }, async () => {
  const page = await open('#/naming');
  await page.waitForSelector('main li a');
  await page.click('main li a:text-is("Islamic State")');
  await page.waitForSelector('.panes table');
  assert.match(await page.textContent('.panes'), /Islamic State fighters/);
  await page.click('.panes tbody a');
  await page.waitForFunction(() => CSS.highlights.get('here')?.size > 0);
  assert.match(await page.evaluate(() => [...CSS.highlights.get('here')].map(String).join('')), /Islamic State fighters/);
  await sound(page);
});

test('a thread: answers hang below what they answer, fold by key, and lead to their words', { skip: missing }, async () => {
  const page = await open('#/threads', 1440, demo);
  await page.click('main li a');
  await page.waitForSelector('[data-node="c9"]');
  assert.equal(await page.locator('li:has(> [data-node="c1"]) li:has(> [data-node="c5"]) li > [data-node="c9"]').count(), 1, '9 answers 5, 5 answers 1');
  assert.match(await page.textContent('[data-node="c1"]'), /4,000/);
  assert.match(await page.textContent('.tree'), /14 is missing/);
  await page.focus('[data-node="c1"] [data-row]');
  await page.keyboard.press('o');
  await page.waitForSelector('[data-node="c5"]', { state: 'detached' });
  assert.match(await page.textContent('[data-node="c1"]'), /7 answers folded/);
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('[data-node="c5"]');
  await page.focus('[data-node="c5"] [data-row]');
  await page.keyboard.press('p');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  assert.match(await here(page), /where do you have that number from/);
  await sound(page);
});

test('a thread: only one claim shows its path in order of time', { skip: missing }, async () => {
  const page = await open('#/thread/20-thread', 1440, demo);
  await page.waitForSelector('[data-node="c40"]');
  await page.selectOption('select[aria-label="Only this claim"]', await demoClaim('attackers'));
  await page.waitForSelector('.path li');
  assert.deepEqual(await page.locator('.path .when b').allTextContents(), ['1 Tarn', '7 Peter W', '9 Ilse']);
  assert.match(await page.textContent('.path'), /may come from 1/);
  assert.equal(await page.locator('[data-node="c40"]').count(), 0, 'off the path');
  await page.click('text=all 40 comments');
  await page.waitForSelector('[data-node="c40"]');
  await page.click('.path li:last-child .evidence');
  assert.equal(await here(page), '300 fighters');
  await sound(page);
});

test('compare: from a document to its passages, word over word, and onto the words', { skip: missing }, async () => {
  const page = await open('#/document/03-standard-uncredited', 1440, demo);
  await page.click('main summary');
  await page.click('details li:has-text("02-courier") a');
  await page.waitForSelector('.cell.dropped');
  assert.equal((await page.locator('.cell.dropped del').allTextContents()).join(' '), 'Norwind Press reported from the town');
  await page.waitForFunction(() => CSS.highlights.get('dropped')?.size === 6 && document.querySelectorAll('.gutter path').length === 1);
  await page.keyboard.press('d');
  await page.waitForFunction(() => location.hash.includes('show=differences'));
  const first = await page.textContent('.panes h2 >> nth=0');
  await page.keyboard.press('x');
  await page.waitForFunction((was) => document.querySelector('.panes .b h2')?.textContent === was, first);
  await page.click('.panes .b h2 a');
  assert.match(await here(page), /Norwind Press reported from the town/);
  await sound(page);
});

test('compare: next and previous passage by key, the panes follow', { skip: missing }, async () => {
  const page = await open('#/compare?a=long&b=long2');
  await page.waitForSelector('.list [aria-current]');
  assert.equal(await page.locator('.list li').count(), 2);
  assert.match(await page.textContent('.cell.hedge'), /probably.*hedge lost/);
  await page.keyboard.press('j');
  await page.waitForFunction(() => document.querySelector('.list li:last-child [aria-current]') && document.querySelector('.pane').scrollTop > 50);
  assert.equal(await page.evaluate(() => document.activeElement.querySelector('b').textContent), '2');
  await page.keyboard.press('k');
  await page.waitForFunction(() => document.querySelector('.list li:first-child [aria-current]'));
  await page.goto(`${address}#/compare?a=a&b=d`);
  await page.waitForSelector('text=share no passage');
  await sound(page);
});

test('map: a day by key, a split mark where two cannot both be true, and onto the words', { skip: missing }, async () => {
  const page = await open('#/map', 1440, demo);
  await page.waitForSelector('.mark.conflict');
  assert.match(await page.getAttribute('.mark.conflict', 'aria-label'), /al-Sukhnah: cannot both be true.*Syrian Arab Army captured.*Islamic State captured/);
  assert.equal(await page.locator('.mark.conflict .disc').count(), 2);
  assert.ok((await page.locator('.joint').count()) > 0);
  assert.equal(await page.locator('.ground path').count(), 3, 'coasts, borders, divisions');
  const [coast, town] = await page.evaluate(() => ['.ground .coast', '.mark .hit'].map((s) => { const b = document.querySelector(s).getBoundingClientRect(); return [b.left, b.right, b.top, b.bottom]; }));
  assert.ok(coast[0] < town[0] && town[1] < coast[1] && coast[2] < town[2] && town[3] < coast[3], 'the world lies around the place');
  assert.match(await page.textContent('h3:has-text("al-Sukhnah")'), /cannot both be true/);
  await page.focus('main');
  await page.keyboard.press(',');
  await page.waitForFunction(() => location.hash.includes('day=2019-04-06') && !document.querySelector('.mark.conflict'));
  assert.match(await page.textContent('output'), /Saturday 6 Apr 2019/);
  await page.keyboard.press(' ');
  await page.waitForFunction(() => location.hash.includes('day=2019-04-07'));
  await page.waitForSelector('text=Play');
  await page.click('main summary');
  assert.equal(await page.locator('tbody tr').count(), await page.locator('.lanes a').count(), 'the table tells what the chart shows');
  await page.click('.mark.conflict');
  assert.match(await here(page), /Sukhnah/);
  await page.goBack();
  await page.click('.lanes a[aria-label*="according to activists"]');
  assert.match(await here(page), /captured al-Sukhnah/);
  await sound(page);
});

test('map: what has no day or no position is listed; what is not told is said', { skip: missing }, async () => {
  const page = await browser.newPage();
  await page.route('**/api/control', async (route) => {
    const told = await (await route.fetch()).json();
    Object.assign(told.reports[0], { from: null, to: null });
    told.reports[1].place = 'Nowhere';
    told.places.push({ name: 'Nowhere', lat: null, lon: null, precision: null, country: null, reports: 1 });
    await route.fulfill({ json: told });
  });
  await page.goto(`${demo}#/map`);
  await page.waitForSelector('h2:has-text("Undated")');
  assert.match(await page.textContent('main'), /Unplaced\s+1 report/);
  await page.selectOption('select[aria-label="Place"]', 'Nowhere');
  await page.waitForSelector('text=None of these places has a known position');
  await page.unroute('**/api/control');
  await page.goto(`${address}#/map`);
  await page.waitForSelector('text=Nothing in this pile tells who holds a place');
  await page.close();
});

test('typing asks, the newest words win, and the address keeps them', { skip: missing }, async () => {
  const page = await open('');
  await page.waitForSelector('.claims li');
  await page.locator('input[aria-label="Words"]').pressSequentially('activists', { delay: 20 });
  await page.waitForFunction(() => location.hash.includes('q=activists') && document.querySelectorAll('.claims li').length === 1);
  assert.match(await page.textContent('.claims'), /at least 90/);
  await page.goto(`${address}#/search`);
  await page.locator('main input').pressSequentially('bridge at ale', { delay: 20 });
  await page.waitForFunction(() => location.hash.includes('ale') && /bridge at Aleppo/.test(document.querySelector('main li')?.textContent));
  await sound(page);
});

test('layers go on and off by key and stand in the address; the text keeps its words', { skip: missing }, async () => {
  const page = await open('#/document/a');
  await page.waitForFunction(() => CSS.highlights.get('figures')?.size > 0);
  const figure = await page.evaluate(() => [...CSS.highlights.get('figures')].map(String).join('|'));
  assert.match(figure, /^40/, 'the flag before it does not shift the highlight');
  assert.match(await page.textContent('.notes'), /army/);
  const words = await page.textContent('.reader');
  await page.keyboard.press('2');
  await page.waitForFunction(() => !CSS.highlights.has('figures') && location.hash.includes('layers='));
  assert.equal(await page.textContent('.reader'), words);
  await page.keyboard.press('2');
  await page.waitForFunction(() => CSS.highlights.has('figures') && !location.hash.includes('layers='));
  await sound(page);
});

test('back stands where one left', { skip: missing }, async () => {
  const page = await open('');
  await page.setViewportSize({ width: 360, height: 200 });
  await page.waitForSelector('.claims li');
  await page.evaluate(() => scrollTo(0, 150));
  await page.waitForTimeout(50);
  await page.locator('.question').first().evaluate((e) => e.click());
  await page.waitForSelector('.evidence');
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('.claims li') && scrollY === 150);
  await sound(page);
});

test('the first load stays below 100 KB', { skip: missing }, async () => {
  const page = await fetch(address);
  const files = [...(await page.text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((m) => m[1]);
  assert.ok(files.length >= 2, String(files));
  let size = 0;
  for (const file of files) size += gzipSync(Buffer.from(await (await fetch(new URL(file, address))).arrayBuffer())).length;
  assert.ok(size < 100_000, `${size} bytes`);
});

test('what is not there is said, with a way on', { skip: missing }, async () => {
  const page = await open('#/claim/nothing');
  await page.waitForSelector('text=no such claim');
  await page.click('text=All claims');
  await page.waitForSelector('.claims li');
  page.troubles = page.troubles.filter((t) => !t.includes('404'));
  await sound(page);
});

test('a page that cannot be drawn says so, and another can be asked for', { skip: missing }, async () => {
  const page = await open('#/claims');
  await page.waitForSelector('.claims li');
  await page.route('**/api/claims/*', (r) => r.fulfill({ json: { claim: { id: 'x', question: 'x', kind: 'figure' } } }));
  await page.click('.question');
  await page.waitForSelector('h1:has-text("This page cannot be drawn")');
  await page.waitForSelector('main button:has-text("Try again")');
  await page.click('main >> text=all claims');
  await page.waitForSelector('.claims li');
  assert.ok(page.troubles.length);
  page.troubles = [];
  await page.unrouteAll();
  await page.click('.question');
  await page.waitForSelector('.course');
  await sound(page);
});

test('no page breaks the accessibility rules, light or dark, wide or narrow', { skip: missing }, async () => {
  const claims = await (await fetch(`${address}api/claims`)).json();
  const own = ['', `#/claim/${claims.claims[0].id}`, '#/document/a', '#/documents', '#/naming', '#/naming?actor=Islamic%20State', '#/search?q=aleppo', '#/threads', '#/thread/a', '#/map', '#/compare', '#/compare?a=long&b=long2', '#/compare?a=a&b=d'];
  const there = ['#/map', '#/map?day=2019-04-04', '#/compare?a=01-norwind-dispatch&b=03-standard-uncredited', '#/compare', '#/document/04-herald-drift', '#/threads', '#/thread/20-thread', `#/thread/20-thread?claim=${await demoClaim('attackers')}`];
  for (const [path, base] of [...own.map((p) => [p, address]), ...there.map((p) => [p, demo])]) {
    for (const [width, theme] of [[1440, 'light'], [360, 'dark']]) {
      const page = await open(path, width, base);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.waitForSelector('main h1, main li');
      await page.waitForTimeout(150);
      await accessible(page, `${path} ${theme} at ${width}`);
      await sound(page);
    }
  }
});

test('the pages of a real ledger', { skip: missing || (!process.env.SAYSO_LEDGER && 'SAYSO_LEDGER is not set') }, async () => {
  const [child, there] = await start(process.env.SAYSO_LEDGER);
  try {
    const list = await (await fetch(`${there}api/claims`)).json();
    assert.ok(list.total > 0);
    const one = list.claims[0];
    const seen = one.answers[0].appearances[0];
    const { threads } = await (await fetch(`${there}api/threads`)).json();
    const more = ['#/map'];
    const { pairs } = await (await fetch(`${there}api/compare`)).json();
    if (pairs.length) more.push(`#/compare?${new URLSearchParams({ a: pairs[0].a, b: pairs[0].b })}`);
    if (threads.length) {
      const thread = await (await fetch(`${there}api/thread?id=${encodeURIComponent(threads[0].id)}`)).json();
      more.push(`#/thread/${encodeURIComponent(thread.id)}${thread.claims.length ? `?claim=${thread.claims[0].id}` : ''}`);
    }
    const page = await openAt(browser, there, '');
    for (const path of ['', `#/claim/${one.id}`, `#/document/${encodeURIComponent(seen.doc)}?b=${seen.start}-${seen.end}`, '#/naming?actor=Islamic%20State', '#/search?q=palmyra', ...more]) {
      await page.goto(there + path);
      await page.waitForSelector('main h1');
      await page.waitForTimeout(400);
    }
    await sound(page);
  } finally {
    child.kill();
  }
});

test('any view is linked, cited, printed and kept; a wrong address says so', { skip: missing }, async () => {
  const page = await open('#/claims?contested=true&q=sukhnah', 1440, demo);
  await page.waitForSelector('.claims li');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.click('footer >> text=Copy link');
  await page.waitForSelector('footer >> text=Link copied');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  await page.click('footer >> text=Copy citation');
  await page.waitForSelector('footer >> text=Citation copied');
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^“Claims: contested only, “sukhnah””, sayso ledger demo\.sayso, http.*contested=true.*, read \d+ /);
  await page.click('footer >> text=Keep this view');
  await page.click('footer >> text=Kept views');
  await page.waitForSelector('.rows a:has-text("Claims: contested only, “sukhnah”")');
  await accessible(page, 'kept views');
  await page.click('.rows a');
  await page.waitForSelector('.claims li');
  assert.match(page.url(), /#\/claims\?contested=true&q=sukhnah$/);
  await page.waitForSelector('footer button[aria-pressed=true]');
  await page.goto(`${demo}#/kept`);
  await page.click('text=no longer keep it');
  await page.waitForSelector('text=None of this ledger yet');
  await page.goto(`${demo}#/cliams`);
  await page.waitForSelector('text=There is no page of this address');
  await sound(page);
});

test('claims as a table: those of the sentence, and one', { skip: missing }, async () => {
  const page = await open('#/claims?contested=true', 1440, demo);
  await page.waitForSelector('.claims li');
  const table = async (link) => (await fetch(new URL(await page.getAttribute(link, 'href'), demo))).text();
  const rows = async (link) => new Set((await table(link)).trim().split('\n').slice(1).map((r) => r.split(',')[0]));
  const { claims } = await (await fetch(`${demo}api/claims?contested=true`)).json();
  const ids = await rows('main a[download]');
  for (const c of claims) assert.ok(ids.has(c.id), c.id);
  await page.click('.question >> nth=0');
  await page.waitForSelector('.course');
  assert.match(await table('main a[download]'), new RegExp(`^claim,question.*\n(${claims[0].id},.*\n?)+`));
  await sound(page);
});

test('any two documents are compared, those without a passage too', { skip: missing }, async () => {
  const page = await open('#/compare', 1440, demo);
  await page.waitForSelector('.rows li');
  const pick = async (label, words) => {
    const box = page.locator(`input[aria-label="${label}"]`);
    await box.fill(words);
    const option = page.locator(`main datalist >> nth=${label === 'The one document' ? 0 : 1} >> option[value^="${words}"]`);
    await option.waitFor({ state: 'attached' });
    await box.fill(await option.first().getAttribute('value'));
  };
  await pick('The one document', 'Troops enter eastern quarter');
  await page.waitForFunction(() => location.hash.includes('a=01-norwind-dispatch'));
  await pick('The other document', 'Highway reopened');
  await page.waitForSelector('.collate');
  await page.goto(`${demo}#/compare?a=01-norwind-dispatch&b=20-thread`);
  await page.waitForSelector('text=These two share no passage');
  assert.equal(await page.locator('.pane').count(), 2);
  await accessible(page, 'two without a passage');
  await page.goto(`${demo}#/compare`);
  await page.fill('input[aria-label="Words in a title"]', 'nothing like it');
  await page.click('text=All pairs');
  await page.waitForSelector('.rows li');
  await page.goto(`${demo}#/document/01-norwind-dispatch`);
  await page.click('text=compare it');
  await page.waitForFunction(() => document.querySelector('input[aria-label="The one document"]')?.value.startsWith('Troops enter'));
  await sound(page);
});

test('search says who writes what is found, where and when; rejections stand where an answer is told', { skip: missing }, async () => {
  const page = await open('#/search?q=fighters', 1440, demo);
  await page.waitForSelector('.hits li[data-full] .note');
  assert.match(await page.textContent('.hits'), /· \d{4}-\d\d-\d\d/);
  const all = (await (await fetch(`${demo}api/claims?limit=1000`)).json()).claims;
  const told = (c) => c.answers.flatMap((a) => a.appearances).find((x) => x.commitment === 'rejects' && x.chain.length > 1);
  const rejected = all.find(told);
  if (rejected) {
    const says = new RegExp(`\\(${told(rejected).chain[0].teller} rejects it\\)`);
    await page.goto(`${demo}#/claims?q=${encodeURIComponent(rejected.question)}`);
    await page.waitForSelector('.claims li[data-full]');
    assert.match(await page.textContent('.claims'), says);
    await page.click('.question >> nth=0');
    await page.waitForSelector('.course');
    assert.match(await page.textContent('[role=table]'), says);
  }
  await sound(page);
});

test('ticks and the choice of light or dark outlast a claim looked at and a page loaded again', { skip: missing }, async () => {
  const page = await open('', 1440, demo);
  await page.waitForSelector('.claims li');
  await page.check('.claims li input >> nth=1');
  await page.click('.question >> nth=0');
  await page.waitForSelector('.course');
  await page.goBack();
  await page.waitForSelector('text=1 ticked');
  await page.click('header >> text=Light, dark');
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  const chosen = await theme();
  await page.reload();
  await page.waitForSelector('text=1 ticked');
  assert.equal(await theme(), chosen);
  assert.ok(await page.isChecked('.claims li input >> nth=1'));
  await page.click('text=untick');
  await page.waitForSelector('text=ticked ones');
  await sound(page);
});
