// Sources, forecasts, the course of a claim and what could be known when, over the demo ledger.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { accessible, bin, launch, missing, open as openAt, sound, start } from '../browser.mjs';

let folder, server, base, browser;

before(async () => {
  if (missing) return;
  folder = mkdtempSync(join(tmpdir(), 'room-sources-'));
  const ledger = join(folder, 'demo.sayso');
  const made = spawnSync(bin, ['demo', '-o', ledger, '--no-serve']);
  assert.ok([0, 1].includes(made.status), String(made.stderr));
  [server, base] = await start(ledger);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const open = (path, width = 1440) => openAt(browser, base, path, width);
const json = async (path) => (await fetch(base + path)).json();
const here = (page) => page.waitForFunction(() => CSS.highlights.get('here')?.size > 0 && [...CSS.highlights.get('here')].map(String).join(' ')).then((h) => h.jsonValue());

/** Light and wide, dark and narrow. */
async function everywhere(path, ready) {
  for (const [width, theme] of [[1440, 'light'], [360, 'dark'], [2560, 'dark']]) {
    const page = await open(path, width);
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
  await page.click('summary');
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
    const all = [...document.querySelectorAll('tbody tr')].map((r) => Number(r.children[5].textContent));
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
