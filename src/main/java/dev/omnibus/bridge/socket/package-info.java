/**
 * One socket of whatever kind: its limits, its heartbeats, its queue and the reasons for which it
 * is closed.
 */
package dev.omnibus.bridge.socket;
