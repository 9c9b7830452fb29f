// The Inspect page in a real browser against the real server.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  choose,
  drop,
  examine,
  openPage,
  sampleCases,
  screenshot,
  startBrowser,
  startServer,
} from './support.mjs';

let server;
let browser;
let scratch;
let doctored; // a claim picture made from the first reference and changed
let copied; // a claim picture that is the first reference
let honest; // a genuine claim picture

before(async () => {
  const claims = sampleCases();
  const isDoctored = ({ derived, edited }) => derived && edited;
  doctored = claims.find((claim) => isDoctored(claim) && claim.transport === 'plain');
  doctored ??= claims.find(isDoctored);
  copied = claims.find(({ derived, edited }) => derived && !edited);
  honest = claims.find(({ label }) => label === 'genuine');
  assert.ok(doctored && copied && honest, 'the samples have a claim of each sort');
  scratch = mkdtempSync(join(tmpdir(), 'pixiu-browser-'));
  server = await startServer();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  if (scratch) rmSync(scratch, { recursive: true, force: true });
});

// Opens the page, runs the story, and insists that nothing went wrong on the way.
async function withPage(options, story) {
  const { page, troubles, close } = await openPage(browser, server.address, options);
  try {
    await story(page, troubles);
    assert.deepEqual(troubles, []);
  } finally {
    await close();
  }
}

async function examineDoctored(page) {
  await drop(page, 'drop-photo', doctored.photo);
  await choose(page, 'drop-references', ...doctored.references);
  await examine(page);
}

const zoomOf = async (page) => Number(await page.getByTestId('stage-photo').getAttribute('data-zoom'));

async function waitForZoom(page, test) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const zoom = await zoomOf(page);
    if (test(zoom)) return zoom;
    await page.waitForTimeout(50);
  }
  return assert.fail(`zoom stays at ${await zoomOf(page)}`);
}

