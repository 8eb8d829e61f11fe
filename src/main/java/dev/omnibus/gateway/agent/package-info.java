/**
 * The side of the gateway that agents see: what they send, what they may, how they are answered.
 */
package dev.omnibus.gateway.agent;
