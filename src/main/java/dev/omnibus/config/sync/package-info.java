/** Keeps {@code conf/} in force while the node runs, and the same on all nodes. */
package dev.omnibus.config.sync;
