/** 抽查份数: the rate, rounded up, but at least the minimum; never more than there are. */
export function sampleSize(total: number, { rate, minimum }: { readonly rate: number; readonly minimum: number }): number {
  return Math.min(total, Math.max(Math.ceil(total * rate), minimum));
}

/** 随机抽取: those with the smallest lots. A lot belongs to its case, so that nobody can choose what is looked at. */
export function drawSample<Item extends { readonly lot: number }>(items: readonly Item[], size: number): readonly Item[] {
  return [...items].sort((a, b) => a.lot - b.lot).slice(0, size);
}

/** P(X ≤ errors) of n independent cases that go wrong with probability p, summed in logarithms so that thousands of cases do not underflow. */
function atMost(errors: number, n: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return errors >= n ? 1 : 0;
  let term = n * Math.log1p(-p);
  let sum = Math.exp(term);
  for (let k = 1; k <= errors; k += 1) {
    term += Math.log((n - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}

/** The probability at which `tooFew` turns from true to false; halving sixty times is exact to the last digit. */
function turningPoint(tooFew: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (tooFew(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const TAIL = 0.025;

export type ErrorBound = { readonly rate: number; readonly low: number; readonly high: number };

/** 差错率的 95% 区间 (Clopper–Pearson, exact): what the sample says about all automatic approvals. Null without a sample. */
export function errorBound(errors: number, n: number): ErrorBound | null {
  if (n <= 0) return null;
  const low = errors === 0 ? 0 : turningPoint((p) => 1 - atMost(errors - 1, n, p) < TAIL);
  const high = errors >= n ? 1 : turningPoint((p) => atMost(errors, n, p) > TAIL);
  return { rate: errors / n, low, high };
}
