/** How long servers were up of the time that something is known of them. */
package dev.omnibus.telemetry.availability;
