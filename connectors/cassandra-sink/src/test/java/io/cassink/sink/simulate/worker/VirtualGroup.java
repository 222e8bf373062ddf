package io.cassink.sink.simulate.worker;

import io.cassink.sink.simulate.generate.Scenario;
import io.cassink.sink.simulate.time.VirtualTiming;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The consumer group of the connector: who reads which partition, and what is committed. */
final class VirtualGroup {
  /** Nanoseconds after which a member that is silent is left out. */
  static final long SESSION = 3_000_000_000L;

  private final VirtualTiming timing;
  private final int partitions;
  private final List<Member> members = new ArrayList<>();
  private final Set<Member> joined = new HashSet<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private boolean rebalancing;
  private int generation;

  /**
   * A task from its start to its end.
   *
   * @param life of the worker: each start makes a new member
   */
  record Member(VirtualWorker worker, int life) {}

  VirtualGroup(VirtualTiming timing, int partitions) {
    this.timing = timing;
    this.partitions = partitions;
  }

  /** The first offset that a new reader of the partition gets. */
  long position(TopicPartition partition) {
    return committed.getOrDefault(partition, 0L);
  }

  Map<TopicPartition, Long> committed() {
    return committed;
  }

  boolean isMember(Member member) {
    return members.contains(member);
  }

  /** Whether the member must give its partitions back, and join again. */
  boolean isRebalancing(Member member) {
    return rebalancing && !joined.contains(member);
  }

  void rebalance() {
    begin();
    completeIfAllJoined();
  }

  private void begin() {
    if (!rebalancing) {
      rebalancing = true;
      joined.clear();
      List.copyOf(members).forEach(member -> member.worker().wake());
    }
  }

  /** The member has no partitions any more, and waits for new ones. */
  void join(Member member) {
    if (!members.contains(member)) {
      members.add(member);
      begin();
    }
    joined.add(member);
    completeIfAllJoined();
  }

  void leave(Member member) {
    joined.remove(member);
    if (members.remove(member)) {
      rebalance();
    }
  }

  /** A member of which nothing is heard is left out, unless it comes back in time. */
  void suspect(Member member) {
    timing.after(
        SESSION,
        () -> {
          if (members.contains(member) && member.worker().isSilent(member)) {
            leave(member);
          }
        });
  }

  private void completeIfAllJoined() {
    if (!rebalancing || members.isEmpty() || !joined.containsAll(members)) {
      return;
    }
    rebalancing = false;
    generation++;
    int count = members.size();
    for (int i = 0; i < count; i++) {
      List<TopicPartition> assigned = new ArrayList<>();
      for (int partition = 0; partition < partitions; partition++) {
        if ((partition + generation) % count == i) {
          assigned.add(new TopicPartition(Scenario.TOPIC, partition));
        }
      }
      members.get(i).worker().assign(assigned);
    }
  }

  /** Whether the commit counts: one of a member that was left out does not. */
  boolean commit(Member member, Map<TopicPartition, Long> offsets) {
    if (!members.contains(member)) {
      return false;
    }
    committed.putAll(offsets);
    return true;
  }
}
