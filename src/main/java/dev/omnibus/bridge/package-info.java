/**
 * Sockets of browsers and programs: the stock event-bus bridge protocol over SockJS and WebSocket,
 * and the door before it.
 */
package dev.omnibus.bridge;
