/** Threads beside this one that run this program, so that more than one processor core works. */
export interface Workers {
  /** Processor cores that this program may use. */
  readonly cores: number;
  /** Bytes that V8's heap may take, of this thread and all workers together. */
  readonly heap: number;
  /** Starts one. @param count how many there will be, which share the heap */
  start(count: number): Promise<Worker>;
}

/** One thread. Requests, answers and what is told are plain data. */
export interface Worker {
  /**
   * Asks for something, one thing at a time.
   * @param onTold is called with what it tells meanwhile
   * @throws what the thread has thrown, and InputError where it has ended
   */
  ask(request: unknown, onTold: (told: unknown) => void): Promise<unknown>;
  /** Ends it, whatever it is at. */
  end(): Promise<void>;
}

/** What a thread does when it is asked. */
export type WorkerTask = (request: unknown, tell: (told: unknown) => void) => Promise<unknown>;
