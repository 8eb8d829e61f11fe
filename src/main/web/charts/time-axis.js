/** The words below a time axis: as much of date and time as tells two of them apart, in the reader's own time. */
import { day } from "../metrics/ranges.js";

/** @param {number[]} splits in seconds @param {number} apart how far they are from each other */
export function timeLabels(splits, apart) {
  return splits.map((at) => label(new Date(at * 1000), apart));
}

/** @param {Date} date @param {number} apart */
function label(date, apart) {
  const midnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
  if (apart >= 86400 || midnight) return day(date);
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  const minutes = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return apart < 60 ? `${minutes}:${two(date.getSeconds())}` : minutes;
}
