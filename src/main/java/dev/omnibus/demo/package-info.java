/**
 * The bundled demo MCP server, written with the official MCP Java SDK, so that a fresh Omnibus has
 * something live to watch with no network at hand. It runs in a process of its own and knows
 * nothing of Omnibus.
 */
package dev.omnibus.demo;
