/** What was measured until now: the last hour in memory, years of it in the store. */
package dev.omnibus.telemetry.history;
