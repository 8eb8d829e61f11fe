/**
 * The roof: the command line, one node from its first step to its last, and its two ports. It opens
 * the rooms and wires them; what they do it does not know.
 */
package dev.omnibus.app;
