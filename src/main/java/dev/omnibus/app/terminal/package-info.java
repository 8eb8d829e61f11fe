/**
 * The commands that go to a running node from a terminal, as any other program does: they follow
 * events and logs, call tools, show traces, try connections. They know the client and no node.
 */
package dev.omnibus.app.terminal;
