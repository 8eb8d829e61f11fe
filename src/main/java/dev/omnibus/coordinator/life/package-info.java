/**
 * What operators do to servers: orders taken on any node and carried out step by step at the owners
 * of the servers, told to all, one at a time for each server. What is wanted of a server is kept
 * here too.
 */
package dev.omnibus.coordinator.life;
