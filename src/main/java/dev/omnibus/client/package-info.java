/**
 * A client of the bus for programs: {@link dev.omnibus.client.OmnibusClient}. It knows the wire and
 * nothing of the house but the table of failures.
 */
package dev.omnibus.client;
