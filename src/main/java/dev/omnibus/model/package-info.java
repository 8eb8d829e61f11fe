/**
 * What all rooms speak about: servers, their states, probes and claims. Plain values; they know no
 * clock, no bus and no socket.
 */
package dev.omnibus.model;
