/**
 * Sign-in over HTTP: login, refresh, logout, one-time tickets, and what happens to open sessions
 * when {@code access.json} changes.
 */
package dev.omnibus.identity;
