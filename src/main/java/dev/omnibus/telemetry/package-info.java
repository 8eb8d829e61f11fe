/** What this node measures, told once a second; how it is itself, told twice a minute. */
package dev.omnibus.telemetry;
