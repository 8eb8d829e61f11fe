package dev.omnibus.model;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What becomes of tools, prompts and resources that are described otherwise than they were when
 * they were first seen or approved.
 *
 * <p>In an entry of {@code mcpServers}: {@code "schemaPolicy":"quarantine","schemaNew":"show"}.
 *
 * @param hidesNew whether quarantine is for those too that were not there before
 */
public record SchemaWatch(Policy policy, boolean hidesNew) {

  /** What is done about a change. */
  public enum Policy {
    /** It is noted, and in force. */
    ALLOW,
    /** Operators are told; agents go on with it. */
    WARN,
    /** Agents see it when an operator has approved it. */
    QUARANTINE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Policy of(String word) {
      try {
        return valueOf(word.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("'schemaPolicy' is none of allow, warn, quarantine", e);
      }
    }
  }

  public static final SchemaWatch DEFAULT = new SchemaWatch(Policy.WARN, true);

  static SchemaWatch fromJson(JsonObject entry) {
    Fields f = Fields.of(entry);
    Policy policy = f.wordOrNull("schemaPolicy", Policy::of);
    String young = f.textOrNull("schemaNew");
    if (young != null && !young.equals("hide") && !young.equals("show")) {
      throw new IllegalArgumentException("'schemaNew' is none of hide, show");
    }
    return new SchemaWatch(policy == null ? DEFAULT.policy() : policy, !"show".equals(young));
  }

  /** Whether anything may be hidden for what it says. */
  public boolean quarantines() {
    return policy == Policy.QUARANTINE;
  }

  void into(JsonObject entry) {
    if (!equals(DEFAULT)) {
      entry.put("schemaPolicy", policy.word()).put("schemaNew", hidesNew ? "hide" : "show");
    }
  }
}
