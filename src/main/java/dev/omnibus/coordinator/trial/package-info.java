/** What a test of a connection sees, step by step, and what it makes of it. */
package dev.omnibus.coordinator.trial;
