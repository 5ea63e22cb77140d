// @ts-check
// Medians and spread.

/** @param {number[]} samples */
export const summary = (samples) => {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => {
    const place = (sorted.length - 1) * part;
    const low = Math.floor(place);
    return (
      sorted[low] + (sorted[Math.ceil(place)] - sorted[low]) * (place - low)
    );
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
};

/** What a row has more than the floor, round by round, so that a slow spell of the machine hits both. */
export const above = (
  /** @type {number[]} */ samples,
  /** @type {number[]} */ floor,
) => summary(samples.map((sample, round) => sample - floor[round])).median;
