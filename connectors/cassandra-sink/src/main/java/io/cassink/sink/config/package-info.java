/**
 * The settings of the connector: their definitions, and how they are read and checked. {@link
 * io.cassink.sink.config.SettingsReader} turns a map of texts into {@link
 * io.cassink.sink.config.SinkSettings} or a list of every mistake.
 */
package io.cassink.sink.config;
