// What the browser tests share. Needs the binary (SAYSO_BIN), and Chromium at /usr/bin/chromium or
// CHROMIUM.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const bin = process.env.SAYSO_BIN;
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const missing = !bin ? 'SAYSO_BIN is not set' : !existsSync(browserPath) ? `no browser at ${browserPath}` : false;
const axe = readFileSync(fileURLToPath(new URL('node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');

export const launch = () =>
  chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });

/** Serves a ledger: the process and its address. */
export async function start(ledger, ...options) {
  const child = spawn(bin, ['serve', ledger, '--port', '0', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  const found = await new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (d) => {
      said += d;
      const m = said.match(/http:\/\/[\d.:]+\//);
      if (m) resolve(m[0]);
    });
    child.on('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
  return [child, found];
}

/** A page that notes errors and whatever it asks of other hosts. */
export async function open(browser, base, path, width = 1440) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.troubles = [];
  page.on('console', (m) => m.type() === 'error' && page.troubles.push(m.text()));
  page.on('pageerror', (e) => page.troubles.push(String(e)));
  page.on('request', (r) => r.url().startsWith(base) || /^(data|blob):/.test(r.url()) || page.troubles.push(`asked ${r.url()}`));
  await page.goto(base + path);
  return page;
}

export async function sound(page) {
  assert.deepEqual(page.troubles, []);
  assert.equal(await page.evaluate(() => window.hit), undefined, 'captured code ran');
  await page.close();
}

/** No violation of the rules, and nothing wider than the window. */
export async function accessible(page, about) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] }));
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`), [], about);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${about} is ${over} px too wide`);
}

/** Asks for a page as known at the end of a day. */
export async function asOf(page, day) {
  await page.fill('input[aria-label^="As known"]', day);
  await page.press('input[aria-label^="As known"]', 'Enter');
}
