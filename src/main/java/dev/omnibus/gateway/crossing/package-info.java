/**
 * Ways from the era of an agent to that of a server: what {@link dev.omnibus.gateway.era} says that
 * a message becomes, carried out.
 */
package dev.omnibus.gateway.crossing;
