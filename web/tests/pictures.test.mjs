// The book's pictures, of the demo pile: PICTURES says where they go. (`docs/pictures` holds them with
// 64 colours.)
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bin, launch, missing, start } from '../browser.mjs';

const skip = missing || (!process.env.PICTURES && 'PICTURES is not set');
let folder, browser, demo, names;
const servers = [];

before(async () => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), 'room-pictures-'));
  const ledger = join(folder, 'demo.sayso');
  const made = spawnSync(bin, ['demo', '-o', ledger, '--no-serve']);
  assert.ok([0, 1].includes(made.status), String(made.stderr));
  // The demo pile is of one month: names over time need more, so these papers were made up.
  const pile = join(folder, 'pile');
  mkdirSync(pile);
  const rows = ['path,published,outlet'];
  const says = [
    (n) => `Islamic State fighters held the bridge, the mayor said. ${n > 5 ? 'Islamic State left the town.' : 'ISIS left the town.'}`,
    (n) => `“The terrorists of Islamic State burned the mill and the terrorists of Islamic State will pay for it,” said the governor. ${n > 6 ? 'The terrorists of Islamic State ran away. Daesh lost the town.' : 'Islamic State lost the town.'}`,
    (n) => (n % 3 ? 'ISIS took the mill. ISIS said that it would stay. “ISIS has never held the bridge of our town,” said an officer of the garrison.' : 'Daesh took the mill, activists said.'),
    (n) => (n < 9 ? 'Islamic State took the road.' : '“The Islamic State group has taken the road to the upper village,” said the spokesman.'),
  ];
  ['Canal Post', 'Norwind Press', 'Valley Courier', 'Steppe Herald'].forEach((outlet, o) => {
    for (let n = 0; n < 14; n++) {
      if ((n * 7 + o * 3) % 5 === 0) continue;
      writeFileSync(join(pile, `${o}-${n}.txt`), Array(1 + ((n * o) % 3)).fill(says[o](n)).join('\n\n'));
      rows.push(`pile/${o}-${n}.txt,${n < 10 ? 2016 : 2017}-${String(((n + 2) % 12) + 1).padStart(2, '0')}-11,${outlet}`);
    }
  });
  writeFileSync(join(folder, 'days.csv'), rows.join('\n'));
  const told = join(folder, 'papers.sayso');
  const built = spawnSync(bin, ['build', pile, '--metadata', join(folder, 'days.csv'), '-o', told, '--quiet']);
  assert.ok([0, 1].includes(built.status), String(built.stderr));
  for (const [at, options] of [[ledger, ['--write']], [told, []]]) {
    const [child, base] = await start(at, ...options);
    servers.push(child);
    if (at === ledger) demo = base;
    else names = base;
  }
  browser = await launch();
});

after(async () => {
  await browser?.close();
  servers.forEach((s) => s.kill());
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('pictures of every page', { skip }, async () => {
  const json = async (path) => (await fetch(demo + path)).json();
  const claim = async (words) => (await json(`api/claims?q=${encodeURIComponent(words)}`)).claims[0];
  const taken = await claim('Who captured');
  const seen = taken.answers[0].appearances[0];
  const attackers = (await claim('attackers')).id;
  const shot = async (name, path, { base = demo, height = 860, theme = 'light', ready = 'main h1', act } = {}) => {
    const page = await browser.newPage({ viewport: { width: 1200, height }, colorScheme: theme });
    await page.goto(base + path);
    await page.waitForSelector(ready);
    await page.waitForTimeout(500);
    await act?.(page);
    await page.screenshot({ path: join(process.env.PICTURES, `${name}.png`) });
    await page.close();
  };
  await shot('claims', '', { height: 960, ready: '.claims li' });
  await shot('claim', `#/claim/${taken.id}`);
  await shot('document', `#/document/${encodeURIComponent(seen.doc)}?b=${seen.start}-${seen.end}`, { theme: 'dark' });
  await shot('map', '#/map', { height: 960, ready: '.mark.conflict' });
  await shot('compare', '#/compare?a=01-norwind-dispatch&b=03-standard-uncredited', { height: 960 });
  await shot('thread', `#/thread/20-thread?claim=${attackers}`);
  await shot('course', `#/claim/${attackers}`, { height: 900 });
  await shot('as-of', '#/claims?as_of=2019-04-04', { height: 760, ready: '.claims li' });
  await shot('sources', '#/sources', { ready: 'svg .node' });
  await shot('source', '#/sources/Norwind%20Press', { height: 760 });
  await shot('forecasts', '#/forecasts', { ready: '.forecasts li' });
  await shot('naming', '#/naming?actor=Islamic%20State', { base: names, ready: 'section svg' });
  await shot('review', '#/review', { ready: '.acts' });
  await shot('report', '#/report?claims=contested', { height: 820 });
  await shot('documents', '#/documents?as_of=2019-04-04', { height: 760, ready: '.rows li' });
  await shot('export', '#/export', { height: 760 });
  await shot('add', '#/add', {
    height: 900,
    act: async (page) => {
      await page.fill('#words', 'A baker at al-Sukhnah said that 14 civilians were killed at al-Sukhnah in April 2019.');
      await page.click('main button:has-text("Add")');
      await page.waitForSelector('text=Changed claims', { timeout: 60_000 });
    },
  });
});