describe('the page', () => {
  it('opens in Chinese and asks for a photo first', () =>
    withPage({}, async (page) => {
      assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
      await page.getByRole('heading', { name: '检验一张售后照片' }).waitFor();
      assert.equal(await page.getByTestId('examine').isDisabled(), true);
      await page.getByText('先选择一张售后照片').waitFor();
      await screenshot(page, 'form-1440');
    }));

  it('switches to English and remembers it', () =>
    withPage({}, async (page) => {
      await page.getByText('English', { exact: true }).click();
      await page.getByRole('heading', { name: 'Examine a claim photo' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Examine a claim photo' }).waitFor();
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      await page.getByText('中文', { exact: true }).click();
      await page.getByRole('heading', { name: '检验一张售后照片' }).waitFor();
    }));

  it('comes with a strict policy and a nonce that is new every time', async () => {
    const nonces = [];
    for (let visit = 0; visit < 2; visit += 1) {
      const reply = await fetch(server.address);
      const policy = reply.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /unsafe-|https?:/);
      assert.equal(reply.headers.get('x-content-type-options'), 'nosniff');
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
      const html = await reply.text();
      assert.ok(nonce && html.includes(`nonce="${nonce}"`));
      assert.doesNotMatch(html, /__CSP_NONCE__/);
      nonces.push(nonce);
    }
    assert.notEqual(nonces[0], nonces[1]);
  });

  it('gives removed and cleared files back', () =>
    withPage({}, async (page) => {
      const references = page.getByTestId('drop-references').locator('.file-row');
      await choose(page, 'drop-photo', doctored.photo);
      await choose(page, 'drop-references', doctored.references[0], honest.photo);
      assert.equal(await references.count(), 2);
      await page.getByRole('button', { name: `移除 ${basename(doctored.references[0])}` }).click();
      assert.equal(await references.count(), 1);
      await page.getByTestId('undo').click();
      assert.equal(await references.count(), 2);
      await page.getByTestId('clear').click();
      assert.equal(await references.count(), 0);
      await page.getByTestId('undo').click();
      assert.equal(await references.count(), 2);
      assert.equal(await page.getByTestId('examine').isEnabled(), true);
    }));

  it('can be worked with the keyboard alone', () =>
    withPage({}, async (page) => {
      const names = [];
      for (let step = 0; step < 14; step += 1) {
        await page.keyboard.press('Tab');
        names.push(
          await page.evaluate(() => {
            const element = document.activeElement;
            return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
          }),
        );
      }
      for (const name of ['跳到主要内容', '售后照片: 选择文件', '原图: 选择文件']) {
        assert.ok(names.includes(name), `${name} is reached by Tab: ${names.join(' | ')}`);
      }
    }));
});

describe('a doctored picture', () => {
  it('is found to be made from the merchant’s picture, in both languages', () =>
    withPage({}, async (page) => {
      await examineDoctored(page);
      assert.equal(await page.getByTestId('result').getAttribute('data-band'), 'contradicted');
      await page.getByTestId('derived').getByText('由商家的原图 1 改成').waitFor();
      const finding = page.locator('.finding-contradicts').first();
      const chinese = await finding.locator('.finding-text').innerText();
      assert.match(chinese, /\p{Script=Han}/u);
      const notice = page.getByTestId('notice');
      assert.match(await notice.innerText(), /由人作出决定[\s\S]*买家可以提出异议/);
      await page.waitForTimeout(300);
      await screenshot(page, 'result-1440');

      await page.getByText('English', { exact: true }).click();
      await page.getByTestId('derived').getByText('made from the merchant’s reference 1').waitFor();
      assert.doesNotMatch(await finding.locator('.finding-text').innerText(), /\p{Script=Han}/u);
      assert.match(await notice.innerText(), /the buyer can object/);
      await screenshot(page, 'result-1440-en');
    }));

  it('is shown beside the reference, as renditions only', () =>
    withPage({}, async (page) => {
      await examineDoctored(page);
      await page.getByTestId('stage-photo').locator('img').waitFor();
      await page.getByTestId('stage-reference').locator('img').waitFor();
      const sources = await page.locator('main img').evaluateAll((images) => images.map(({ src }) => src));
      assert.ok(sources.length >= 2);
      for (const source of sources) assert.match(source, /^data:image\/(jpeg|png|webp);base64,/);
    }));

  it('has an edit map whose opacity can be changed', () =>
    withPage({}, async (page) => {
      await examineDoctored(page);
      const mask = page.getByTestId('mask');
      await page.waitForFunction(() => {
        const canvas = document.querySelector('[data-testid=mask]');
        const { width, height } = canvas ?? {};
        if (!width || width === 300) return false;
        const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
        return data.some((value, offset) => offset % 4 === 3 && value > 128);
      });
      const opacity = () => mask.evaluate((element) => Number(getComputedStyle(element).opacity));
      const atFirst = await opacity();
      const handle = page.getByRole('slider', { name: '编辑图不透明度' });
      await handle.focus();
      for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowRight');
      assert.ok(Math.abs((await opacity()) - atFirst - 0.1) < 0.011);
      await page.keyboard.press('Home');
      assert.equal(await opacity(), 0);
      assert.equal(await page.getByTestId('mask-value').innerText(), '0%');
    }));

  it('can be zoomed and panned with wheel, buttons, keys and dragging', () =>
    withPage({}, async (page) => {
      await examineDoctored(page);
      const stage = page.getByTestId('stage-photo');
      await stage.locator('img').waitFor();
      assert.equal(await zoomOf(page), 1);
      const box = await stage.boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.wheel(0, -600);
      const zoomed = await waitForZoom(page, (zoom) => zoom > 1.5);

      const left = () => stage.locator('img').evaluate((image) => image.getBoundingClientRect().left);
      const before = await left();
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 4 });
      await page.mouse.up();
      assert.ok(Math.abs((await left()) - before - 60) < 2, 'dragging moves the picture along');

      await stage.focus();
      await page.keyboard.press('ArrowRight');
      assert.ok((await left()) < before + 60, 'an arrow key moves it back');
      await page.keyboard.press('+');
      await waitForZoom(page, (zoom) => zoom > zoomed);
      await page.keyboard.press('0');
      await waitForZoom(page, (zoom) => zoom === 1);
      await page.getByTestId('zoom-in').click();
      await waitForZoom(page, (zoom) => zoom === 1.25);
      await page.getByTestId('zoom-fit').click();
      await waitForZoom(page, (zoom) => zoom === 1);
    }));

  it('zooms to a changed region when that is chosen', () =>
    withPage({}, async (page) => {
      await examineDoctored(page);
      await page.getByTestId('stage-photo').locator('img').waitFor();
      await page.locator('.region-item').first().click();
      await waitForZoom(page, (zoom) => zoom > 1);
      const stage = await page.getByTestId('stage-photo').boundingBox();
      const box = await page.locator('[data-testid=stage-photo] .region-box-selected').boundingBox();
      assert.ok(box.x >= stage.x - 4 && box.x + box.width <= stage.x + stage.width + 4);
      assert.ok(box.y >= stage.y - 4 && box.y + box.height <= stage.y + stage.height + 4);
      await screenshot(page, 'region-1440');
    }));

  it('can be compared with the aligned reference by a slider', () =>
    withPage({}, async (page) => {
      await examineDoctored(page);
      await page.getByTestId('mode-slider').click();
      const handle = page.getByTestId('split-handle');
      const clip = () => page.getByTestId('photo-clip').evaluate((element) => element.style.clipPath);
      assert.match(await clip(), /50%/);
      const stage = await page.getByTestId('stage-photo').boundingBox();
      const grip = await handle.boundingBox();
      await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
      await page.mouse.down();
      await page.mouse.move(stage.x + stage.width * 0.25, grip.y + grip.height / 2, { steps: 4 });
      await page.mouse.up();
      assert.equal(await handle.getAttribute('aria-valuenow'), '25');
      assert.match(await clip(), /25(\.\d+)?%/);
      assert.equal(await zoomOf(page), 1);
      await handle.focus();
      await page.keyboard.press('ArrowRight');
      assert.equal(await handle.getAttribute('aria-valuenow'), '27');
      await screenshot(page, 'slider-1440');
    }));

  it('fits a telephone, where two fingers zoom', () =>
    withPage({ viewport: { width: 375, height: 812 }, hasTouch: true }, async (page) => {
      await screenshot(page, 'form-375');
      await examineDoctored(page);
      const stage = page.getByTestId('stage-photo');
      await stage.locator('img').waitFor();
      await stage.scrollIntoViewIfNeeded();
      await screenshot(page, 'result-375');
      for (const language of ['English', '中文']) {
        await page.getByText(language, { exact: true }).click();
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375, language);
      }

      await stage.scrollIntoViewIfNeeded();
      const box = await stage.boundingBox();
      const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      const touch = await page.context().newCDPSession(page);
      const fingers = (apart) => [
        { x: middle.x - apart, y: middle.y, id: 1 },
        { x: middle.x + apart, y: middle.y, id: 2 },
      ];
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(30) });
      for (const apart of [45, 60, 75, 90]) {
        await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
      }
      await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      await waitForZoom(page, (zoom) => zoom > 1.8);
    }));
});

