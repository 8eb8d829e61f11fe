package dev.omnibus.gateway.catalog;

/**
 * Where a name of all servers leads.
 *
 * @param name as the server itself knows it
 */
public record Route(String server, String name) {}
