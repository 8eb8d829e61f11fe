/**
 * What the processes of this node's servers take of the machine, and what is left of earlier ones.
 */
package dev.omnibus.coordinator.vitals;
