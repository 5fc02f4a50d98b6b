// Sources, forecasts, the course of a claim and what could be known when, over the demo ledger.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { accessible, asOf, bin, launch, missing, open as openAt, sound, start } from '../browser.mjs';

let folder, server, base, storyServer, story, browser;

before(async () => {
  if (missing) return;
  folder = mkdtempSync(join(tmpdir(), 'room-sources-'));
  const ledger = join(folder, 'demo.sayso');
  const made = spawnSync(bin, ['demo', '-o', ledger, '--no-serve']);
  assert.ok([0, 1].includes(made.status), String(made.stderr));
  [server, base] = await start(ledger);
  // A town taken, a forecast about it, and the town taken back.
  const pile = join(folder, 'pile');
  mkdirSync(pile);
  writeFileSync(join(pile, 'fall.txt'), 'Islamic State captured Palmyra on Sunday, the mayor said. At least 40 civilians may have been killed at Palmyra, the Velmora Courier said.');
  writeFileSync(join(pile, 'boast.txt'), '<b>Märchen</b>: General Haddad said the Syrian Arab Army will recapture Palmyra.');
  writeFileSync(join(pile, 'back.txt'), 'The Syrian Arab Army recaptured Palmyra on Thursday, the governor said. 90 civilians were killed at Palmyra in December 2016, the governor said.');
  const days = join(folder, 'days.csv');
  writeFileSync(days, 'path,published,outlet\npile/fall.txt,2016-12-12,fall Post\npile/boast.txt,2016-12-14,boast Post\npile/back.txt,2017-03-03,back Post\n');
  const told = join(folder, 'story.sayso');
  const built = spawnSync(bin, ['build', pile, '--metadata', days, '-o', told, '--quiet']);
  assert.ok([0, 1].includes(built.status), String(built.stderr));
  [storyServer, story] = await start(told);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill();
  storyServer?.kill();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const open = (path, width = 1440, at = base) => openAt(browser, at, path, width);
const json = async (path) => (await fetch(base + path)).json();
const here = (page) => page.waitForFunction(() => CSS.highlights.get('here')?.size > 0 && [...CSS.highlights.get('here')].map(String).join(' ')).then((h) => h.jsonValue());

/** Light and wide, dark and narrow. */
async function everywhere(path, ready, at = base) {
  for (const [width, theme] of [[1440, 'light'], [360, 'dark'], [2560, 'dark']]) {
    const page = await open(path, width, at);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.waitForSelector(ready);
    await page.waitForTimeout(200);
    await accessible(page, `${path} ${theme} at ${width}`);
    await sound(page);
  }
}

test('sources: the network and its tables tell the same; from a node to the words by key', { skip: missing }, async () => {
  const page = await open('#/sources');
  await page.waitForSelector('svg .node');
  const { network } = await json('api/sources');
  assert.equal(await page.locator('svg .node').count(), network.nodes.length);
  assert.equal(await page.locator('svg .line').count(), network.edges.length);
  await page.click('main summary');
  assert.equal(await page.locator('details tbody tr').count(), network.edges.length);
  assert.match(await page.getAttribute('.node[aria-label^="Norwind Press"]', 'aria-label'), /Valley Courier passes on Norwind Press: 2 statements/);
  await page.focus('.node[aria-label^="Norwind Press"]');
  assert.ok((await page.locator('.node.far').count()) > 10, 'the others step back');
  await page.keyboard.press('Enter');
  await page.waitForSelector('h1:has-text("Norwind Press")');
  await page.waitForSelector('.list .evidence');
  await page.click('.bars li:has-text("Lena Harrow") .num');
  await page.waitForFunction(() => location.hash.includes('with=Lena') && document.activeElement.matches('.list h2') && document.querySelectorAll('.list article').length === 2);
  const words = await page.textContent('.list .evidence >> nth=0');
  await page.click('.list .evidence >> nth=0');
  assert.equal(await here(page), words);
  await sound(page);
});

test('sources: sorted by a number, shown as a table by key, found by name', { skip: missing }, async () => {
  const page = await open('#/sources');
  await page.waitForSelector('svg .node');
  await page.focus('main');
  await page.keyboard.press('v');
  await page.waitForFunction(() => location.hash.includes('view=table') && !document.querySelector('svg .node'));
  await page.click('th button:has-text("is copied")');
  await page.waitForSelector('th[aria-sort=descending]:has-text("is copied")');
  await page.waitForFunction(() => {
    const all = [...document.querySelectorAll('tbody tr[data-full]')].map((r) => Number(r.children[5].textContent));
    return all[0] > 1 && all.every((n, i) => i === 0 || n <= all[i - 1]);
  });
  await page.fill('input[aria-label="Words in the name"]', 'tarn');
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
  await page.click('tbody a[aria-label="5 takes words, Tarn"]');
  await page.waitForSelector('.list article:has-text("word over word")');
  await page.fill('input[type=search]', '');
  await page.goto(`${base}#/sources/nobody`);
  await page.waitForSelector('text=no such source');
  page.troubles = page.troubles.filter((t) => !t.includes('404'));
  await sound(page);
});

test('sources: accessible everywhere', { skip: missing }, async () => {
  await everywhere('#/sources', 'svg .node');
  await everywhere('#/sources/Ruth%20Abel', '.list .evidence');
});

test('forecasts: what came of each, and the deciding words one click away', { skip: missing }, async () => {
  const page = await open('#/forecasts', 1440, story);
  await page.waitForSelector('.fate.fulfilled');
  assert.match(await page.textContent('main li'), /General Haddad.*2016-12-14.*none told.*certain.*∵ 1 later statement speaks for it/s);
  assert.match(await page.textContent('tbody'), /General Haddad\s*0\s*0\s*1\s*0/);
  await page.click('main li .quote');
  assert.match(await here(page), /recaptured Palmyra/);
  await page.goBack();
  await page.waitForSelector('.evidence');
  await page.focus('main');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  assert.match(await here(page), /will recapture Palmyra/);
  await page.goto(`${story}#/forecasts`);
  await page.selectOption('select[aria-label="Outcome"]', 'contradicted');
  await page.waitForSelector('text=No forecast fits this sentence');
  assert.ok(page.url().includes('outcome=contradicted'));
  await page.click('text=All forecasts');
  await page.waitForSelector('.fate.fulfilled');
  await sound(page);
});

test('forecasts: accessible everywhere', { skip: missing }, async () => {
  await everywhere('#/forecasts', '.fate');
  await everywhere('#/forecasts', '.fate', story);
});

test('claims as they could be known then: the day lives in the address, a banner says so', { skip: missing }, async () => {
  const page = await open('#/claims?kind=figure', 1440, story);
  await page.waitForSelector('.claims li');
  assert.match(await page.textContent('.claims'), /at least 40.*90/s);
  assert.equal(await page.locator('.then').count(), 0);
  await asOf(page, '2016-12-31');
  await page.waitForFunction(() => location.hash.includes('as_of=2016-12-31') && document.querySelector('.then button'));
  assert.match(await page.textContent('.then'), /As it could be known at the end of 31 December 2016/);
  assert.doesNotMatch(await page.textContent('.claims'), /90/);
  await page.click('.question');
  await page.waitForSelector('.course');
  assert.match(await page.textContent('.then'), /31 December 2016.*This claim now/);
  assert.equal(await page.locator('.course li').count(), 1);
  await page.click('text=This claim now');
  await page.waitForFunction(() => document.querySelectorAll('.course li').length === 2 && !document.querySelector('.then'));
  await page.goto(`${story}#/claims?as_of=2015`);
  await page.waitForSelector('text=nothing of this pile was known by then');
  await page.click('text=Back to now');
  await page.waitForSelector('.claims li');
  await page.goto(`${story}#/claims?as_of=soon`);
  await page.waitForSelector('text=soon is no date');
  page.troubles = page.troubles.filter((t) => !t.includes('400'));
  await sound(page);
});

test('forecasts and the map as they could be known then', { skip: missing }, async () => {
  const page = await open('#/forecasts', 1440, story);
  await page.waitForSelector('.fate:has-text("fulfilled")');
  await asOf(page, '2016-12-31');
  await page.waitForSelector('.then button');
  await page.waitForSelector('.fate:has-text("open")');
  assert.match(page.url(), /as_of=2016-12-31/);
  await page.goto(`${story}#/forecasts?as_of=2016-12-13`);
  await page.waitForSelector('text=Nothing foretold in this pile was known by then');
  await page.click('text=Back to now');
  await page.waitForSelector('.fate:has-text("fulfilled")');
  await page.goto(`${story}#/map`);
  await page.waitForSelector('output');
  assert.match(await page.textContent('main'), /recaptured/);
  await asOf(page, '2016-12-12');
  await page.waitForSelector('.then button');
  assert.doesNotMatch(await page.textContent('main'), /recaptured/);
  await page.goto(`${story}#/map?as_of=soon`);
  await page.waitForSelector('text=soon is no date');
  page.troubles = page.troubles.filter((t) => !t.includes('400'));
  await sound(page);
  await everywhere('#/map?as_of=2016-12-31', '.then button', story);
});

test('the course of a claim: its turns in order of time, each leads to its words', { skip: missing }, async () => {
  const { claims } = await json('api/claims?q=attackers');
  const page = await open(`#/claim/${claims[0].id}`);
  await page.waitForSelector('.course');
  const turns = await page.locator('.course li b').allTextContents();
  assert.equal(turns[0], 'first told');
  assert.ok(turns.includes('repeated without a source') && turns.includes('seemingly doubted in a reply'), String(turns));
  assert.match(await page.textContent('.course li.seems_questioned'), /by the stance model, 0\.78; a model’s guess/);
  await page.focus('.course li.seems_questioned a');
  await page.keyboard.press('Enter');
  assert.ok((await here(page)).length > 20);
  await sound(page);
});

test('course and banner: accessible everywhere', { skip: missing }, async () => {
  const { claims } = await json('api/claims');
  await everywhere(`#/claim/${claims[0].id}`, '.course');
  await everywhere('#/claims?as_of=2019-04-04', '.then button');
});

test('a thread says what replies seem to do, and that it is a guess', { skip: missing }, async () => {
  const page = await open('#/thread/20-thread');
  await page.waitForSelector('.guess');
  assert.match(await page.textContent('[data-node="c2"] .guess'), /seems to doubt 1, 0\.78, a model’s guess/);
  assert.equal(await page.locator('[data-node="c7"] .guess').count(), 0, 'less likely than not');
  assert.match(await page.textContent('main'), /a model’s guess with its probability; no count rests on it/);
  await sound(page);
  await everywhere('#/thread/20-thread', '.guess');
});

test('export: each form is a file, and says what it is for', { skip: missing }, async () => {
  const page = await open('#/export');
  await page.waitForSelector('main li');
  assert.equal(await page.locator('main li').count(), 6);
  for (const [link, name, start] of [['Incidents for ACLED', 'demo.acled.csv', 'event_id_cnty'], ['Claims as a table', 'demo.csv', '']]) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(`text=${link}`)]);
    assert.equal(file.suggestedFilename(), name);
    assert.ok(readFileSync(await file.path(), 'utf8').startsWith(start));
  }
  await sound(page);
  await everywhere('#/export', 'main li');
});

