/**
 * When owned servers are probed and what the answers mean. The only room that composes a server
 * status.
 */
package dev.omnibus.health;
