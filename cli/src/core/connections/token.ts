/**
 * When a JSON Web Token ends by its own word (`exp`, RFC 7519), in milliseconds since the Unix epoch; undefined for any
 * other token. Nothing of it is verified: that is the server's part.
 */
export function tokenEnd(token: string): number | undefined {
  const [, payload = ""] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token) ?? [];
  try {
    const { exp } = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as {
      readonly exp?: unknown;
    };
    return typeof exp === "number" && Number.isFinite(exp) ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
