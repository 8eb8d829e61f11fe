package dev.omnibus.coordinator;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What the collector leaves of a class, asked of the machine itself. */
final class LiveObjects {

  private static final String[] SIGNATURE = {String[].class.getName()};

  private LiveObjects() {}

  /** So many objects of it can still be reached. */
  static long of(String type) throws JMException {
    Object[] none = {new String[0]};
    Object histogram =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                none,
                SIGNATURE);
    return String.valueOf(histogram)
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(row -> row.length >= 4 && row[3].equals(type))
        .mapToLong(row -> Long.parseLong(row[1]))
        .sum();
  }
}
