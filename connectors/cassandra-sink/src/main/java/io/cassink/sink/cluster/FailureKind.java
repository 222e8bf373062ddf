package io.cassink.sink.cluster;

/** What kind of failure an error is, which decides who must act. */
public enum FailureKind {
  /** The server is not well; the same request may succeed later. */
  TRANSIENT,
  /** As TRANSIENT, and the request was certainly not carried out. */
  NOT_CARRIED_OUT,
  /** As NOT_CARRIED_OUT, and the server asks for less. */
  OVERLOADED,
  /** The server refuses this request; it would refuse it again. */
  REFUSED,
  /** Credentials or permissions. */
  FORBIDDEN
}
