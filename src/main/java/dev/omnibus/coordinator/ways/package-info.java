/**
 * Where the ways of agents to the servers of this node end: who of many on one session is meant,
 * and sessions that belong to one agent alone.
 */
package dev.omnibus.coordinator.ways;
