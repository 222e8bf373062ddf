/**
 * A predicate and a transform that Apache Kafka lacks, for records with a schema and without one.
 * Their exact meaning is in docs/reference/transforms.md, which the CLI's evaluator follows too.
 */
package io.cassink.transforms;
