import type { CaseView } from '../case-view/view.ts';

/** Returns true if what is shown of one refund names another one, to be compared with it. */
export function namesRefund(view: CaseView, refundId: string): boolean {
  const { otherRefunds, linked, sameFile, reasons } = view;
  const ids = [
    ...otherRefunds.map((one) => one.refundId),
    ...linked.refunds.map(({ id }) => id),
    ...sameFile.map((one) => one.refundId),
    ...reasons.flatMap(({ facts }) => facts.flatMap(({ value }) => value.split(', '))),
  ];
  return ids.includes(refundId);
}
