/**
 * Desired against actual: who owns which server, the process and the session of each owned server,
 * commands to it, and the board that every node keeps of all servers.
 */
package dev.omnibus.coordinator;
