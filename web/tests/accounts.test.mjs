// Signing in and out in a real browser, on a copy of the demo ledger.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { accessible, bin, launch, missing, open, sound, start } from '../browser.mjs';

const WORD = 'correct horse battery';
let folder, users, browser, server, base;

const account = (act, name, ...more) => {
  const done = spawnSync(bin, ['users', act, name, '--users', users, ...more], { input: `${WORD}\n` });
  assert.equal(done.status, 0, String(done.stderr));
};

before(async () => {
  if (missing) return;
  folder = mkdtempSync(join(tmpdir(), 'room-accounts-'));
  const ledger = join(folder, 'demo.sayso');
  users = join(folder, 'users.json');
  const made = spawnSync(bin, ['demo', '-o', ledger, '--no-serve']);
  assert.ok([0, 1].includes(made.status), String(made.stderr));
  account('add', 'Ona Brandt', '--role', 'reviewer');
  account('add', 'Tariq');
  [server, base] = await start(ledger, '--write', '--users', users);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

// Each person has a browser of their own.
async function visit(path, width) {
  const own = await browser.newContext();
  return open(own, base, path, width);
}
async function signIn(page, name, word = WORD) {
  await page.waitForSelector('h1:has-text("Sign in")');
  await page.waitForFunction(() => document.activeElement.autocomplete === 'username');
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await page.keyboard.type(word);
  await page.keyboard.press('Enter');
}
// A browser notes a refused password in its console.
const refused = (page) => { page.troubles = page.troubles.filter((t) => !/status of 4(01|29)/.test(t)); };

test('sign in by keyboard, read claims, sign out', { skip: missing }, async () => {
  const page = await visit('#/claims?contested=true');
  await signIn(page, 'Ona Brandt', 'wrong');
  assert.equal(await page.$('nav'), null);
  await page.waitForSelector('[role=alert]:has-text("name or password is wrong")');
  assert.equal(await page.evaluate(() => document.activeElement.type), 'password');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role=alert]:has-text("The password is empty")');
  refused(page);
  await page.keyboard.type(WORD);
  await page.keyboard.press('Enter');
  // One stands where one wanted to go.
  await page.waitForSelector('.claims li');
  assert.match(page.url(), /contested=true/);
  assert.match(await page.textContent('header'), /Ona Brandt.*Sign out/s);
  assert.equal(await page.evaluate(() => document.cookie), '', 'no script sees the cookie');
  await page.reload();
  await page.waitForSelector('.claims li');
  await page.focus('text=Sign out');
  await page.keyboard.press('Enter');
  await page.waitForSelector('h1:has-text("Sign in")');
  assert.equal(await page.$('.claims li'), null);
  const status = await page.evaluate(async () => (await fetch('/api/claims')).status);
  assert.equal(status, 401);
  refused(page);
  await sound(page);
});

test('a reviewer judges under the account’s name, a reader reads', { skip: missing }, async () => {
  const page = await visit('#/review');
  await signIn(page, 'ona brandt');
  await page.waitForSelector('.acts');
  assert.match(await page.textContent('h1'), /judged by\s+Ona Brandt/);
  assert.equal(await page.$('input[aria-label="Your name"]'), null);
  await page.keyboard.press('g');
  await page.waitForSelector('.panel');
  await page.click('text=Record the grade');
  await page.waitForSelector('.toast:has-text("recorded")');
  const { judgements } = await page.evaluate(async () => (await fetch('/api/judgements')).json());
  assert.equal(judgements[0].who, 'Ona Brandt');
  await sound(page);

  const other = await visit('#/review');
  await signIn(other, 'Tariq');
  await other.waitForSelector('.closed:has-text("may read, not write")');
  await other.goto(`${base}#/add`);
  await other.waitForSelector('.closed:has-text("may read, not write")');
  await sound(other);
});

test('a session that ended asks again and goes on where one was', { skip: missing }, async () => {
  account('add', 'Mina');
  const page = await visit('#/documents');
  await signIn(page, 'Mina');
  await page.waitForSelector('main li, main tr');
  account('password', 'Mina');
  await page.click('nav >> text=Claims');
  await page.waitForSelector('text=Your session has ended');
  refused(page);
  await signIn(page, 'Mina');
  await page.waitForSelector('.claims li');
  assert.match(page.url(), /#\/claims/);
  await sound(page);
});

test('too many wrong tries are told with the time to wait', { skip: missing }, async () => {
  const page = await visit('');
  await signIn(page, 'nobody', 'wrong');
  for (let n = 0; n < 5; n++) {
    await page.waitForSelector('[role=alert]:has-text("wrong")');
    await page.waitForFunction(() => document.activeElement.type === 'password');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !document.querySelector('form button:disabled'));
  }
  await page.waitForSelector('[role=alert]:has-text("too many wrong tries; wait")');
  refused(page);
  await sound(page);
});

test('signing in breaks no accessibility rule, light or dark, wide or narrow', { skip: missing }, async () => {
  for (const width of [1440, 360]) {
    const page = await visit('#/claims', width);
    for (const theme of ['light', 'dark']) {
      await page.waitForSelector('form button');
      await page.evaluate((t) => (document.documentElement.dataset.theme = t), theme);
      await accessible(page, `sign in, ${width}, ${theme}`);
      if (process.env.PICTURES && width === 1440 && theme === 'light') await page.screenshot({ path: join(process.env.PICTURES, 'sign-in.png') });
      await page.click('form button');
      await page.waitForSelector('[role=alert]:has-text("The name is empty")');
      await accessible(page, `sign in with trouble, ${width}, ${theme}`);
    }
    await sound(page);
  }
});
