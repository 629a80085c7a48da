import { sendKeys, sendMouse, resetMouse } from '@web/test-runner-commands';
import { assertAccessible } from '../../test/accessible.ts';
import { until } from '../../test/mount.ts';
import { CONTRACT, mountPlacement, type PlacementPage } from '../../test/placement-page.ts';
import { encryptedPdf, samplePdf } from '../../test/sample-pdf.ts';
import { sampleSeal } from '../../test/samples.ts';
import { toolFaults } from '../../test/tool-faults.ts';
import type { SealDocumentErrorEvent } from '../document-viewer/document-viewer.events.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import { PLACEMENT_MESSAGES } from './messages.ts';
import type { SealBeforePlacementChangeEvent, SealPlacementAddEvent, SealPlacementSubmitEvent } from './seal-placement.events.ts';

/** Presses keys, with what is held down for them: `Control+z`. */
async function keys(page: PlacementPage, ...presses: readonly string[]): Promise<void> {
  for (const press of presses) {
    const [key = '', ...held] = press.split('+').reverse();
    for (const down of held) await sendKeys({ down });
    await sendKeys({ press: key });
    for (const up of held) await sendKeys({ up });
    await page.settled();
  }
}

const middleOf = (element: Element): [number, number] => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [Math.round(left + width / 2), Math.round(top + height / 2)];
};

async function type(page: PlacementPage, field: string, text: string): Promise<HTMLInputElement> {
  const input = page.find(`#field-${field}`) as HTMLInputElement;
  input.focus();
  input.select();
  await sendKeys({ type: text });
  await keys(page, 'Enter');
  return input;
}

async function place(page: PlacementPage): Promise<void> {
  page.element.add(CONTRACT.number, { page: 1, x: 42_000, y: 105_500 });
  await page.settled();
}

