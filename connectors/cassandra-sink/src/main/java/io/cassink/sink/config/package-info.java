/**
 * The settings of the connector: what there is, what each means, what does not go together. {@link
 * io.cassink.sink.config.SettingsReader} makes of a map of texts either {@link
 * io.cassink.sink.config.SinkSettings} or a list of everything that is wrong with it.
 */
package io.cassink.sink.config;
