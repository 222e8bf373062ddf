/**
 * From the parts of a record to the bytes of columns. What a conversion means is written in
 * docs/reference/sink-conversions.md. Knows no settings of the connector and no session.
 */
package io.cassink.sink.codec;
