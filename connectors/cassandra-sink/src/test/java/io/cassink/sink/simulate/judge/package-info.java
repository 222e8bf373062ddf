/**
 * What a table must hold, by the rules of docs/decisions/write-times.md alone: written apart from
 * the sink and from verify, so that a mistake of theirs is not repeated here.
 */
package io.cassink.sink.simulate.judge;
