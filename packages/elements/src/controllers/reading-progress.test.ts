import { afterSight, newReading, pagesNotShown, readingGap, readingReport } from './reading-progress.ts';

const sight = (pages: readonly number[], ended: readonly number[] = pages) => ({ pages, ended });

describe('how far a document was read', () => {
  it('counts a page as shown once its end was in the window, and the time of every page in sight', () => {
    let progress = newReading(3);
    progress = afterSight(progress, sight([1, 2], [1]), 1500);
    progress = afterSight(progress, sight([2, 3], [2]), 600);
    expect(pagesNotShown(progress)).to.deep.equal([3]);
    expect(readingReport(progress)).to.deep.equal({
      pageCount: 3,
      pages: [
        { page: 1, seconds: 1 },
        { page: 2, seconds: 2 },
      ],
      pagesShown: 2,
      seconds: 2,
    });
  });

  it('counts no time while nothing is in the window', () => {
    expect(readingReport(afterSight(newReading(1), sight([]), 5000)).seconds).to.equal(0);
  });

  it('says what is missing of pages and of time, and nothing once both are met', () => {
    const read = afterSight(newReading(2), sight([1, 2], [1]), 4000);
    expect(readingGap(read, { toEnd: true, minimumSeconds: 10 })).to.deep.equal({ pages: [2], seconds: 6 });
    expect(readingGap(read, { toEnd: false, minimumSeconds: 4 })).to.equal(null);
    expect(readingGap(read, { toEnd: true, minimumSeconds: 0 })).to.deep.equal({ pages: [2], seconds: 0 });
    expect(readingGap(afterSight(read, sight([2]), 1), { toEnd: true, minimumSeconds: 4 })).to.equal(null);
  });

  it('lists the first 2000 pages and counts all of them', () => {
    const pages = Array.from({ length: 2500 }, (_, index) => index + 1);
    const report = readingReport(afterSight(newReading(2500), sight(pages), 1000));
    expect([report.pages.length, report.pagesShown]).to.deep.equal([2000, 2500]);
  });
});
