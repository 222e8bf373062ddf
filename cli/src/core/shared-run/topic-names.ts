/** All topics of runs begin with it, so that one ACL is enough. */
export const topicPrefix = "cassink.verify.";

/** What a run may be called, so that the names of its topics say whose they are. */
export const isRunName = (text: string): boolean => /^[a-zA-Z0-9_-]{1,100}$/.test(text);

export const controlTopic = (run: string): string => `${topicPrefix}${run}`;

/** @param start the attempt that has made it */
export const writesTopic = (run: string, start: string): string => `${topicPrefix}${run}.${start}`;

/** The run whose topic it is; undefined for a topic of no run. */
export function runOfTopic(topic: string): string | undefined {
  if (!topic.startsWith(topicPrefix)) return undefined;
  const [run = "", ...rest] = topic.slice(topicPrefix.length).split(".");
  return isRunName(run) && rest.length <= 1 ? run : undefined;
}