describe('<seal-placement>', () => {
  afterEach(async () => {
    await resetMouse();
  });

  it('has its messages in every locale', () => {
    expect(catalogueFaults(PLACEMENT_MESSAGES)).to.deep.equal([]);
  });

  it('is accessible, empty and with a selected seal', async () => {
    const page = await mountPlacement();
    await assertAccessible(page.element);
    await place(page);
    page.element.goTo(page.element.placements[0]?.id ?? '');
    await page.settled();
    await assertAccessible(page.element);
  });

  describe('by keyboard alone', () => {
    it('takes a seal from the tray, carries it and puts it down', async () => {
      const page = await mountPlacement();
      page.find('.tray-item').focus();
      await keys(page, 'Enter');
      expect(page.focused()).to.equal(page.find('.carried'));
      const [before] = [page.find('.carried').getAttribute('aria-label')];
      await keys(page, 'ArrowRight', 'ArrowDown', 'PageDown');
      expect(page.find('.carried').getAttribute('aria-label')).not.to.equal(before);
      expect(page.focused()).to.equal(page.find('.carried'));
      expect(page.element.placements).to.have.length(0);
      await keys(page, 'Enter');
      expect(page.first()[0]).to.equal(2);
      expect(page.focused()?.getAttribute('data-id')).to.equal(page.element.placements[0]?.id);
      expect((page.events.find((event) => event.type === 'seal-placement-add') as SealPlacementAddEvent).source).to.equal('keyboard');
    });

    it('puts it back with Escape, to where it was taken', async () => {
      const page = await mountPlacement();
      page.find('.tray-item').focus();
      await keys(page, 'Enter', 'Escape');
      expect(page.element.placements).to.have.length(0);
      expect(page.focused()).to.equal(page.find('.tray-item'));
      expect(page.has('.carried')).to.be.false;
    });

    it('moves a seal by 1, 10 and 0.1 mm, to edges and pages, and turns it', async () => {
      const page = await mountPlacement();
      await place(page);
      page.find('.item').focus();
      await keys(page, 'ArrowRight', 'Shift+ArrowDown', 'Alt+ArrowUp');
      expect(page.first()).to.deep.equal([1, 620, 1344]);
      await keys(page, 'Home');
      expect(page.first()[1]).to.equal(190);
      await keys(page, 'PageDown');
      expect(page.first()[0]).to.equal(2);
      expect(page.focused()?.classList.contains('item')).to.be.true;
      await keys(page, 'r');
      expect(page.element.placements[0]).to.deep.include({ rotation: 15_000 });
      await until(() => /Page 2, 2\d\.\d mm from left, .* turned 15°\.$/.test(page.said()), 'what happened is said');
    });

    it('duplicates, copies, pastes, steps, selects all and removes', async () => {
      const page = await mountPlacement();
      await place(page);
      page.find('.item').focus();
      await keys(page, 'Control+d');
      expect(page.element.placements).to.have.length(2);
      expect(page.element.selection).to.deep.equal([page.element.placements[1]?.id]);
      await keys(page, '[');
      expect(page.element.selection).to.deep.equal([page.element.placements[0]?.id]);
      await keys(page, 'Control+c', 'Control+v', 'Control+a');
      expect(page.element.selection).to.have.length(3);
      await keys(page, 'Delete');
      expect(page.element.placements).to.have.length(0);
      await keys(page, 'Control+z');
      expect(page.element.placements).to.have.length(3);
    });

    it('types a position after F2, and gives undo in a field to the field', async () => {
      const page = await mountPlacement();
      await place(page);
      page.find('.item').focus();
      await keys(page, 'F2');
      expect(page.focused()?.id).to.equal('field-x');
      await sendKeys({ type: '100' });
      await keys(page, 'Enter');
      expect(page.first()[1]).to.equal(1000);
      await keys(page, 'Control+z');
      expect(page.first()[1], 'placements are as they were').to.equal(1000);
    });

    it('moves through the tray with the arrow keys, one stop for Tab', async () => {
      const page = await mountPlacement();
      const items = page.all('.tray-item');
      items[0]?.focus();
      await keys(page, 'ArrowDown');
      expect(page.focused()).to.equal(items[1]);
      expect(items.map((item) => item.tabIndex)).to.deep.equal([-1, 0]);
      await keys(page, 'Enter');
      expect(page.has('.carried'), 'a suspended seal stays where it is').to.be.false;
      await until(() => page.said().includes('公章 cannot be used: Suspended.'), 'the reason is said');
    });
  });

  describe('by pointer', () => {
    it('drags a seal from the tray at true size and drops it where the pointer is', async () => {
      const page = await mountPlacement();
      const sheet = page.find('.page').getBoundingClientRect();
      const [x, y] = [Math.round(sheet.left + 200), Math.round(sheet.top + 150)];
      await sendMouse({ type: 'move', position: middleOf(page.find('.tray-item')) });
      await sendMouse({ type: 'down' });
      await sendMouse({ type: 'move', position: [x - 60, y - 40] });
      await sendMouse({ type: 'move', position: [x, y] });
      await page.settled();
      const ghost = page.find('.ghost').getBoundingClientRect();
      expect(ghost.width / sheet.width).to.be.closeTo(38 / 210, 0.002);
      await sendMouse({ type: 'up' });
      await page.settled();
      const [, left, top] = page.first();
      expect(left / 10).to.be.closeTo((200 / sheet.width) * 210, 0.6);
      expect(top / 10).to.be.closeTo((150 / sheet.height) * 297, 0.6);
      expect((page.events.find((event) => event.type === 'seal-placement-add') as SealPlacementAddEvent).source).to.equal('pointer');
    });

    it('places nothing when it is dropped beside the pages', async () => {
      const page = await mountPlacement();
      await sendMouse({ type: 'move', position: middleOf(page.find('.tray-item')) });
      await sendMouse({ type: 'down' });
      await sendMouse({ type: 'move', position: middleOf(page.find('.foot')) });
      await sendMouse({ type: 'up' });
      await page.settled();
      expect(page.element.placements).to.deep.equal([]);
      expect(page.has('.ghost')).to.be.false;
    });

    it('drags a placed seal as one step, and holds it to the centre of the page', async () => {
      const page = await mountPlacement();
      await place(page);
      const sheet = page.find('.page').getBoundingClientRect();
      const [x, y] = middleOf(page.find('.item'));
      await sendMouse({ type: 'move', position: [x, y] });
      await sendMouse({ type: 'down' });
      await sendMouse({ type: 'move', position: [x + 30, y + 10] });
      await sendMouse({ type: 'move', position: [Math.round(sheet.left + sheet.width / 2) + 3, y + 10] });
      await page.settled();
      expect(page.has('.guide')).to.be.true;
      await sendMouse({ type: 'up' });
      await page.settled();
      expect(page.first()[1]).to.be.closeTo(1050, 0.01);
      page.element.undo();
      expect(page.first().slice(1)).to.deep.equal([610, 1245]);
    });

    it('places by click and click, without dragging', async () => {
      const page = await mountPlacement();
      await sendMouse({ type: 'click', position: middleOf(page.find('.tray-item')) });
      await page.settled();
      expect(page.has('.carried')).to.be.true;
      const sheet = page.find('.page').getBoundingClientRect();
      await sendMouse({ type: 'click', position: [Math.round(sheet.left + 120), Math.round(sheet.top + 300)] });
      await page.settled();
      expect(page.first()[1] / 10).to.be.closeTo((120 / sheet.width) * 210, 0.6);
    });

    it('places by buttons alone', async () => {
      const page = await mountPlacement();
      page.find('.tray-item').click();
      await page.settled();
      page.find('[data-act="place"]').click();
      await page.settled();
      expect(page.element.placements).to.have.length(1);
    });
  });

  describe('by typed millimetres', () => {
    it('reads X from the left and Y from the bottom, to the centre', async () => {
      const page = await mountPlacement();
      await place(page);
      page.find('.item').focus();
      await page.settled();
      expect((page.find('#field-y') as HTMLInputElement).value).to.equal('172.5');
      await type(page, 'x', '61,5 mm');
      await type(page, 'y', '100');
      expect(page.first()).to.deep.equal([1, 615, 1970]);
      await type(page, 'page', '3');
      expect(page.first()[0]).to.equal(3);
      await type(page, 'rotation', '90');
      expect(page.element.placements[0]).to.deep.include({ rotation: 90_000 });
    });

    it('keeps what cannot be used as typed, says between which values it may lie, and moves nothing', async () => {
      const page = await mountPlacement();
      await place(page);
      page.find('.item').focus();
      await page.settled();
      const input = await type(page, 'x', '312');
      expect(input.getAttribute('aria-invalid')).to.equal('true');
      expect(page.find('#error-x').textContent.trim()).to.equal('Between 19.0 and 191.0');
      expect(input.value).to.equal('312');
      expect(page.first()[1]).to.equal(610);
      await type(page, 'x', 'left');
      expect(page.find('#error-x').textContent.trim()).to.equal('Type a number');
      await assertAccessible(page.element);
      await keys(page, 'Escape');
      expect([input.value, input.getAttribute('aria-invalid')]).to.deep.equal(['61.0', 'false']);
    });
  });

  describe('history', () => {
    it('goes back through a hundred mixed steps and forth again', async () => {
      const page = await mountPlacement();
      const { element } = page;
      const states: string[] = [JSON.stringify(element)];
      for (let step = 0; step < 100; step += 1) {
        const [first] = element.placements;
        if (!first || step % 10 === 0) element.add(CONTRACT.number, { page: (step % 3) + 1, x: step * 500, y: step * 900 });
        else if (step % 10 === 5) element.duplicate([first.id], [((step + 1) % 3) + 1]);
        else if (step % 10 === 8) element.remove(first.id);
        else element.move(first.id, 0.3, 0.7);
        const state = JSON.stringify(element);
        if (state !== states.at(-1)) states.push(state);
      }
      expect(states.length).to.be.greaterThan(95);
      for (const state of states.toReversed().slice(1)) {
        expect(element.undo()).to.be.true;
        expect(JSON.stringify(element)).to.equal(state);
      }
      expect([element.undo(), element.canUndo, element.canRedo]).to.deep.equal([false, false, true]);
      for (const state of states.slice(1)) {
        expect(element.redo()).to.be.true;
        expect(JSON.stringify(element)).to.equal(state);
      }
      expect(element.canRedo).to.be.false;
    });

    it('is asked for with the keys from anywhere in the element', async () => {
      const page = await mountPlacement();
      await place(page);
      page.find('.scroller').focus();
      await keys(page, 'Control+z');
      expect(page.element.placements).to.have.length(0);
      await keys(page, 'Control+Shift+Z');
      expect(page.element.placements).to.have.length(1);
      expect(page.types('seal-history')).to.have.length(3);
    });
  });

  describe('focus after undo and redo', () => {
    it('is on the pages when the only seal is gone, and on the seal when it is back', async () => {
      const page = await mountPlacement();
      await place(page);
      page.find('.item').focus();
      await keys(page, 'Control+z');
      expect(page.has('.item')).to.be.false;
      expect(page.focused()).to.equal(page.find('.scroller'));
      await keys(page, 'Control+Shift+Z');
      expect(page.element.placements).to.have.length(1);
      expect(page.focused()).to.equal(page.find('.item'));
    });

    it('is on the neighbour of a copy that was undone, so that redo is at hand', async () => {
      const page = await mountPlacement();
      await place(page);
      const original = page.find('.item');
      original.focus();
      await keys(page, 'Control+d');
      expect(page.focused()).not.to.equal(original);
      await keys(page, 'Control+z');
      expect(page.focused()).to.equal(original);
      await keys(page, 'Control+y');
      expect(page.element.placements).to.have.length(2);
      expect(page.focused()?.getAttribute('data-id')).to.equal(page.element.placements[1]?.id);
    });

    it('stays on the button that was pressed', async () => {
      const page = await mountPlacement();
      await place(page);
      const [undo] = page.all('.bar .icon-button');
      undo?.focus();
      undo?.click();
      await page.settled();
      expect(page.element.placements).to.have.length(0);
      expect(page.focused()).to.equal(undo);
    });
  });

  describe('for its host', () => {
    it('asks before a change, and takes no for an answer', async () => {
      const page = await mountPlacement();
      const refuse = (event: Event): void => event.preventDefault();
      page.element.addEventListener('seal-before-placement-change', refuse);
      expect(page.element.add(CONTRACT.number, { page: 1 })).to.equal(undefined);
      expect([page.element.placements.length, page.element.canUndo]).to.deep.equal([0, false]);
      page.element.removeEventListener('seal-before-placement-change', refuse);
      await place(page);
      expect(page.types()).to.deep.equal(['seal-placement-add']);
      const before = page.events.find((event) => event.type === 'seal-before-placement-change') as SealBeforePlacementChangeEvent;
      expect([before.previous, before.source, before.cancelable]).to.deep.equal([null, 'api', true]);
    });

    it('tells changes and removals with what was before', async () => {
      const page = await mountPlacement();
      await place(page);
      const [item] = page.element.placements;
      page.element.move(item?.id ?? '', 1, 0);
      page.element.remove(item?.id ?? '');
      expect(page.types()).to.deep.equal(['seal-placement-add', 'seal-placement-change', 'seal-placement-remove']);
      const change = page.events.find((event) => event.type === 'seal-placement-change') as unknown as { previous: unknown };
      expect(change.previous).to.deep.equal(item);
    });

    it('leaves the page like any element when remove is called without an id', async () => {
      const page = await mountPlacement();
      page.element.remove();
      expect(page.element.isConnected).to.be.false;
    });

    it('goes on only when nothing stands in the way', async () => {
      const page = await mountPlacement();
      const button = page.find('.submit');
      button.click();
      expect(page.types('seal-placement-submit')).to.deep.equal([]);
      expect(button.getAttribute('aria-disabled')).to.equal('true');
      expect(page.find(`#${button.getAttribute('aria-describedby')}`).textContent.trim()).to.equal('Place a seal to go on');
      await place(page);
      button.click();
      const submit = page.events.find((event) => event.type === 'seal-placement-submit') as SealPlacementSubmitEvent;
      expect(submit.placements).to.deep.equal(page.element.placements);
    });

    it('names a seal that was suspended meanwhile', async () => {
      const page = await mountPlacement();
      await place(page);
      page.element.seals = [sampleSeal({ state: 'suspended', use: { allowed: false, reason: 'SEAL_SUSPENDED' } })];
      await page.settled();
      expect(page.find('#foot-issue').textContent.trim()).to.equal('合同专用章: Suspended');
      expect(page.element.validate().issues.map((issue) => issue.code)).to.deep.equal(['seal-unusable']);
    });

    it('places a seal of which each use is approved, and says so in the tray', async () => {
      const page = await mountPlacement();
      page.element.seals = [sampleSeal({ use: { allowed: false, reason: 'APPROVAL_REQUIRED' } })];
      await page.settled();
      expect(page.find('.tray-item .badge').textContent.trim()).to.equal('Needs approval');
      expect(page.find('.tray-item').getAttribute('aria-disabled')).to.equal('false');
      await place(page);
      expect(page.element.validate().issues).to.deep.equal([]);
    });

    it('names who can help where no seal can be used, in place of asking for one', async () => {
      const page = await mountPlacement();
      page.element.seals = [sampleSeal({ use: { allowed: false, reason: 'NO_GRANT' } })];
      await page.settled();
      expect(page.find('#foot-issue').textContent.trim()).to.equal(
        'You have no grant for these seals. A seal administrator can give you one.',
      );
      expect(page.find('.submit').getAttribute('aria-describedby')).to.equal('foot-issue');
    });

    it('offers a personal signature without a seal', async () => {
      const page = await mountPlacement();
      page.element.withSignature = true;
      await page.settled();
      const button = page.all('.tray-item').at(-1);
      button?.click();
      await page.settled();
      expect(page.element.placements.map((item) => item.kind)).to.deep.equal(['invisible']);
      expect(button?.getAttribute('aria-pressed')).to.equal('true');
      expect(page.element.validate().valid).to.be.true;
      expect(page.find('.submit').textContent.trim()).to.equal('Sign');
      page.element.undo();
      expect(page.element.placements).to.deep.equal([]);
    });

    it('shows placements without changing them in review', async () => {
      const page = await mountPlacement();
      await place(page);
      page.element.mode = 'review';
      await page.settled();
      page.find('.item').focus();
      await keys(page, 'ArrowRight', 'Delete');
      expect(page.first()[1]).to.equal(610);
      expect(page.has('.tray')).to.be.false;
    });
  });

  describe('copies to pages', () => {
    it('asks which, refuses a range that is none, and leaves out where it stands already', async () => {
      const page = await mountPlacement();
      await place(page);
      page.find('.item').focus();
      await page.settled();
      page.find('[data-act="copy"]').click();
      await page.settled();
      const act = page.find('.dialog[open] [type="submit"]');
      expect(act.textContent.trim()).to.equal('Copy to 2 pages');
      page.all('.dialog[open] [type="radio"]')[3]?.click();
      await page.settled();
      const range = page.find('#copy-range') as HTMLInputElement;
      range.focus();
      await sendKeys({ type: '1-9' });
      await page.settled();
      expect(page.find('#copy-error').textContent.trim()).to.match(/^Type pages from 1 to 3/);
      act.click();
      expect(page.element.placements).to.have.length(1);
      range.select();
      await sendKeys({ type: '1,3' });
      await page.settled();
      expect(act.textContent.trim()).to.equal('Copy to 1 page');
      await assertAccessible(page.element);
      act.click();
      await page.settled();
      expect(page.element.placements.map((item) => (item.kind === 'seal' ? item.page : 0))).to.deep.equal([1, 3]);
      expect(page.has('.dialog[open]')).to.be.false;
    });
  });

  describe('on any page and file', () => {
    it('places right on rotated, cropped and scaled pages', async () => {
      const odd = samplePdf([
        { mediaBox: [0, 0, 842, 595], cropBox: [100, 50, 742, 545], rotate: 90 },
        { mediaBox: [0, 0, 300, 300], userUnit: 2 },
      ]);
      const page = await mountPlacement({ document: odd });
      page.element.add(CONTRACT.number, { page: 1 });
      page.element.add(CONTRACT.number, { page: 2 });
      await page.settled();
      const centres = page.element.placements.map((item) => (item.kind === 'seal' ? [item.x + 19_000, item.y + 19_000] : []));
      const um = (units: number): number => Math.round(((units / 2) * 25_400) / 72);
      expect(centres[0]?.[0]).to.be.closeTo(um(495), 1);
      expect(centres[0]?.[1]).to.be.closeTo(um(642), 1);
      expect(centres[1]?.[0]).to.be.closeTo(um(600), 1);
      const sheet = page.find('[data-page="1"]').getBoundingClientRect();
      expect(sheet.width / sheet.height).to.be.closeTo(495 / 642, 0.005);
      const seal = page.find('[data-page="1"] .item').getBoundingClientRect();
      expect(seal.width / sheet.width).to.be.closeTo(38_000 / ((495 * 25_400) / 72), 0.003);
      expect(page.element.validate().valid).to.be.true;
    });

    it('brings a seal into view after its place was typed on a larger page, whose number the toolbar shows', async () => {
      const plan = samplePdf([{}, { mediaBox: [0, 0, 1684, 2384] }]);
      const page = await mountPlacement({ document: plan });
      await until(() => page.all('.page')[1]?.offsetWidth !== page.all('.page')[0]?.offsetWidth, 'the sizes of all pages');
      await place(page);
      page.find('.item').focus();
      await page.settled();
      await type(page, 'page', '2');
      await type(page, 'x', '560');
      await type(page, 'y', '30');
      await until(() => page.has('.item'), 'the seal');
      const seal = page.find('.item').getBoundingClientRect();
      const view = page.find('.scroller').getBoundingClientRect();
      expect(seal.left).to.be.at.least(view.left);
      expect(seal.right).to.be.at.most(view.right);
      expect(seal.top).to.be.at.least(view.top);
      expect(seal.bottom).to.be.at.most(view.bottom);
      expect(page.find('.position').textContent.trim()).to.equal('2 / 2');
    });

    it('shows the page of the selected seal as the current one', async () => {
      const page = await mountPlacement({ height: 1400 });
      page.element.add(CONTRACT.number, { page: 2, x: 42_000, y: 20_000 });
      await page.settled();
      expect(page.find('.position').textContent.trim()).to.equal('1 / 3');
      page.find('.item').focus();
      await page.settled();
      expect(page.find('.position').textContent.trim()).to.equal('2 / 3');
    });

    it('keeps placements when a file does not open', async () => {
      const page = await mountPlacement();
      await place(page);
      page.element.document = encryptedPdf();
      await until(() => page.types('seal-document-error').length === 1, 'the error');
      await page.settled();
      expect(page.find('[role="alert"]').textContent).to.include('DOCUMENT_ENCRYPTED');
      expect(page.element.placements).to.have.length(1);
      expect(page.element.canUndo).to.be.true;
    });

    it('keeps the document that is open when another one does not open, and says which one did not', async () => {
      const file = samplePdf([{}, {}, {}]);
      const page = await mountPlacement({ document: file });
      await place(page);
      page.element.document = new File(['%PDF-1.7 torn'], 'torn.pdf');
      await until(() => page.types('seal-document-error').length === 1, 'the error');
      await page.settled();
      expect(page.element.document).to.equal(file);
      expect((page.events.at(-1) as SealDocumentErrorEvent).kept).to.be.true;
      expect(page.find('.refused-document').textContent).to.include('torn.pdf');
      expect(page.find('.refused-document').textContent).to.include('The document before it is still open.');
      expect(page.has('.page-canvas')).to.be.true;
      await assertAccessible(page.element);
      page.find('.submit').click();
      const submit = page.events.at(-1) as SealPlacementSubmitEvent;
      expect([submit.type, submit.document]).to.deep.equal(['seal-placement-submit', file]);
      page.find('.refused-document > button').click();
      await page.settled();
      expect(page.has('.refused-document')).to.be.false;
      expect(page.focused()).to.equal(page.find('.scroller'));
    });

    it('says that the first file did not open, with nothing on the desk', async () => {
      const page = await mountPlacement({ document: encryptedPdf() });
      expect(page.find('[role="alert"]').textContent).to.include('DOCUMENT_ENCRYPTED');
      expect(page.find('#foot-issue').textContent.trim()).to.equal('Open a document first');
    });

    it('draws the rulers as soon as the pages show', async () => {
      const page = await mountPlacement();
      expect(page.find('.ruler.x path').getAttribute('d')?.length).to.be.greaterThan(100);
      const paper = page.find('.page').getBoundingClientRect();
      const edge = page.find('.ruler.x g').getBoundingClientRect();
      expect(edge.left).to.be.closeTo(paper.left, 1.5);
    });

    it('takes the placements off another document; undo has them back', async () => {
      const page = await mountPlacement();
      await place(page);
      const loaded = (): number => page.types('seal-document-loaded').length;
      page.element.document = samplePdf([{}, {}, {}]);
      await until(() => loaded() === 2, 'the same document again');
      expect(page.element.placements).to.have.length(1);
      page.element.document = samplePdf([{ text: 'Another contract' }]);
      await until(() => loaded() === 3, 'another document');
      expect(page.element.placements).to.have.length(0);
      page.element.undo();
      expect(page.element.placements).to.have.length(1);
    });

    it('keeps only pages near the window, and the one with the focus', async () => {
      const page = await mountPlacement({ document: samplePdf(Array.from({ length: 200 }, () => ({}))) });
      await place(page);
      page.find('.item').focus();
      page.element.goTo(120);
      await until(() => page.has('[data-page="120"] .page-canvas'), 'page 120');
      expect(page.all('.page').length).to.be.lessThan(7);
      expect(page.focused()?.classList.contains('item')).to.be.true;
    });
  });

  describe('in narrow places', () => {
    it('shows fields, moving keys, seals and the button one below the other at 320 px', async () => {
      const page = await mountPlacement({ width: 320, height: 640 });
      await place(page);
      page.find('.item').focus();
      await page.settled();
      const root = page.find('.root');
      expect(root.scrollWidth).to.equal(320);
      const tops = ['.bar', '.canvas', '.properties', '.tray', '.foot'].map((part) => page.find(part).getBoundingClientRect().top);
      expect(tops).to.deep.equal([...tops].sort((left, right) => left - right));
      for (const button of page.all('.nudge button')) expect(button.getBoundingClientRect().width).to.be.at.least(44);
      page.all('.nudge button')[3]?.click();
      await page.settled();
      expect(page.first()[1]).to.equal(620);
      await assertAccessible(page.element);
    });

    it('keeps every tool whole and apart, for fingers too and with hundreds of pages', async () => {
      const page = await mountPlacement({ width: 720, document: samplePdf(Array.from({ length: 200 }, () => ({}))) });
      page.element.style.setProperty('--seal-size-control', '44px');
      for (const width of [320, 288, 401, 720]) {
        page.element.style.inlineSize = `${width}px`;
        expect(toolFaults(page.element), `${width} px`).to.deep.equal([]);
      }
    });

    it('puts the properties in a drawer between', async () => {
      const page = await mountPlacement({ width: 900 });
      expect(getComputedStyle(page.find('.properties')).visibility).to.equal('hidden');
      await place(page);
      page.find('.item').focus();
      await page.settled();
      await until(() => getComputedStyle(page.find('.properties')).visibility === 'visible', 'the drawer');
    });
  });

  it('speaks Chinese', async () => {
    const page = await mountPlacement({ lang: 'zh-CN' });
    await place(page);
    expect(page.find('.item').getAttribute('aria-label')).to.equal('合同专用章，第 1 页，距左 61.0 毫米，距下 172.5 毫米');
    expect(page.find('.page').getAttribute('aria-label')).to.equal('第 1 页，共 3 页');
    await assertAccessible(page.element);
  });
});
