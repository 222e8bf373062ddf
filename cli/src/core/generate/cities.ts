/** A city with its id in OpenWeather's city list (which has GeoNames' ids). */
export interface City {
  readonly id: number;
  readonly name: string;
  /** ISO 3166 code. */
  readonly country: string;
  /** Degrees north. */
  readonly latitude: number;
  /** Degrees east. */
  readonly longitude: number;
  /** IANA time zone. */
  readonly zone: string;
  /** Metres above the sea. */
  readonly elevation: number;
}

const rows: readonly (readonly [string, number, string, number, number, string, number])[] = [
  ["London", 2643743, "GB", 51.5085, -0.1257, "Europe/London", 25],
  ["Paris", 2988507, "FR", 48.8534, 2.3488, "Europe/Paris", 42],
  ["Berlin", 2950159, "DE", 52.5244, 13.4105, "Europe/Berlin", 74],
  ["Madrid", 3117735, "ES", 40.4165, -3.7026, "Europe/Madrid", 665],
  ["Rome", 3169070, "IT", 41.8947, 12.4839, "Europe/Rome", 52],
  ["Vienna", 2761369, "AT", 48.2085, 16.3721, "Europe/Vienna", 171],
  ["Amsterdam", 2759794, "NL", 52.374, 4.8897, "Europe/Amsterdam", 13],
  ["Zurich", 2657896, "CH", 47.3667, 8.55, "Europe/Zurich", 429],
  ["Prague", 3067696, "CZ", 50.088, 14.4208, "Europe/Prague", 202],
  ["Warsaw", 756135, "PL", 52.2298, 21.0118, "Europe/Warsaw", 113],
  ["Athens", 264371, "GR", 37.9795, 23.7162, "Europe/Athens", 42],
  ["Lisbon", 2267057, "PT", 38.7167, -9.1333, "Europe/Lisbon", 45],
  ["Dublin", 2964574, "IE", 53.344, -6.2672, "Europe/Dublin", 17],
  ["Oslo", 3143244, "NO", 59.9127, 10.7461, "Europe/Oslo", 26],
  ["Stockholm", 2673730, "SE", 59.3326, 18.0649, "Europe/Stockholm", 17],
  ["Copenhagen", 2618425, "DK", 55.6759, 12.5655, "Europe/Copenhagen", 14],
  ["Helsinki", 658225, "FI", 60.1695, 24.9355, "Europe/Helsinki", 26],
  ["Reykjavik", 3413829, "IS", 64.1355, -21.8954, "Atlantic/Reykjavik", 37],
  ["Istanbul", 745044, "TR", 41.0138, 28.9497, "Europe/Istanbul", 39],
  ["Kyiv", 703448, "UA", 50.4547, 30.5238, "Europe/Kyiv", 187],
  ["Cairo", 360630, "EG", 30.0626, 31.2497, "Africa/Cairo", 23],
  ["Nairobi", 184745, "KE", -1.2833, 36.8167, "Africa/Nairobi", 1684],
  ["Lagos", 2332459, "NG", 6.4541, 3.3947, "Africa/Lagos", 11],
  ["Johannesburg", 993800, "ZA", -26.2023, 28.0436, "Africa/Johannesburg", 1767],
  ["Cape Town", 3369157, "ZA", -33.9258, 18.4232, "Africa/Johannesburg", 25],
  ["Addis Ababa", 344979, "ET", 9.025, 38.7469, "Africa/Addis_Ababa", 2405],
  ["Dubai", 292223, "AE", 25.2582, 55.3047, "Asia/Dubai", 24],
  ["Tehran", 112931, "IR", 35.6944, 51.4215, "Asia/Tehran", 1179],
  ["Mumbai", 1275339, "IN", 19.0144, 72.8479, "Asia/Kolkata", 8],
  ["Delhi", 1273294, "IN", 28.6667, 77.2167, "Asia/Kolkata", 227],
  ["Dhaka", 1185241, "BD", 23.7104, 90.4074, "Asia/Dhaka", 23],
  ["Bangkok", 1609350, "TH", 13.75, 100.5167, "Asia/Bangkok", 12],
  ["Singapore", 1880252, "SG", 1.2897, 103.8501, "Asia/Singapore", 23],
  ["Jakarta", 1642911, "ID", -6.2146, 106.8451, "Asia/Jakarta", 26],
  ["Manila", 1701668, "PH", 14.6042, 120.9822, "Asia/Manila", 13],
  ["Hong Kong", 1819729, "HK", 22.2855, 114.1577, "Asia/Hong_Kong", 45],
  ["Shanghai", 1796236, "CN", 31.2222, 121.4581, "Asia/Shanghai", 12],
  ["Seoul", 1835848, "KR", 37.5683, 126.9778, "Asia/Seoul", 38],
  ["Tokyo", 1850144, "JP", 35.6895, 139.6917, "Asia/Tokyo", 44],
  ["Sydney", 2147714, "AU", -33.8679, 151.2073, "Australia/Sydney", 58],
  ["Auckland", 2193733, "NZ", -36.8485, 174.7635, "Pacific/Auckland", 26],
  ["New York", 5128581, "US", 40.7143, -74.006, "America/New_York", 10],
  ["Los Angeles", 5368361, "US", 34.0522, -118.2437, "America/Los_Angeles", 96],
  ["Denver", 5419384, "US", 39.7392, -104.9847, "America/Denver", 1609],
  ["Anchorage", 5879400, "US", 61.2181, -149.9003, "America/Anchorage", 31],
  ["Honolulu", 5856195, "US", 21.3069, -157.8583, "Pacific/Honolulu", 18],
  ["Mexico City", 3530597, "MX", 19.4285, -99.1277, "America/Mexico_City", 2240],
  ["Bogotá", 3688689, "CO", 4.6097, -74.0817, "America/Bogota", 2582],
  ["Buenos Aires", 3435910, "AR", -34.6132, -58.3772, "America/Argentina/Buenos_Aires", 31],
  ["São Paulo", 3448439, "BR", -23.5475, -46.6361, "America/Sao_Paulo", 769],
];

/** Fifty cities between the polar circles, on all inhabited continents. */
export const cities: readonly City[] = rows.map(
  ([name, id, country, latitude, longitude, zone, elevation]) => ({
    id,
    name,
    country,
    latitude,
    longitude,
    zone,
    elevation,
  }),
);
