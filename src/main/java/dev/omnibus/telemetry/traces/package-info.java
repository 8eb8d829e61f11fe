/** Traces of calls: kept for a while, found, told, sent on. */
package dev.omnibus.telemetry.traces;
