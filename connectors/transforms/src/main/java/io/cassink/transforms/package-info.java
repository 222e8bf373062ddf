/**
 * A predicate and a transform that Apache Kafka lacks, for records with a schema and without one.
 * Their exact meaning is in docs/reference/transforms.md, to which the CLI's evaluator is held,
 * too.
 */
package io.cassink.transforms;
