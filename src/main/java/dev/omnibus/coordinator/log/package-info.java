/** What servers print, say and go through: a ring and a file each, and the live stream of both. */
package dev.omnibus.coordinator.log;
