package dev.omnibus.model;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;

/**
 * By what right a node speaks about a server: a later epoch beats an earlier one, so that a stalled
 * owner that wakes up cannot overwrite the truth. Within an epoch the revision counts the changes.
 *
 * <p>{@code {"owner":"n1@k3f9","epoch":3,"revision":17}}
 */
public record Claim(String owner, long epoch, long revision) implements Comparable<Claim> {

  private static final Comparator<Claim> ORDER =
      Comparator.comparingLong(Claim::epoch)
          .thenComparing(Claim::owner)
          .thenComparingLong(Claim::revision);

  /** Two claims of one epoch (a split brain) are ordered by owner, the same way on every node. */
  @Override
  public int compareTo(Claim other) {
    return ORDER.compare(this, other);
  }

  /** Whether what this claim says is newer than what the other says. */
  public boolean beats(Claim other) {
    return other == null || compareTo(other) > 0;
  }

  /** The claim under which the next change is told. */
  public Claim next() {
    return new Claim(owner, epoch, revision + 1);
  }

  public JsonObject toJson() {
    return new JsonObject().put("owner", owner).put("epoch", epoch).put("revision", revision);
  }

  public static Claim fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new Claim(f.text("owner"), f.number("epoch"), f.number("revision"));
  }
}
