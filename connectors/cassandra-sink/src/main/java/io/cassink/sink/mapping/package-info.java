/**
 * What the text of a {@code mapping} setting says: which column takes which part of a record. Knows
 * the grammar and nothing of settings, records or tables.
 */
package io.cassink.sink.mapping;