// The JPEG with an XMP packet behind its first marker that says a model made the picture.
function saidToBeGenerated(path) {
  const packet =
    'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ' +
    'xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" e:DigitalSourceType=' +
    '"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/></rdf:RDF></x:xmpmeta>';
  const jpeg = readFileSync(path);
  const head = Buffer.from([0xff, 0xe1, (packet.length + 2) >> 8, (packet.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from(packet, 'latin1'), jpeg.subarray(2)]);
}

describe('what the file says', () => {
  it('is shown in plain words, in both languages, and asks for review', () =>
    withPage({}, async (page) => {
      const path = join(scratch, 'said.jpg');
      writeFileSync(path, saidToBeGenerated(honest.photo));
      await choose(page, 'drop-photo', path);
      await choose(page, 'drop-references', ...honest.references);
      await examine(page);
      assert.equal(await page.getByTestId('result').getAttribute('data-band'), 'review');
      const panel = page.getByTestId('file-says');
      assert.equal(await page.getByTestId('file-says-ai').getAttribute('data-declared'), 'generated');
      await panel.getByText('文件自述为 AI 生成').waitFor();
      await panel.getByText('疑似生成合成内容').waitFor();
      const trace = panel.locator('[data-examiner=ai_trace]').first();
      assert.match(await trace.innerText(), /人工智能/);
      await screenshot(page, 'file-says-1440');
      await page.getByText('English', { exact: true }).click();
      await panel.getByText('The file says it was generated by AI').waitFor();
      assert.doesNotMatch(await trace.locator('.finding-text').innerText(), /\p{Script=Han}/u);
    }));

  it('words absence neutrally', () =>
    withPage({}, async (page) => {
      await choose(page, 'drop-photo', honest.photo);
      await choose(page, 'drop-references', ...honest.references);
      await examine(page);
      const panel = page.getByTestId('file-says');
      assert.equal(await page.getByTestId('file-says-ai').getAttribute('data-declared'), 'none');
      assert.equal(await panel.locator('.finding-contradicts').count(), 0);
      assert.match(await panel.innerText(), /没有记录不代表任何问题/);
    }));

  const signed = process.env.PIXIU_SIGNED_PICTURE ?? '';
  it('holds the manifest tree of a signed picture', { skip: !existsSync(signed) }, () =>
    withPage({}, async (page) => {
      await choose(page, 'drop-photo', signed);
      await examine(page);
      const tree = page.getByTestId('manifest-tree');
      await tree.getByText('当前凭证').waitFor();
      await tree.getByText('签署者').first().waitFor();
      assert.match(await page.getByTestId('manifest-basis').innerText(), /核验日期 \d{4}-\d\d-\d\d/);
      await screenshot(page, 'manifest-tree-1440');
      await page.setViewportSize({ width: 375, height: 800 });
      await page.getByText('English', { exact: true }).click();
      await tree.getByText('Active manifest').waitFor();
      assert.doesNotMatch(await tree.innerText(), /\p{Script=Han}/u);
      const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok(widths[0] <= widths[1], `the page is ${widths[0]} px wide on a screen of ${widths[1]}`);
      await screenshot(page, 'manifest-tree-375');
    }));
});

describe('other claims', () => {
  it('an honest photo is not contradicted', () =>
    withPage({}, async (page) => {
      await choose(page, 'drop-photo', honest.photo);
      await choose(page, 'drop-references', ...honest.references);
      await examine(page);
      assert.notEqual(await page.getByTestId('result').getAttribute('data-band'), 'contradicted');
      assert.equal(await page.getByTestId('derived').count(), 0);
      await page.waitForTimeout(300);
      await screenshot(page, 'honest-1440');
      await page.getByTestId('start-over').click();
      await page.getByText('已清空全部内容').waitFor();
    }));

  it('the merchant’s own picture, unchanged, is called just that', () =>
    withPage({}, async (page) => {
      await choose(page, 'drop-photo', copied.photo);
      await choose(page, 'drop-references', ...copied.references);
      await examine(page);
      await page.getByTestId('derived').getByText('就是商家的原图 1').waitFor();
      await page.getByTestId('notice').waitFor();
    }));

  it('a text file is answered with the reason in words', () =>
    withPage({}, async (page, troubles) => {
      const path = join(scratch, 'note.jpg');
      writeFileSync(path, 'this is a text, whatever its name says\n');
      await choose(page, 'drop-photo', path);
      await page.getByTestId('examine').click();
      const failure = page.getByTestId('failure');
      const unreadable = page.locator('[data-testid=result][data-band=not_assessed]');
      await failure.or(unreadable).waitFor({ timeout: 60_000 });
      assert.match(await failure.or(unreadable).innerText(), /图片/);
      await screenshot(page, 'text-file-1440');
      // The browser itself notes the refused request; that is all that may be noted.
      const others = troubles.filter((text) => !/status of 4\d\d/.test(text));
      troubles.splice(0, troubles.length, ...others);
    }));

  it('an examination can be cancelled and started again', () =>
    withPage({}, async (page) => {
      let isHeld = true;
      await page.route('**/v1/inspect*', (route) => (isHeld ? undefined : route.continue()));
      await choose(page, 'drop-photo', doctored.photo);
      await page.getByTestId('examine').click();
      await page.getByTestId('progress').waitFor();
      await page.getByTestId('cancel').click();
      await page.getByText('已取消，没有得到检验结果。').waitFor();
      isHeld = false;
      await examine(page);
    }));

  it('a server that cannot be reached is said in words', () =>
    withPage({}, async (page, troubles) => {
      await page.route('**/v1/inspect*', (route) => route.abort('connectionrefused'));
      await choose(page, 'drop-photo', doctored.photo);
      await page.getByTestId('examine').click();
      await page.getByTestId('failure').getByText('连接不上检验服务').waitFor();
      const others = troubles.filter((text) => !/ERR_CONNECTION_REFUSED/.test(text));
      troubles.splice(0, troubles.length, ...others);
    }));
});
