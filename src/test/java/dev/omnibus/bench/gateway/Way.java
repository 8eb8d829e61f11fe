package dev.omnibus.bench.gateway;

/**
 * Where calls go to.
 *
 * @param pid of the process that stands there
 */
record Way(String name, int port, String path, String session, long pid) {}
