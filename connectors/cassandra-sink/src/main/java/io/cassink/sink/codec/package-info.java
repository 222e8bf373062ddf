/**
 * Reads the mapped fields of a record and converts them to the bytes of columns, as
 * docs/reference/sink-conversions.md says. Knows neither the connector's settings nor a session.
 */
package io.cassink.sink.codec;
