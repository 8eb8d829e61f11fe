package dev.omnibus.gateway.pins;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.Template;
import dev.omnibus.model.SchemaWatch;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What of one server is hidden, by one version of its pins and its lists. */
final class Hidden {

  /** Of a server that was never seen, or that nobody has to look after. */
  static final Hidden NOTHING = new Hidden(SchemaWatch.DEFAULT, Pins.none(""), List.of());

  private final SchemaWatch watch;
  private final Pins pins;
  private final Map<Listed, Set<String>> bad = new EnumMap<>(Listed.class);

  /** Pinned ones that were found changed in lists that passed, on any loop. */
  private final Map<Listed, Set<String>> found = new EnumMap<>(Listed.class);

  private Hidden(SchemaWatch watch, Pins pins, List<Change> changes) {
    this.watch = watch;
    this.pins = pins;
    for (Listed listed : Listed.values()) {
      bad.put(listed, new TreeSet<>());
      found.put(listed, ConcurrentHashMap.newKeySet());
    }
    changes.stream().filter(this::hides).forEach(c -> bad.get(c.listed()).add(c.name()));
  }

  static Hidden of(SchemaWatch watch, Pins pins, List<Change> changes) {
    return new Hidden(watch, pins, changes);
  }

  private boolean hides(Change change) {
    return switch (change.kind()) {
      case REMOVED -> false;
      case ADDED -> watch.quarantines() && watch.hidesNew() || isRejected(change);
      case CHANGED -> watch.quarantines() || isRejected(change);
    };
  }

  private boolean isRejected(Change change) {
    String rejected = pins.rejected(change.listed(), change.name());
    return rejected != null && rejected.equals(Canonical.digest(change.after()));
  }

  /** Whether lists of this server need a look. */
  boolean watches() {
    return watch.quarantines() && !pins.lists().isEmpty()
        || !pins.rejected().isEmpty()
        || bad.values().stream().anyMatch(names -> !names.isEmpty());
  }

  boolean hides(Listed listed, String name) {
    if (name == null) {
      return false;
    }
    if (isBad(listed, name)) {
      return true;
    }
    return switch (listed) {
      case TOOLS, PROMPTS, TEMPLATES -> isUnknown(listed, name);
      case RESOURCES -> isOfBadTemplate(name);
    };
  }

  private boolean isBad(Listed listed, String name) {
    return bad.get(listed).contains(name) || found.get(listed).contains(name);
  }

  /** What nobody ever saw may be there all the same. */
  private boolean isUnknown(Listed listed, String name) {
    return watch.quarantines()
        && watch.hidesNew()
        && pins.list(listed) != null
        && !pins.list(listed).containsKey(name);
  }

  /** A resource that is only to be had by a template which is hidden. */
  private boolean isOfBadTemplate(String uri) {
    Set<String> changed = bad.get(Listed.TEMPLATES);
    Set<String> caught = found.get(Listed.TEMPLATES);
    if (changed.isEmpty() && caught.isEmpty()) {
      return false;
    }
    Map<String, Pin> resources = pins.list(Listed.RESOURCES);
    Map<String, Pin> templates = pins.list(Listed.TEMPLATES);
    if (resources != null && resources.containsKey(uri)) {
      return false;
    }
    boolean good =
        templates != null
            && templates.keySet().stream()
                .anyMatch(t -> !isBad(Listed.TEMPLATES, t) && Template.fits(t, uri));
    return !good
        && Stream.concat(changed.stream(), caught.stream())
            .anyMatch(template -> Template.fits(template, uri));
  }

  /** Whether a list that passes says something else than the pin, or a rejected thing. */
  boolean findsChanged(Listed listed, String name, Supplier<String> definition) {
    Map<String, Pin> known = pins.list(listed);
    if (!watches() || known == null) {
      return false;
    }
    Pin pin = known.get(name);
    String now = definition.get();
    boolean other = pin == null || !Changes.isAsPinned(pin, now);
    boolean hidden = other && hides(new Change(listed, name, pin, now));
    if (hidden && pin != null) {
      found.get(listed).add(name);
    }
    return hidden;
  }

  /** {@code tools/read}: all that is hidden. */
  Set<String> items() {
    Set<String> items = new TreeSet<>();
    bad.forEach((listed, names) -> names.forEach(name -> items.add(listed.key() + "/" + name)));
    found.forEach((listed, names) -> names.forEach(name -> items.add(listed.key() + "/" + name)));
    return items;
  }
}
