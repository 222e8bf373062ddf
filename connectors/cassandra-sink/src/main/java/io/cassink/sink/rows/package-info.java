/**
 * From a record to the rows of its tables, as bytes: how a table's settings fit its columns, the
 * plan compiled from them, the CQL of the statements, a row's time to live and its write time.
 * Sends nothing.
 */
package io.cassink.sink.rows;
