interface Daylight {
  /** Seconds since the Unix epoch. */
  readonly sunrise: number;
  readonly sunset: number;
}

/** The sun's upper edge at the horizon, refraction included: its centre is 90.833 degrees from the zenith. */
const zenithAtHorizon = 90.833;

/**
 * Sunrise and sunset of the day around a local noon, by the formulas of NOAA's solar calculator (Meeus,
 * Astronomical Algorithms): within a minute or two between the polar circles. Undefined where the sun does not
 * rise or does not set that day. `noon` is about local noon in seconds since the epoch; degrees north and east.
 */
export function daylight(noon: number, latitude: number, longitude: number): Daylight | undefined {
  const midnight = Math.floor((noon + longitude * 240) / 86_400) * 86_400;
  const event = (side: -1 | 1): number | undefined => {
    let time = noon;
    // The sun moves on between noon and the event; repeating the calculation makes it exact to the second.
    for (let round = 0; round < 3; round++) {
      const { declination, equationOfTime } = sunAt(time);
      const hourAngle = hourAngleAtHorizon(latitude, declination);
      if (hourAngle === undefined) return undefined;
      time = midnight + 60 * (720 - 4 * longitude - equationOfTime + side * 4 * hourAngle);
    }
    return Math.round(time);
  };
  const sunrise = event(-1);
  const sunset = event(1);
  return sunrise === undefined || sunset === undefined ? undefined : { sunrise, sunset };
}

/** The sun's declination in degrees, and by how many minutes a sundial is ahead of the clock. */
function sunAt(time: number): { readonly declination: number; readonly equationOfTime: number } {
  const century = (time / 86_400 + 2_440_587.5 - 2_451_545) / 36_525;
  const meanLongitude = (280.46646 + century * (36_000.76983 + century * 0.0003032)) % 360;
  const anomaly = 357.52911 + century * (35_999.05029 - 0.0001537 * century);
  const eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century);
  const centre =
    sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century)) +
    sin(2 * anomaly) * (0.019993 - 0.000101 * century) +
    sin(3 * anomaly) * 0.000289;
  const node = 125.04 - 1934.136 * century;
  const apparentLongitude = meanLongitude + centre - 0.00569 - 0.00478 * sin(node);
  const meanObliquity =
    23 + (26 + (21.448 - century * (46.815 + century * (0.00059 - century * 0.001813))) / 60) / 60;
  const obliquity = meanObliquity + 0.00256 * cos(node);
  const y = Math.tan(radians(obliquity / 2)) ** 2;
  const equation =
    y * sin(2 * meanLongitude) -
    2 * eccentricity * sin(anomaly) +
    4 * eccentricity * y * sin(anomaly) * cos(2 * meanLongitude) -
    0.5 * y * y * sin(4 * meanLongitude) -
    1.25 * eccentricity * eccentricity * sin(2 * anomaly);
  return {
    declination: degrees(Math.asin(sin(obliquity) * sin(apparentLongitude))),
    equationOfTime: 4 * degrees(equation),
  };
}

/** Degrees that the earth turns between local solar noon and the event. */
function hourAngleAtHorizon(latitude: number, declination: number): number | undefined {
  const cosine =
    cos(zenithAtHorizon) / (cos(latitude) * cos(declination)) -
    Math.tan(radians(latitude)) * Math.tan(radians(declination));
  return cosine < -1 || cosine > 1 ? undefined : degrees(Math.acos(cosine));
}

const radians = (angle: number): number => (angle * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;
const sin = (angle: number): number => Math.sin(radians(angle));
const cos = (angle: number): number => Math.cos(radians(angle));
