// What every browser test needs: the real server, Debian's Chromium, the sample pictures.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '..', '..');
const environment = process.env;

const binary = environment.PIXIU_BINARY ?? join(root, 'build', 'release', 'pixiu');
const samplesFolder = environment.PIXIU_SAMPLES ?? join(root, 'samples');
const chromiumPath = environment.CHROMIUM ?? '/usr/bin/chromium';
export const screenshotFolder = environment.PIXIU_SCREENSHOTS ?? join(here, 'out');

const startTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;
const addressPattern = /listening on (http:\/\/127\.0\.0\.1:\d+)/;

// Starts `pixiu serve` on a free port. Gives its address and a way to stop it.
export function startServer() {
  if (!existsSync(binary)) throw new Error(`no server at ${binary}; PIXIU_BINARY names another one`);
  const server = spawn(binary, ['serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise((done) => server.once('exit', done));
  let said = '';

  const stop = async () => {
    server.kill('SIGTERM');
    const timer = setTimeout(() => server.kill('SIGKILL'), stopTimeoutMs);
    await exited;
    clearTimeout(timer);
  };
  return new Promise((started, failed) => {
    const timer = setTimeout(() => {
      server.kill('SIGKILL');
      failed(new Error(`the server did not say where it listens:\n${said}`));
    }, startTimeoutMs);
    const read = (chunk) => {
      said += chunk;
      const address = addressPattern.exec(said)?.[1];
      if (!address) return;
      clearTimeout(timer);
      started({ address, stop });
    };
    server.stdout.on('data', read);
    server.stderr.on('data', (chunk) => (said += chunk));
    server.once('error', failed);
    server.once('exit', (code) => failed(new Error(`the server ended with ${code}:\n${said}`)));
  });
}

export function startBrowser() {
  return chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// The labelled claims of samples/cases.jsonl, with full paths.
export function sampleCases() {
  const list = join(samplesFolder, 'cases.jsonl');
  if (!existsSync(list)) throw new Error(`no ${list}; PIXIU_SAMPLES names another folder`);
  const lines = readFileSync(list, 'utf8').split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const claim = JSON.parse(line);
    const references = (claim.references ?? []).map((path) => join(samplesFolder, path));
    return { ...claim, photo: join(samplesFolder, claim.photo), references };
  });
}

// A page that notes everything that should not happen; `troubles` stays empty in a good run.
export async function openPage(browser, address, { viewport, hasTouch = false } = {}) {
  const context = await browser.newContext({ viewport: viewport ?? { width: 1440, height: 900 }, hasTouch });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith('data:')) troubles.push(`request to ${url}`);
  });
  await page.exposeFunction('reportTrouble', (text) => troubles.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportTrouble(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
    URL.createObjectURL = () => {
      window.reportTrouble('an uploaded file was turned into a URL');
      return '';
    };
  });
  await page.goto(address);
  await page.getByTestId('examine').waitFor();
  return { page, troubles, close: () => context.close() };
}

export async function choose(page, zone, ...files) {
  await page.getByTestId(zone).locator('input[type=file]').setInputFiles(files);
}

// Drops a file as a mouse would: with a DataTransfer, not through the input.
export async function drop(page, zone, path, type = 'image/jpeg') {
  const file = { name: basename(path), type, base64: readFileSync(path).toString('base64') };
  const transfer = await page.evaluateHandle(({ name, type, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type }));
    return data;
  }, file);
  await page.getByTestId(zone).dispatchEvent('drop', { dataTransfer: transfer });
}

export async function examine(page) {
  await page.getByTestId('examine').click();
  await page.getByTestId('result').waitFor({ timeout: 60_000 });
}

export async function screenshot(page, name) {
  mkdirSync(screenshotFolder, { recursive: true });
  await page.screenshot({ path: join(screenshotFolder, `${name}.png`), fullPage: true });
}
