/**
 * Who is here: each node tells the others of its own people, all nodes fold that into the same
 * board, and each tells its own sockets what of it changed.
 */
package dev.omnibus.people;
