/**
 * An agent of one era and a server of the other: what each message becomes on the way. Messages are
 * changed by splices, so that what has no meaning to the change survives byte for byte. Nothing
 * here knows a connection or a clock.
 */
package dev.omnibus.gateway.era;
