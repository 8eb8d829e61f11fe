/**
 * What operators ask of servers: tools run in the background, prompts, resources. Every request
 * goes the way of an agent's, through the same checkpoint.
 */
package dev.omnibus.gateway.desk;
