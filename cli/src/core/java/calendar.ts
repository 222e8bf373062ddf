/**
 * The proleptic Gregorian calendar, which java.time.LocalDate and CQL use, over all of their years: a JavaScript Date
 * ends in the year 275760.
 */

export const millisecondsPerDay = 86_400_000n;

/** Days since 1970-01-01 of a date, as LocalDate.toEpochDay. */
export function epochDayOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date of a number of days since 1970-01-01, as LocalDate.ofEpochDay; months and days count from 1. */
export function dateOf(days: number): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
} {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The day of the week of a number of days since 1970-01-01, as DayOfWeek.getValue: 1 is Monday, 7 is Sunday. */
export function weekday(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** 1582-10-15, on which java.util.GregorianCalendar changes from the Julian calendar: the day before is 1582-10-04. */
export const firstGregorianDay = -141_427;

/** Days since 1970-01-01 of a date of the Julian calendar, which has a leap year every four years. */
export function julianEpochDayOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return Math.floor(shifted * 365.25) + dayOfYear - 719_470;
}

/** The date of a day as java.util.GregorianCalendar has it: before 1582-10-15 of the Julian calendar. */
export function hybridDateOf(days: number): ReturnType<typeof dateOf> {
  if (days >= firstGregorianDay) return dateOf(days);
  const shifted = days + 719_470;
  const year = Math.floor((shifted + 0.75) / 365.25);
  const dayOfYear = shifted - Math.floor(year * 365.25);
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return { year: year + (month <= 2 ? 1 : 0), month, day };
}
