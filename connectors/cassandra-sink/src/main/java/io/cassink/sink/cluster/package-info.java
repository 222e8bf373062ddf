/**
 * The connection with Cassandra: making a session as the settings say (files, TLS, login, options
 * of the driver), sharing it among the tasks of a connector, what the driver knows of nodes and
 * tables, and what an error of the driver means. Knows no records.
 */
package io.cassink.sink.cluster;
