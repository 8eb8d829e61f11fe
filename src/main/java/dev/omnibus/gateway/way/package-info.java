/**
 * Ways from the gateway to one server, in the server's own era and transport: whole messages as
 * bytes, whatever lies between.
 */
package dev.omnibus.gateway.way;
