/**
 * The words on the event bus: every address, the envelope of events and requests, and the one table
 * of failures. It imports nothing of ours.
 */
package dev.omnibus.bus;
