/** What a Connect worker shows beyond its own REST API. */
package io.cassink.worker;
