/** The time on which the nodes agree, by which what is measured is put in order. */
package dev.omnibus.telemetry.clock;
