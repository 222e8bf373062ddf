/**
 * The grammar of the {@code mapping} setting: which column takes which field of a record. Knows no
 * settings, records or tables.
 */
package io.cassink.sink.mapping;