test('the day goes with whoever looks at it: sources, names, threads and the report', { skip: missing }, async () => {
  const page = await open('#/sources', 1440, story);
  await page.waitForSelector('svg .node');
  assert.match(await page.textContent('main'), /the governor/);
  await asOf(page, '31 December 2016');
  await page.waitForSelector('.then button');
  assert.match(page.url(), /#\/sources\?as_of=2016-12-31$/);
  await page.waitForFunction(() => !document.querySelector('main').textContent.includes('the governor'));
  await page.click('.all th a:has-text("the mayor")');
  await page.waitForSelector('.list .evidence');
  assert.match(await page.textContent('.then'), /31 December 2016/);
  await page.click('.list .links a');
  await page.waitForSelector('.course');
  assert.match(await page.textContent('.then'), /31 December 2016/);
  // Pages of the bar keep the day; a report is of it.
  await page.click('nav a:has-text("Claims")');
  await page.waitForSelector('.claims li');
  assert.match(page.url(), /#\/claims\?as_of=2016-12-31$/);
  await page.check('.claims li input[type=checkbox] >> nth=0');
  await page.click('text=1 ticked');
  await page.waitForSelector('.report');
  assert.match(await page.textContent('.report'), /As it could be known at the end of 31 December 2016.*Cite:.*as known at the end of 2016-12-31/s);
  assert.doesNotMatch(await page.textContent('.report'), /the governor/);
  await page.goto(`${story}#/naming?as_of=2016-12-13`);
  await page.waitForSelector('.rows li');
  await page.fill('input[aria-label="Words in the name"]', 'islamic');
  await page.waitForFunction(() => document.querySelectorAll('.rows li').length === 1);
  await page.click('.rows a');
  await page.waitForSelector('section table');
  await page.goto(`${story}#/threads?as_of=2016-12-13`);
  await page.waitForSelector('text=No document of this pile had comments by then');
  await page.goto(`${story}#/sources/the%20governor?as_of=2016-12-31`);
  await page.waitForSelector('text=no such source could be known at the end of 2016-12-31');
  await page.click('text=this one now');
  await page.waitForSelector('.list .evidence');
  page.troubles = page.troubles.filter((t) => !t.includes('404'));
  await sound(page);
  for (const path of ['#/sources?as_of=2016-12-31', '#/naming?as_of=2016-12-31', '#/claims?as_of=2016-12-31']) await everywhere(path, '.then button', story);
});

test('a thread as it stood at the end of a day', { skip: missing }, async () => {
  const page = await open('#/threads');
  await page.waitForSelector('.rows li');
  await page.click('.rows a');
  await page.waitForSelector('.tree .row');
  const all = await page.locator('.tree [data-node]').count();
  await page.goto(`${base}#/threads?as_of=2019-04-04`);
  await page.waitForSelector('.then button');
  await page.click('.rows a');
  await page.waitForSelector('.then button');
  await page.waitForSelector('.tree .row');
  assert.ok((await page.locator('.tree [data-node]').count()) <= all);
  await page.click('text=Back to now');
  await page.waitForFunction(() => !location.hash.includes('as_of') && !document.querySelector('.then'));
  await sound(page);
});
